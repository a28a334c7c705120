/** Sorting the table of functions. */
import type { LabelingFunction } from "../../api/client";

export type Column =
  | "written"
  | "primitive"
  | "label"
  | "votes"
  | "coverage"
  | "overlaps"
  | "conflicts"
  | "accuracy"
  | "radius";

export interface Order {
  column: Column;
  descending: boolean;
}

const KEYS: Record<Column, (f: LabelingFunction) => string | number | null> = {
  written: (f) => f.written_at_step,
  primitive: (f) => f.primitive,
  label: (f) => f.label,
  votes: (f) => f.n_votes,
  coverage: (f) => f.coverage,
  overlaps: (f) => f.overlaps,
  conflicts: (f) => f.conflicts,
  accuracy: (f) => f.accuracy,
  radius: (f) => f.radius,
};

/** Words are sought from A, numbers from the largest. */
const WORDS: readonly Column[] = ["primitive", "label"];

/** A click on a column's head: turn it round, or begin with its usual direction. */
export const ordered = (order: Order, column: Column): Order =>
  order.column === column
    ? { column, descending: !order.descending }
    : { column, descending: !WORDS.includes(column) };

/** A sorted copy. What has no value comes last either way; ties stay newest first. */
export function sorted(
  functions: readonly LabelingFunction[],
  { column, descending }: Order,
): LabelingFunction[] {
  const key = KEYS[column];
  return functions.toReversed().sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    const ascending = typeof x === "string" ? x.localeCompare(String(y)) : x - Number(y);
    return descending ? -ascending : ascending;
  });
}
