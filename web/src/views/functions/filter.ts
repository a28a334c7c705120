/** Finding functions in the table by what they look for, or by their class. */
import type { LabelingFunction } from "../../api/client";
import { count, plural } from "../../text/format";

/** Those that have every part of what was typed in pattern or class, in whatever case. */
export function filtered(functions: readonly LabelingFunction[], typed: string): LabelingFunction[] {
  const parts = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return functions.filter((f) => {
    const text = `${f.primitive}\n${f.label}`.toLowerCase();
    return parts.every((part) => text.includes(part));
  });
}

/** "12 functions, 2 silent"; while some are filtered out, "3 of 12 functions". */
export function countInWords(functions: readonly LabelingFunction[], n_shown: number): string {
  const all = plural(functions.length, "function");
  if (n_shown < functions.length) return `${count(n_shown)} of ${all}`;
  const silent = functions.filter((f) => !f.enabled).length;
  return silent > 0 ? `${all}, ${count(silent)} silent` : all;
}
