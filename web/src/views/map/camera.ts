/** Which part of the map is seen. The map's own coordinates go from −1 to 1, upwards; a screen's from 0, downwards. */

export interface Camera {
  /** What lies in the middle, on the map. */
  x: number;
  y: number;
  /** At 1 the whole map is seen. */
  zoom: number;
}

export interface Size {
  width: number;
  height: number;
}

export type Point = readonly [x: number, y: number];

export const WHOLE: Camera = { x: 0, y: 0, zoom: 1 };

/** Around the map, as a share of what is seen. */
const MARGIN = 0.06;
const NEAREST = 400;
/** Of an arrow key, as a share of the shorter side. */
const STRIDE = 0.12;
const STEP = 1.35;

/** Pixels to one unit of the map. */
export const scaleOf = (camera: Camera, { width, height }: Size): number =>
  (camera.zoom * Math.max(Math.min(width, height), 1) * (1 - MARGIN)) / 2;

export function toScreen(camera: Camera, size: Size, [x, y]: Point): Point {
  const scale = scaleOf(camera, size);
  return [size.width / 2 + (x - camera.x) * scale, size.height / 2 - (y - camera.y) * scale];
}

export function toMap(camera: Camera, size: Size, [x, y]: Point): Point {
  const scale = scaleOf(camera, size);
  return [camera.x + (x - size.width / 2) / scale, camera.y - (y - size.height / 2) / scale];
}

const between = (low: number, value: number, high: number): number => Math.min(Math.max(value, low), high);

/** The middle stays on the map, so that it is never lost. */
const held = ({ x, y, zoom }: Camera): Camera => ({
  x: between(-1, x, 1),
  y: between(-1, y, 1),
  zoom: between(1, zoom, NEAREST),
});

/** Drag the map along by some pixels. */
export function panned(camera: Camera, size: Size, dx: number, dy: number): Camera {
  const scale = scaleOf(camera, size);
  return held({ ...camera, x: camera.x - dx / scale, y: camera.y + dy / scale });
}

/** Come nearer (a factor above 1); what lies under a place of the screen stays there. */
export function zoomed(camera: Camera, size: Size, at: Point, factor: number): Camera {
  const zoom = between(1, camera.zoom * factor, NEAREST);
  if (zoom === 1) return WHOLE;
  const [x, y] = toMap(camera, size, at);
  const left = camera.zoom / zoom;
  return held({ x: x + (camera.x - x) * left, y: y + (camera.y - y) * left, zoom });
}

/** What a turn of the wheel is worth; a turn of lines or pages is one of many pixels. */
export function wheelFactor(deltaY: number, deltaMode: number): number {
  const pixels = deltaY * (deltaMode === 0 ? 1 : deltaMode === 1 ? 30 : 300);
  return Math.exp(-between(-300, pixels, 300) / 400);
}

/** What a key does to what is seen; nothing, where it is none of the map's. */
export function keyed(camera: Camera, size: Size, key: string): Camera | null {
  const middle: Point = [size.width / 2, size.height / 2];
  const stride = STRIDE * Math.min(size.width, size.height);
  switch (key) {
    case "ArrowLeft":
      return panned(camera, size, stride, 0);
    case "ArrowRight":
      return panned(camera, size, -stride, 0);
    case "ArrowUp":
      return panned(camera, size, 0, stride);
    case "ArrowDown":
      return panned(camera, size, 0, -stride);
    case "+":
    case "=":
      return zoomed(camera, size, middle, STEP);
    case "-":
    case "_":
      return zoomed(camera, size, middle, 1 / STEP);
    case "0":
      return WHOLE;
    default:
      return null;
  }
}
