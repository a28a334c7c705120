/** The map in numbers and words. */
import { count, percent, plural } from "../../text/format";
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

/** What the map shows, for those who do not see it. */
export function inWords(
  labels: readonly string[],
  predicted: Uint8Array | undefined,
  given: Uint8Array | undefined,
  n: number,
): string {
  const parts = [plural(n, "text")];
  if (predicted && n > 0) {
    const counts = tally(predicted, labels.length);
    const shares = labels
      .map((label, code) => [label, (counts[code] as number) / n] as const)
      .filter(([, share]) => share > 0)
      .map(([label, share], at) => `${percent(share)}${at === 0 ? " predicted" : ""} ${label}`);
    parts.push(shares.length > 0 ? shares.join(", ") : "nothing predicted yet");
  }
  if (given) parts.push(plural(examplesIn(given).length, "development example"));
  return parts.join("; ");
}

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
