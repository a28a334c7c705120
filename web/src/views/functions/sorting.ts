/** Sorting the table of functions. */
import type { LabelingFunction } from "../../api/client";
import { EVERYWHERE } from "./reach";

export type Column =
  | "written"
  | "primitive"
  | "label"
  | "votes"
  | "coverage"
  | "overlaps"
  | "conflicts"
  | "precision"
  | "accuracy"
  | "reach"
  | "enabled";

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
  precision: (f) => f.precision?.mean ?? null,
  accuracy: (f) => f.accuracy,
  reach: (f) => f.percentile ?? (f.radius === null ? EVERYWHERE : null),
  enabled: (f) => Number(f.enabled),
};

/** Words are sought from A, numbers from the largest; of what may be silent, what is. */
const ASCENDING: readonly Column[] = ["primitive", "label", "enabled"];

/** A click on a column's head: turn it round, or begin with its usual direction. */
export const ordered = (order: Order, column: Column): Order =>
  order.column === column
    ? { column, descending: !order.descending }
    : { column, descending: !ASCENDING.includes(column) };

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
