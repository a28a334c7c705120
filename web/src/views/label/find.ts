/** Finding a word of the document by typing a part of it. */
import { phraseOf, type Span, type Word } from "../../text/words";

export interface Match {
  primitive: string;
  span: Span;
  /** How often it stands in this document. */
  times: number;
}

const MOST = 8;

/** A typed query as primitives are written: lower case, one space between words. */
export const normalised = (query: string): string =>
  query.normalize("NFC").toLocaleLowerCase().trim().replace(/\s+/g, " ");

/**
 * Words that begin with the query, then words that contain it; of several words, the phrases whose
 * words are those and whose last begins with the query's last.
 */
export function matchesOf(words: readonly Word[], query: string): Match[] {
  const wanted = normalised(query);
  if (wanted === "") return [];
  const length = wanted.split(" ").length;
  const found = new Map<string, Match>();
  for (let from = 0; from + length <= words.length; from++) {
    const span = { from, to: from + length - 1 };
    const primitive = phraseOf(words, span);
    const known = found.get(primitive);
    if (known) known.times += 1;
    else if (matches(primitive, wanted)) found.set(primitive, { primitive, span, times: 1 });
  }
  return [...found.values()]
    .sort((a, b) => rank(a.primitive, wanted) - rank(b.primitive, wanted))
    .slice(0, MOST);
}

const matches = (primitive: string, wanted: string): boolean =>
  wanted.includes(" ") ? primitive.startsWith(wanted) : primitive.includes(wanted);

function rank(primitive: string, wanted: string): number {
  if (primitive === wanted) return 0;
  return primitive.startsWith(wanted) ? 1 : 2;
}
