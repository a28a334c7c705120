import { expect, test } from "vitest";
import type { LabelingFunction } from "../src/api/client";
import { ordered, sorted } from "../src/views/functions/sorting";

const f = (
  id: number,
  primitive: string,
  n_votes: number,
  accuracy: number | null = null,
): LabelingFunction => ({
  id,
  primitive,
  label: "positive",
  document: id,
  excerpt: "",
  radius: null,
  n_votes,
  n_containing: n_votes,
  coverage: 0,
  overlaps: 0,
  conflicts: 0,
  accuracy,
  written_at_step: id,
});

const table = [f(1, "perfect", 40, 0.9), f(2, "broke", 70), f(3, "love", 40, 0.7)];
const ids = (functions: LabelingFunction[]) => functions.map(({ id }) => id);

test("newest first", () => {
  expect(ids(sorted(table, { column: "written", descending: true }))).toEqual([3, 2, 1]);
});

test("words from A, numbers from the largest, and round at the second click", () => {
  const start = { column: "written", descending: true } as const;
  expect(ordered(start, "primitive")).toEqual({ column: "primitive", descending: false });
  expect(ordered(start, "votes")).toEqual({ column: "votes", descending: true });
  expect(ordered({ column: "votes", descending: true }, "votes")).toEqual({
    column: "votes",
    descending: false,
  });
  expect(ids(sorted(table, { column: "primitive", descending: false }))).toEqual([2, 3, 1]);
});

test("ties stay newest first", () => {
  expect(ids(sorted(table, { column: "votes", descending: true }))).toEqual([2, 3, 1]);
});

test("what has no value comes last either way", () => {
  expect(ids(sorted(table, { column: "accuracy", descending: true }))).toEqual([1, 3, 2]);
  expect(ids(sorted(table, { column: "accuracy", descending: false }))).toEqual([3, 1, 2]);
});

test("the table that was handed in is not changed", () => {
  sorted(table, { column: "primitive", descending: false });
  expect(ids(table)).toEqual([1, 2, 3]);
});
