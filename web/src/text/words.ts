/**
 * Words of a document and the phrases between them.
 *
 * A *word* is a segment that has a primitive; it is named by its place among the words, from 0.
 * A *span* is a run of words. The primitive of a span is its words' primitives, joined by one space.
 */
import type { Segment } from "./cut";

export interface Word {
  /** Place among the words. */
  index: number;
  /** Place among the segments. */
  segment: number;
  primitive: string;
}

export interface Span {
  /** First word. */
  from: number;
  /** Last word, itself included. */
  to: number;
}

export function wordsOf(segments: readonly Segment[]): Word[] {
  const words: Word[] = [];
  segments.forEach(({ primitive }, segment) => {
    if (primitive !== null) words.push({ index: words.length, segment, primitive });
  });
  return words;
}

export const spanOf = (a: number, b: number): Span => ({ from: Math.min(a, b), to: Math.max(a, b) });

export const within = (span: Span | null, word: number): boolean =>
  span !== null && span.from <= word && word <= span.to;

export function phraseOf(words: readonly Word[], span: Span): string {
  return words
    .slice(span.from, span.to + 1)
    .map((word) => word.primitive)
    .join(" ");
}

/** Where a primitive, of one word or several, stands in the document. */
export function occurrences(words: readonly Word[], primitive: string): Span[] {
  const parts = primitive.split(" ");
  const spans: Span[] = [];
  for (let start = 0; start + parts.length <= words.length; start++) {
    if (parts.every((part, offset) => words[start + offset]?.primitive === part)) {
      spans.push({ from: start, to: start + parts.length - 1 });
    }
  }
  return spans;
}

/** The segments of a span: its words and what stands between them. */
export function segmentsOf(words: readonly Word[], span: Span): Span | null {
  const first = words[span.from];
  const last = words[span.to];
  return first && last ? { from: first.segment, to: last.segment } : null;
}

/** For each segment, the word it is; nothing between words. */
export function wordAtSegment(words: readonly Word[], n: number): (number | undefined)[] {
  const at: (number | undefined)[] = new Array(n);
  for (const word of words) at[word.segment] = word.index;
  return at;
}
