/** How each segment of a document is marked. */
import { occurrences, type Span, segmentsOf, type Word } from "../../text/words";

/** `chosen`: in the phrase that was picked. `same`: the same primitive elsewhere in the text. */
export type Mark = "chosen" | "same";
/** For rounded ends: whether the mark begins or ends here. */
export interface Marked {
  mark: Mark;
  first: boolean;
  last: boolean;
}

export function marksOf(
  words: readonly Word[],
  span: Span | null,
  primitive: string | null,
): Map<number, Marked> {
  const marks = new Map<number, Marked>();
  if (primitive !== null)
    for (const other of occurrences(words, primitive)) paint(marks, words, other, "same");
  if (span) paint(marks, words, span, "chosen");
  return marks;
}

function paint(marks: Map<number, Marked>, words: readonly Word[], span: Span, mark: Mark): void {
  const range = segmentsOf(words, span);
  if (!range) return;
  for (let at = range.from; at <= range.to; at++) {
    marks.set(at, { mark, first: at === range.from, last: at === range.to });
  }
}

/** For each word that is part of a promising primitive, how promising: from 0 to 1. */
export function weightsOf(
  words: readonly Word[],
  strengths: ReadonlyMap<string, number>,
): Map<number, number> {
  const weights = new Map<number, number>();
  for (const [primitive, strength] of strengths) {
    for (const span of occurrences(words, primitive)) {
      for (let word = span.from; word <= span.to; word++) {
        weights.set(word, Math.max(strength, weights.get(word) ?? 0));
      }
    }
  }
  return weights;
}

/** The first word of each promising primitive's every occurrence: where ↑ and ↓ stop. */
export function stopsOf(words: readonly Word[], strengths: ReadonlyMap<string, number>): number[] {
  return [...strengths.keys()].flatMap((primitive) => occurrences(words, primitive).map((span) => span.from));
}
