/** Where the tour's card stands: beside what it points at, and within the window. Pure. */

export interface Size {
  width: number;
  height: number;
}

export interface Box extends Size {
  left: number;
  top: number;
}

export type Spot = Pick<Box, "left" | "top">;

/** Pixels between the card and what it points at, and around the window's edge. */
export const GAP = 16;
export const EDGE = 12;

/** Where the card would rather stand: on the side on which it hides least. */
export type Side = "right" | "below";

/** To the right, below, above or to the left, where there is room; else over its end, or over what is above it. */
export function spotOf(target: Box | null, card: Size, view: Size, side: Side): Spot {
  const floor = view.height - card.height - EDGE;
  const wall = view.width - card.width - EDGE;
  if (!target) return { left: within(EDGE, (view.width - card.width) / 2, wall), top: Math.max(floor, EDGE) };
  const left = within(EDGE, target.left + (target.width - card.width) / 2, wall);
  const top = within(EDGE, target.top + (target.height - card.height) / 2, floor);
  const [right, below] = [target.left + target.width + GAP, target.top + target.height + GAP];
  const [before, above] = [target.left - card.width - GAP, target.top - card.height - GAP];
  if (side === "right" && right <= wall) return { left: right, top };
  // What was scrolled out of sight is pointed at from the edge behind which it is.
  if (below <= floor) return { left, top: Math.max(below, EDGE) };
  if (above >= EDGE) return { left, top: Math.min(above, floor) };
  if (right <= wall) return { left: right, top };
  if (before >= EDGE) return { left: before, top };
  const upper = target.top > view.height / 2;
  return { left, top: upper ? EDGE : Math.max(floor, EDGE) };
}

/** The middle one; the low end where the ends have crossed. */
const within = (low: number, value: number, high: number): number => Math.max(low, Math.min(value, high));

const RING = 6;

/** The ring around what is pointed at: a little larger, and within the window. */
export function ringOf(target: Box, view: Size): Box {
  const left = Math.max(target.left - RING, 2);
  const top = Math.max(target.top - RING, 2);
  const right = Math.min(target.left + target.width + RING, view.width - 2);
  const bottom = Math.min(target.top + target.height + RING, view.height - 2);
  return { left, top, width: Math.max(right - left, 0), height: Math.max(bottom - top, 0) };
}

export const sameBox = (a: Box | null, b: Box | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.left === b.left &&
    a.top === b.top &&
    a.width === b.width &&
    a.height === b.height);
