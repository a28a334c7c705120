/** The shapes of the classes as small pictures of how much of each pixel they cover. */
import { SHAPES, type Shape } from "../../theme/classes";

export interface Stamp {
  /** Pixels along a side, odd: the middle one is the place. */
  side: number;
  /** 0 to 255 for each pixel. */
  cover: Uint8Array;
}

/** Within a regular polygon with a corner at an angle, of radius 1. */
function inPolygon(x: number, y: number, corners: number, first: number): boolean {
  const wedge = (2 * Math.PI) / corners;
  const angle = Math.atan2(y, x) - first;
  const off = angle - Math.round(angle / wedge - 0.5) * wedge - wedge / 2;
  return Math.hypot(x, y) * Math.cos(off) <= Math.cos(wedge / 2);
}

function inStar(x: number, y: number): boolean {
  const fifth = (2 * Math.PI) / 5;
  const angle = Math.atan2(y, x) + Math.PI / 2;
  const off = Math.abs(angle - Math.round(angle / fifth) * fifth);
  const [inner, half] = [0.45, fifth / 2];
  // The line from the tip (1, 0) to the notch at half a fifth's turn.
  const [nx, ny] = [inner * Math.cos(half), inner * Math.sin(half)];
  const r = Math.hypot(x, y);
  return (r * Math.cos(off) - 1) * ny - r * Math.sin(off) * (nx - 1) <= 0;
}

const UP = -Math.PI / 2;

/** Whether a place is within a shape that just fits into −1 to 1; y goes downwards, as on a screen. */
const INSIDE: Record<Shape, (x: number, y: number) => boolean> = {
  circle: (x, y) => Math.hypot(x, y) <= 0.92,
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) <= 0.8,
  triangle: (x, y) => y <= 0.85 && y >= -1 && Math.abs(x) <= ((y + 1) / 1.85) * 1.05,
  diamond: (x, y) => Math.abs(x) + Math.abs(y) <= 1.1,
  plus: (x, y) => (Math.abs(x) <= 0.34 && Math.abs(y) <= 1) || (Math.abs(y) <= 0.34 && Math.abs(x) <= 1),
  pentagon: (x, y) => inPolygon(x, y, 5, UP),
  star: (x, y) => inStar(x, y),
  ring: (x, y) => Math.hypot(x, y) <= 1 && Math.hypot(x, y) >= 0.5,
  wedge: (x, y) => y >= -0.85 && y <= 1 && Math.abs(x) <= ((1 - y) / 1.85) * 1.05,
  hexagon: (x, y) => inPolygon(x, y, 6, 0),
};

/** Places looked at along a side of a pixel. */
const FINE = 4;

/** Draw a shape of a radius in pixels. */
export function stampOf(shape: Shape, radius: number): Stamp {
  const reach = Math.ceil(radius);
  const side = 2 * reach + 1;
  const cover = new Uint8Array(side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      let hits = 0;
      for (let k = 0; k < FINE * FINE; k++) {
        const x = column - reach - 0.5 + ((k % FINE) + 0.5) / FINE;
        const y = row - reach - 0.5 + (Math.floor(k / FINE) + 0.5) / FINE;
        if (INSIDE[shape](x / radius, y / radius)) hits += 1;
      }
      cover[row * side + column] = Math.round((255 * hits) / (FINE * FINE));
    }
  }
  return { side, cover };
}

export { SHAPES, type Shape };
