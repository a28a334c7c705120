import { expect, test } from "vitest";
import {
  kept,
  MOST_PX,
  offsetOf,
  pagesOf,
  ROW_PX,
  revealing,
  rowAfter,
  rowsAt,
  START,
  scrolledTo,
  tall,
} from "../src/views/corpus/windowing";

const few = { total: 100, height: 10 * ROW_PX };
const million = { total: 1_000_000, height: 700 };
const lastTop = million.total * ROW_PX - million.height;
const lastScrolled = MOST_PX - million.height;

test("a list that can be laid out is laid out, and scrolls as it is", () => {
  expect(tall(few.total)).toBe(100 * ROW_PX);
  const place = scrolledTo(START, 20 * ROW_PX, few);
  expect(place).toEqual({ top: 20 * ROW_PX, scrolled: 20 * ROW_PX });
  expect(rowsAt(place, few)).toEqual({ first: 14, end: 36 });
  expect(offsetOf(20, place)).toBe(20 * ROW_PX);
});

test("no more rows than there are", () => {
  expect(rowsAt(START, few)).toEqual({ first: 0, end: 16 });
  expect(rowsAt({ top: 90 * ROW_PX, scrolled: 90 * ROW_PX }, few)).toEqual({ first: 84, end: 100 });
  expect(rowsAt(START, { total: 0, height: 500 })).toEqual({ first: 0, end: 0 });
});

test("a million rows are laid out no taller than browsers can", () => {
  expect(tall(million.total)).toBe(MOST_PX);
});

test("in a million rows a wheel moves as many rows as in a hundred", () => {
  const middle = scrolledTo(START, 4_000_000, million);
  const after = scrolledTo(middle, 4_000_000 + 3 * ROW_PX, million);
  expect(after.top - middle.top).toBe(3 * ROW_PX);
  const row = Math.ceil(after.top / ROW_PX) + 2;
  expect(offsetOf(row, after)).toBe(offsetOf(row, middle)); // what is in sight does not jump
});

test("the scroll bar leads to the same share of the list", () => {
  expect(scrolledTo(START, lastScrolled / 2, million).top).toBeCloseTo(lastTop / 2, 0);
  expect(scrolledTo(START, lastScrolled, million).top).toBe(lastTop);
  expect(scrolledTo({ top: lastTop, scrolled: lastScrolled }, 0, million)).toEqual(START);
  expect(rowsAt(scrolledTo(START, lastScrolled, million), million).end).toBe(1_000_000);
});

test("a key brings its row into sight, near and far, and no further than needed", () => {
  const second = revealing(START, 2, million);
  expect(second).toBe(START);
  const ninth = revealing(START, 8, million);
  expect(ninth.top).toBe(9 * ROW_PX - million.height);
  const end = revealing(START, 999_999, million);
  expect(end).toEqual({ top: lastTop, scrolled: lastScrolled });
  expect(revealing(end, 0, million)).toEqual(START);
  for (const row of [0, 7, 500, 123_456, 777_777, 999_999]) {
    const place = revealing({ top: 40_000_000, scrolled: 3_600_000 }, row, million);
    expect(row * ROW_PX).toBeGreaterThanOrEqual(place.top);
    expect((row + 1) * ROW_PX).toBeLessThanOrEqual(place.top + million.height);
    expect(scrolledTo(place, place.scrolled, million).top).toBe(place.top); // the scroller's own word changes nothing
  }
});

test("a place outlives a list that grows shorter, as far as it can", () => {
  const place = { top: 50 * ROW_PX, scrolled: 50 * ROW_PX };
  expect(kept(place, few)).toBe(place);
  expect(kept(place, { total: 20, height: few.height })).toEqual({ top: 10 * ROW_PX, scrolled: 10 * ROW_PX });
  expect(kept(place, { total: 3, height: few.height })).toEqual(START);
});

test("pages are those that hold the rows", () => {
  expect(pagesOf({ first: 0, end: 12 })).toEqual([0]);
  expect(pagesOf({ first: 45, end: 50 })).toEqual([0]);
  expect(pagesOf({ first: 45, end: 51 })).toEqual([0, 1]);
  expect(pagesOf({ first: 0, end: 0 })).toEqual([]);
});

test("keys lead from row to row and stay within the list", () => {
  expect(rowAfter("ArrowDown", null, few)).toBe(0);
  expect(rowAfter("ArrowDown", 4, few)).toBe(5);
  expect(rowAfter("ArrowDown", 99, few)).toBe(99);
  expect(rowAfter("ArrowUp", 0, few)).toBe(0);
  expect(rowAfter("PageDown", 0, few)).toBe(9);
  expect(rowAfter("PageUp", 5, few)).toBe(0);
  expect(rowAfter("End", 3, few)).toBe(99);
  expect(rowAfter("Home", 3, few)).toBe(0);
  expect(rowAfter("a", 3, few)).toBeNull();
  expect(rowAfter("ArrowDown", null, { total: 0, height: 500 })).toBeNull();
});
