/** Which functions vote different classes on the same texts: the counts are the server's, here they are put in order. */
import type { LabelingFunction } from "../../api/client";

/** More rows than this are no picture any more. */
export const MOST_SHOWN = 30;

export interface Matrix {
  /** Of the rows and the columns: class by class, in each the most contradicted first. */
  functions: LabelingFunction[];
  /** On how many texts each two of them vote different classes. */
  counts: number[][];
  /** The largest of the counts. */
  most: number;
  /** Functions that are left out because they conflict with none. */
  n_peaceful: number;
  /** Functions that are left out because others conflict more. */
  n_beyond: number;
}

/** Pick the functions that conflict with any. `conflicts` is in the order of the functions. */
export function conflictMatrix(
  functions: readonly LabelingFunction[],
  conflicts: readonly (readonly number[])[],
  labels: readonly string[],
): Matrix {
  const totals = functions.map((_, at) => (conflicts[at] ?? []).reduce((sum, n) => sum + n, 0));
  const total = (at: number): number => totals[at] ?? 0;
  const disputed = [...functions.keys()].filter((at) => total(at) > 0).sort((a, b) => total(b) - total(a));
  const place = (at: number): number => labels.indexOf(functions[at]?.label ?? "");
  const shown = disputed.slice(0, MOST_SHOWN).sort((a, b) => place(a) - place(b) || total(b) - total(a));
  const counts = shown.map((row) => shown.map((column) => conflicts[row]?.[column] ?? 0));
  return {
    functions: shown.flatMap((at) => functions[at] ?? []),
    counts,
    most: Math.max(0, ...counts.flat()),
    n_peaceful: functions.length - disputed.length,
    n_beyond: disputed.length - shown.length,
  };
}

/** How strongly a cell is coloured, from 0 to 1. By the root, so that few texts are seen beside many. */
export const heat = (n: number, most: number): number => (most === 0 ? 0 : Math.sqrt(n / most));
