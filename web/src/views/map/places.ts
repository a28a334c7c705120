/** Where the documents lie, and which of them lie near a place or within a line drawn around them. */
import type { Point } from "./camera";

export interface Places {
  n: number;
  /** x and y of each document by turns, from −1 to 1. */
  xy: Float32Array;
  /** Documents by cells of a grid: those of cell c are `order[starts[c]]` to `order[starts[c + 1] - 1]`. */
  starts: Uint32Array;
  order: Uint32Array;
}

/** Cells along a side. */
const CELLS = 96;

const cellAt = (value: number): number =>
  Math.min(Math.max(Math.floor(((value + 1) / 2) * CELLS), 0), CELLS - 1);

/** Sort the documents into the grid, once. */
export function placesOf(xy: Float32Array): Places {
  const n = xy.length >> 1;
  const starts = new Uint32Array(CELLS * CELLS + 1);
  const cells = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const cell = cellAt(xy[2 * i + 1] as number) * CELLS + cellAt(xy[2 * i] as number);
    cells[i] = cell;
    starts[cell + 1] = (starts[cell + 1] as number) + 1;
  }
  for (let c = 0; c < CELLS * CELLS; c++) starts[c + 1] = (starts[c + 1] as number) + (starts[c] as number);
  const next = starts.slice(0, -1);
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const cell = cells[i] as number;
    order[next[cell] as number] = i;
    next[cell] = (next[cell] as number) + 1;
  }
  return { n, xy, starts, order };
}

/** Call with every document in the cells that a rectangle touches. */
function within(places: Places, low: Point, high: Point, visit: (document: number) => void): void {
  for (let row = cellAt(low[1]); row <= cellAt(high[1]); row++) {
    const first = places.starts[row * CELLS + cellAt(low[0])] as number;
    const last = places.starts[row * CELLS + cellAt(high[0]) + 1] as number;
    for (let k = first; k < last; k++) visit(places.order[k] as number);
  }
}

/** The document nearest to a place, no farther than a radius; of those at the same distance the last one, drawn on top. */
export function nearest(
  places: Places,
  [x, y]: Point,
  radius: number,
  shown: (document: number) => boolean = () => true,
): number | null {
  let best: number | null = null;
  let least = radius * radius;
  within(places, [x - radius, y - radius], [x + radius, y + radius], (i) => {
    const dx = (places.xy[2 * i] as number) - x;
    const dy = (places.xy[2 * i + 1] as number) - y;
    const far = dx * dx + dy * dy;
    if (far > least || (far === least && best !== null && i < best) || !shown(i)) return;
    least = far;
    best = i;
  });
  return best;
}

/** Whether a place lies within a closed line, by the even-odd rule. */
export function contains(line: readonly Point[], x: number, y: number): boolean {
  let inside = false;
  let [px, py] = line[line.length - 1] ?? [0, 0];
  for (const [qx, qy] of line) {
    if (qy > y !== py > y && x < ((px - qx) * (y - qy)) / (py - qy) + qx) inside = !inside;
    px = qx;
    py = qy;
  }
  return inside;
}

/** The documents within a closed line, ascending. */
export function enclosed(
  places: Places,
  line: readonly Point[],
  shown: (document: number) => boolean = () => true,
): number[] {
  if (line.length < 3) return [];
  const xs = line.map(([x]) => x);
  const ys = line.map(([, y]) => y);
  const low: Point = [Math.min(...xs), Math.min(...ys)];
  const high: Point = [Math.max(...xs), Math.max(...ys)];
  const found: number[] = [];
  within(places, low, high, (i) => {
    if (contains(line, places.xy[2 * i] as number, places.xy[2 * i + 1] as number) && shown(i)) found.push(i);
  });
  return found.sort((a, b) => a - b);
}
