/**
 * Which rows of a very long list are drawn, and where.
 *
 * Browsers lay out no more than some millions of pixels. A list that would be taller is laid out so tall, and
 * what is far is told from what is near: a wheel or a key moves the rows as far as the scroller, and a pull of
 * the scroll bar leads to the same share of the list.
 */

/** Every row has this height; `corpus.module.css` says so too. */
export const ROW_PX = 88;

/** Firefox lays out 17.8 million, the others more. */
export const MOST_PX = 8_000_000;

/** Rows drawn above and below those in sight. */
const SPARE = 6;

export interface Size {
  /** Rows of the list. */
  total: number;
  /** Pixels in sight. */
  height: number;
}

export interface Place {
  /** How far above the sight the list begins, if all rows were laid out. */
  top: number;
  /** What the scroller says. */
  scrolled: number;
}

export const START: Place = { top: 0, scrolled: 0 };

/** Pixels that are laid out. */
export const tall = (total: number): number => Math.min(total * ROW_PX, MOST_PX);

const clamp = (value: number, most: number): number => Math.min(Math.max(value, 0), Math.max(most, 0));

/** How far the list, and the scroller, can go. */
const most = ({ total, height }: Size) => ({
  top: Math.max(total * ROW_PX - height, 0),
  scrolled: Math.max(tall(total) - height, 0),
});

/** Where the list stands when the scroller has moved. */
export function scrolledTo(place: Place, to: number, size: Size): Place {
  const end = most(size);
  if (end.top <= end.scrolled) return { top: to, scrolled: to };
  if (to <= 0) return START;
  if (to >= end.scrolled - 1) return { top: end.top, scrolled: to };
  const by = to - place.scrolled;
  const near = Math.abs(by) < size.height;
  return { top: near ? clamp(place.top + by, end.top) : (to / end.scrolled) * end.top, scrolled: to };
}

/** Where the list stands so that a row is in sight; the same place when it is already. */
export function revealing(place: Place, row: number, size: Size): Place {
  const above = row * ROW_PX;
  const below = above + ROW_PX - size.height;
  const top = clamp(Math.min(Math.max(place.top, below), above), most(size).top);
  return top === place.top ? place : standingAt(top, size);
}

/** Where the scroller has to be for the list to begin there. */
function standingAt(top: number, size: Size): Place {
  const end = most(size);
  if (end.top <= end.scrolled) return { top, scrolled: top };
  return { top, scrolled: Math.round((top / end.top) * end.scrolled) };
}

/** The same place in a list that has grown shorter or longer, or in a window of another height. */
export function kept(place: Place, size: Size): Place {
  const top = clamp(place.top, most(size).top);
  return top === place.top && place.scrolled <= most(size).scrolled ? place : standingAt(top, size);
}

export interface Rows {
  first: number;
  /** The one behind the last. */
  end: number;
}

/** The rows to draw. */
export function rowsAt({ top }: Place, { total, height }: Size): Rows {
  const first = Math.max(Math.floor(top / ROW_PX) - SPARE, 0);
  const end = Math.min(Math.ceil((top + height) / ROW_PX) + SPARE, total);
  return { first: Math.min(first, end), end };
}

/** How many rows fit into the sight; a page key goes as far. */
export const rowsInSight = (height: number): number => Math.max(Math.floor(height / ROW_PX) - 1, 1);

/** Where a row is drawn, from the beginning of what is laid out. */
export const offsetOf = (row: number, { top, scrolled }: Place): number => row * ROW_PX - top + scrolled;

/** Rows are fetched so many at a time. */
export const PAGE = 50;

/** The numbers of the pages that hold some rows. */
export function pagesOf({ first, end }: Rows): number[] {
  if (end <= first) return [];
  const from = Math.floor(first / PAGE);
  const to = Math.floor((end - 1) / PAGE);
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

/** The row a key leads to; null when the key means nothing here. */
export function rowAfter(key: string, row: number | null, { total, height }: Size): number | null {
  if (total === 0) return null;
  const from = row ?? -1;
  const leap = rowsInSight(height);
  const to: Record<string, number> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + leap,
    PageUp: from - leap,
    Home: 0,
    End: total - 1,
  };
  const found = to[key];
  return found === undefined ? null : clamp(found, total - 1);
}
