/** What is looked for in the corpus, and how that is said. The server finds it. */
import type { CorpusQuery, LabelingFunction } from "../../api/client";
import { count, plural } from "../../text/format";

export type Which = NonNullable<CorpusQuery["state"]>;
export type Order = NonNullable<CorpusQuery["order"]>;

/** What the person asked for. Empty names ask for any class. */
export interface Search {
  text: string;
  predicted: string;
  given: string;
  /** Between which the probability of the predicted class lies, both included. */
  least: number;
  most: number;
  state: Which;
  order: Order;
}

export const EVERYTHING: Search = {
  text: "",
  predicted: "",
  given: "",
  least: 0,
  most: 1,
  state: "any",
  order: "document",
};

/** Probabilities to choose from: finer where models are sure. */
const STOPS = [0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1];

/** All stops are whole, and are written so. */
export const sureness = (share: number): string => `${Math.round(100 * share)}\u202f%`;

/** Where a range may begin that ends there, and where one may end that begins there; what leaves nothing out comes first. */
export const beginsOf = (most: number): number[] => STOPS.filter((stop) => stop <= most);
export const endsOf = (least: number): number[] => STOPS.filter((stop) => stop >= least).reverse();

export const WHICH: readonly (readonly [Which, string])[] = [
  ["any", "any votes"],
  ["uncovered", "without votes"],
  ["voted", "with votes"],
  ["contradicted", "functions disagree"],
  ["uncertain", "model is unsure"],
  ["labeled", "labeled by you"],
];

export const ORDERS: readonly (readonly [Order, string])[] = [
  ["document", "as in the file"],
  ["least certain", "least certain first"],
  ["most certain", "most certain first"],
];

/** What the server is asked: only what differs from asking for everything. */
export function queryOf(search: Search, fn: number | null): CorpusQuery {
  const { text, predicted, given, least, most, state, order } = search;
  return {
    ...(text.trim() && { text: text.trim() }),
    ...(predicted && { predicted }),
    ...(given && { given }),
    ...(least > 0 && { least }),
    ...(most < 1 && { most }),
    ...(state !== "any" && { state }),
    ...(order !== "document" && { order }),
    ...(fn !== null && { function: fn }),
  };
}

/** Whether anything but an order is asked for. */
export const narrows = ({ order: _, ...query }: CorpusQuery): boolean => Object.keys(query).length > 0;

/** "1,204 of 20,000 texts". */
export function countInWords(total: number, all: number, narrowed: boolean): string {
  return narrowed ? `${count(total)} of ${plural(all, "text")}` : plural(all, "text");
}

/** What to do when nothing was found. */
export function nothingFound(query: CorpusQuery, predicts: boolean): string {
  const asksRange = query.least != null || query.most != null;
  const asksModel = query.predicted != null || query.state === "uncertain" || asksRange;
  if (asksModel && !predicts)
    return "There is no model yet, so nothing is predicted. Write functions for two classes in Label first.";
  const parts = Object.keys(query).filter((name) => !["order", "least", "most"].includes(name));
  if (parts.length + Number(asksRange) !== 1) return "No text is all of this at once. Leave something out.";
  if (query.text)
    return `No text fits “${query.text}”. Words are looked for whole: part of a word is found by /${partOf(query.text)}/.`;
  if (query.state) return STATES[query.state];
  if (query.function != null) return "The function votes on no text now.";
  if (asksRange)
    return `Of no text is the predicted class ${sureness(query.least ?? 0)} to ${sureness(query.most ?? 1)} likely.`;
  if (query.given != null) return `You gave no text the class ${query.given} yet.`;
  return `No text is predicted as ${query.predicted}.`;
}

const STATES: Record<Which, string> = {
  any: "There is no text.",
  uncovered: "Every text has a vote.",
  voted: "No function votes on any text yet. Write the first one in Label.",
  contradicted: "Nowhere do functions disagree.",
  uncertain: "The model is sure of every text: nowhere is its class less likely than 60\u202f%.",
  labeled: "You have labeled no text yet.",
};

/** A part of what was typed that can stand between slashes as it is. */
const partOf = (text: string): string => /[\p{L}\p{N}]+/u.exec(text)?.[0].slice(0, 12) ?? "word";

/** The number of the function that the address asks for: `#/corpus/function/3`. */
export function functionOf(hash: string): number | null {
  const found = /^#?\/?corpus\/function\/(\d+)$/.exec(hash);
  return found ? Number(found[1]) : null;
}

export const pathOfFunction = (id: number): string => `#/corpus/function/${id}`;

/** "“good” votes positive", or its number when it is not known (withdrawn, say). */
export function functionInWords(id: number, functions: readonly LabelingFunction[]): string {
  const found = functions.find((f) => f.id === id);
  return found ? `“${found.primitive}” votes ${found.label}` : `function ${id} votes`;
}
