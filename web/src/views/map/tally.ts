/** The map in numbers and words. */
import { count, isolated, percent, plural } from "../../text/format";
import { type Colouring, NOTHING } from "./looks";

/** How many documents are of each class, and, in the last place, of none. Of all, or of some. */
export function tally(codes: Uint8Array, nClasses: number, documents?: readonly number[]): number[] {
  const counts = new Array<number>(nClasses + 1).fill(0);
  const add = (code: number) => {
    const kind = Math.min(code, nClasses);
    counts[kind] = (counts[kind] as number) + 1;
  };
  if (documents) for (const document of documents) add(codes[document] ?? NOTHING);
  else for (const code of codes) add(code);
  return counts;
}

/** The documents of which a person gave the class. */
export function examplesIn(given: Uint8Array): number[] {
  const found: number[] = [];
  given.forEach((code, document) => {
    if (code !== NOTHING) found.push(document);
  });
  return found;
}

/** So many classes are named, or one more. */
const NAMED = 4;

/** What the map shows, for those who do not see it. */
export function inWords(
  labels: readonly string[],
  predicted: Uint8Array | undefined,
  given: Uint8Array | undefined,
  n: number,
): string {
  const parts = [plural(n, "text")];
  if (predicted && n > 0) parts.push(sharesInWords(labels, tally(predicted, labels.length), n));
  if (given) parts.push(plural(examplesIn(given).length, "development example"));
  return parts.join("; ");
}

/** In the classes' order or, of many, the most frequent ones first. */
function sharesInWords(labels: readonly string[], counts: readonly number[], n: number): string {
  const there = labels
    .map((label, code) => ({ label: isolated(label), share: (counts[code] as number) / n }))
    .filter(({ share }) => share > 0);
  if (there.length === 0) return "nothing predicted yet";
  const named = there.length > NAMED + 1 ? mostOf(there) : there;
  const words = named.map(
    ({ label, share }, at) => `${percent(share)}${at === 0 ? " predicted" : ""} ${label}`,
  );
  const others = there.length - named.length;
  return `${words.join(", ")}${others > 0 ? ` and ${count(others)} other classes` : ""}`;
}

const mostOf = <Kind extends { share: number }>(kinds: readonly Kind[]): Kind[] =>
  [...kinds].sort((a, b) => b.share - a.share).slice(0, NAMED);

export const COLOURINGS: readonly (readonly [Colouring, string])[] = [
  ["predicted", "predicted class"],
  ["confidence", "confidence"],
  ["votes", "votes of functions"],
  ["given", "labels you gave"],
  ["gold", "true class"],
];

/** What the grey points are. */
export const NONE: Record<Colouring, string> = {
  predicted: "not predicted",
  confidence: "not predicted",
  votes: "no votes, or a tie",
  given: "not labeled",
  gold: "not known",
};

/** How far the map is, without pretending to know it to the per cent. */
export function progressInWords(share: number): string {
  if (share < 0.04) return "reading the texts";
  if (share < 0.93) return `about ${count(Math.round(share * 10) * 10)}\u202f% done`;
  return "almost there";
}
