import { expect, test } from "vitest";
import type { LabelingFunction } from "../src/api/client";
import { functionOf } from "../src/api/fixture";
import { ordered, sorted } from "../src/views/functions/sorting";

const f = (
  id: number,
  primitive: string,
  n_votes: number,
  accuracy: number | null = null,
): LabelingFunction => ({ ...functionOf(id, primitive, "positive", id), n_votes, accuracy });

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

test("estimates, reach and silence are sorted by, too", () => {
  const expected = (mean: number) => ({ mean, low: 0, high: 1, n_labeled: 0, n_right: 0 });
  const [a, b, c] = table as [LabelingFunction, LabelingFunction, LabelingFunction];
  const estimated = [{ ...a, precision: expected(0.4) }, { ...b, precision: expected(0.9) }, c];
  expect(ids(sorted(estimated, { column: "precision", descending: true }))).toEqual([2, 1, 3]);
  // That of a project's own refinement is no share that could be compared.
  const reaching = [{ ...a, percentile: 25, radius: 0.5 }, b, { ...c, radius: 0.9 }];
  expect(ids(sorted(reaching, { column: "reach", descending: true }))).toEqual([2, 1, 3]);
  const silent = [a, { ...b, enabled: false }, c];
  expect(ordered({ column: "votes", descending: true }, "enabled").descending).toBe(false);
  expect(ids(sorted(silent, { column: "enabled", descending: false }))).toEqual([2, 3, 1]);
});

test("the table that was handed in is not changed", () => {
  sorted(table, { column: "primitive", descending: false });
  expect(ids(table)).toEqual([1, 2, 3]);
});
