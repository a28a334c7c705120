/**
 * Points into pixels. Stamping a few bytes for each point needs no graphics card, and draws a hundred thousand points
 * within a frame's time: `npx vitest bench` measures it.
 */
import { type Camera, type Size, scaleOf } from "./camera";
import type { Places } from "./places";
import { type Shape, type Stamp, stampOf } from "./shapes";

export type Rgb = readonly [red: number, green: number, blue: number];

/** How a kind of document is drawn. */
export interface Look {
  shape: Shape;
  colour: Rgb;
  /** 0 to 1. */
  opacity: number;
  /** In units of the usual one. */
  size: number;
}

/** Documents of this look are not drawn. */
export const HIDDEN = 0xffff;

export interface Drawing {
  places: Places;
  looks: readonly Look[];
  /** For each document the place of its look, or `HIDDEN`. */
  look: Uint16Array;
  /** Documents that lie above the others. */
  above: Uint8Array | null;
  ground: Rgb;
}

/** The usual radius of a point, in pixels of CSS: smaller where there are many, larger from near. */
export function radiusOf(n: number, zoom: number): number {
  const far = n > 60_000 ? 1.3 : n > 12_000 ? 1.7 : n > 3_000 ? 2.4 : n > 600 ? 3.4 : 4.6;
  return Math.min(far * zoom ** 0.28, 6.5);
}

const pack = ([red, green, blue]: Rgb): number => (255 << 24) | (blue << 16) | (green << 8) | red;

/** A stamp ready to be laid on pixels: one entry for each pixel that it covers. Red and blue are reckoned together. */
interface Ready {
  reach: number;
  columns: Int16Array;
  rows: Int16Array;
  /** From the middle, in a picture of the width at hand. */
  offsets: Int32Array;
  /** How much stays of what lies beneath, of 256. */
  rest: Int32Array;
  redBlue: Int32Array;
  green: Int32Array;
}

/** Draw all points; `size` and `pixels` are in pixels of the screen, `ratio` of them to one of CSS. Gives how many are in sight. */
export function paint(
  pixels: Int32Array,
  size: Size,
  ratio: number,
  camera: Camera,
  drawing: Drawing,
): number {
  pixels.fill(pack(drawing.ground));
  const radius = radiusOf(drawing.places.n, camera.zoom) * ratio;
  const ready = drawing.looks.map((look) => readied(look, radius, size.width));
  const drawn = paintLayer(pixels, size, camera, drawing, ready, 0);
  return drawing.above ? drawn + paintLayer(pixels, size, camera, drawing, ready, 1) : drawn;
}

function readied({ shape, colour, opacity, size }: Look, usual: number, width: number): Ready {
  const { side, cover } = stampFor(shape, Math.max(usual * size, 0.8));
  const reach = (side - 1) / 2;
  const covered = [...cover.keys()].filter((at) => (cover[at] as number) > 0);
  const parts = covered.map((at) => Math.round(((cover[at] as number) / 255) * opacity * 256));
  const columns = Int16Array.from(covered, (at) => (at % side) - reach);
  const rows = Int16Array.from(covered, (at) => Math.floor(at / side) - reach);
  const [red, green, blue] = colour;
  return {
    reach,
    columns,
    rows,
    offsets: Int32Array.from(covered, (_, k) => (rows[k] as number) * width + (columns[k] as number)),
    rest: Int32Array.from(parts, (part) => 256 - part),
    redBlue: Int32Array.from(parts, (part) => Math.imul((blue << 16) | red, part)),
    green: Int32Array.from(parts, (part) => Math.imul(green << 8, part)),
  };
}

const STAMPS = new Map<string, Stamp>();
const KEPT = 200;

/** Stamps are made once for a radius, and radii only change with the zoom. */
function stampFor(shape: Shape, radius: number): Stamp {
  const rounded = Math.round(radius * 10) / 10;
  const key = `${shape} ${rounded}`;
  const stamp = STAMPS.get(key) ?? stampOf(shape, rounded);
  if (STAMPS.size > KEPT) STAMPS.clear();
  STAMPS.set(key, stamp);
  return stamp;
}

function paintLayer(
  pixels: Int32Array,
  size: Size,
  camera: Camera,
  { places, look, above }: Drawing,
  ready: readonly Ready[],
  layer: number,
): number {
  const { width, height } = size;
  const scale = scaleOf(camera, size);
  const left = width / 2 - camera.x * scale;
  const top = height / 2 + camera.y * scale;
  const { xy } = places;
  let drawn = 0;
  for (let i = 0; i < places.n; i++) {
    if (above && above[i] !== layer) continue;
    const stamp = ready[look[i] as number];
    if (!stamp) continue;
    const x = Math.round(left + (xy[2 * i] as number) * scale);
    const y = Math.round(top - (xy[2 * i + 1] as number) * scale);
    const { reach } = stamp;
    if (x + reach < 0 || y + reach < 0 || x - reach >= width || y - reach >= height) continue;
    const whole = x >= reach && y >= reach && x + reach < width && y + reach < height;
    if (whole) lay(pixels, stamp, y * width + x);
    else layCut(pixels, size, stamp, x, y);
    drawn += 1;
  }
  return drawn;
}

const mixed = (under: number, rest: number, redBlue: number, green: number): number =>
  (255 << 24) |
  (((Math.imul(under & 0xff00ff, rest) + redBlue) >>> 8) & 0xff00ff) |
  (((Math.imul(under & 0xff00, rest) + green) >>> 8) & 0xff00);

/** Lay a stamp on the pixels around one. */
function lay(pixels: Int32Array, { offsets, rest, redBlue, green }: Ready, middle: number): void {
  for (let k = 0; k < offsets.length; k++) {
    const at = middle + (offsets[k] as number);
    pixels[at] = mixed(pixels[at] as number, rest[k] as number, redBlue[k] as number, green[k] as number);
  }
}

/** The same where some of it juts out of the picture. */
function layCut(pixels: Int32Array, { width, height }: Size, stamp: Ready, x: number, y: number): void {
  for (let k = 0; k < stamp.offsets.length; k++) {
    const column = x + (stamp.columns[k] as number);
    const row = y + (stamp.rows[k] as number);
    if (column < 0 || row < 0 || column >= width || row >= height) continue;
    const at = row * width + column;
    pixels[at] = mixed(
      pixels[at] as number,
      stamp.rest[k] as number,
      stamp.redBlue[k] as number,
      stamp.green[k] as number,
    );
  }
}
