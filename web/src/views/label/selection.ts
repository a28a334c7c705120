/**
 * What is chosen on the document on screen: a class, and a word or phrase. A pure reducer.
 * Another document begins with `nothing`; the same one, shown again, keeps what was chosen.
 */
import { phraseOf, type Span, spanOf, type Word, within } from "../../text/words";

export interface Selection {
  /** The class, by its place in the project's labels. */
  label: number | null;
  /** The words chosen: where the choice began and where it ends, either way round. */
  anchor: number | null;
  focus: number | null;
  /** A primitive entered by hand that does not stand in the document. */
  typed: string | null;
  /** Where the arrow keys are. */
  cursor: number | null;
  /** How far the function reaches: to so many percent of the texts; `null`: as the project says. */
  percentile: number | null;
}

export type Choice =
  | { type: "class"; label: number }
  | { type: "word"; word: number; extend: boolean }
  | { type: "drag"; from: number; to: number }
  | { type: "move"; to: number; extend: boolean }
  | { type: "pick" }
  | { type: "typed"; primitive: string }
  | { type: "reach"; percentile: number | null }
  | { type: "reach by"; by: 1 | -1 }
  | { type: "clear" };

export const nothing: Selection = {
  label: null,
  anchor: null,
  focus: null,
  typed: null,
  cursor: null,
  percentile: null,
};

export const EVERYWHERE = 100;

/** The stops of the reach: fine where a function reaches little. */
export const REACHES: readonly number[] = [
  1,
  2,
  3,
  5,
  7,
  10,
  15,
  20,
  25,
  30,
  40,
  50,
  60,
  70,
  80,
  90,
  EVERYWHERE,
];

/** Choices reduce to the next selection; what changes nothing gives back the very same object. */
export function select(selection: Selection, choice: Choice): Selection {
  switch (choice.type) {
    case "class":
      return { ...selection, label: choice.label };
    case "word":
      return chooseWord(selection, choice.word, choice.extend);
    case "drag":
      return { ...selection, anchor: choice.from, focus: choice.to, typed: null, cursor: choice.to };
    case "move":
      return choice.extend ? extendTo(selection, choice.to) : { ...selection, cursor: choice.to };
    case "pick":
      return selection.cursor === null ? selection : chooseWord(selection, selection.cursor, false);
    case "typed":
      return { ...selection, anchor: null, focus: null, typed: choice.primitive, cursor: null };
    case "reach":
      return { ...selection, percentile: choice.percentile };
    case "reach by":
      return { ...selection, percentile: nextReach(selection.percentile, choice.by) };
    case "clear":
      return isEmpty(selection) ? selection : nothing;
  }
}

function chooseWord(selection: Selection, word: number, extend: boolean): Selection {
  const chosen = spanOfSelection(selection);
  if (extend && chosen) {
    return { ...selection, anchor: selection.anchor, focus: word, typed: null, cursor: word };
  }
  // A second click on a lone chosen word lets it go.
  const again = chosen !== null && chosen.from === word && chosen.to === word;
  const place = again ? null : word;
  return { ...selection, anchor: place, focus: place, typed: null, cursor: place };
}

/** The next stop of the reach; from none it begins at everywhere. */
export function nextReach(percentile: number | null, by: 1 | -1): number {
  const from = percentile ?? EVERYWHERE;
  const beyond = by === 1 ? REACHES.find((stop) => stop > from) : REACHES.findLast((stop) => stop < from);
  return beyond ?? from;
}

/** Shift and an arrow: the phrase grows from the word the cursor stood on. */
function extendTo(selection: Selection, to: number): Selection {
  const onChoice = selection.cursor !== null && within(spanOfSelection(selection), selection.cursor);
  const anchor = onChoice ? selection.anchor : (selection.cursor ?? to);
  return { ...selection, anchor, focus: to, typed: null, cursor: to };
}

export function spanOfSelection(selection: Selection): Span | null {
  const { anchor, focus } = selection;
  return anchor === null || focus === null ? null : spanOf(anchor, focus);
}

/** The primitive a function would be made of; nothing when no word is chosen. */
export function primitiveOf(selection: Selection, words: readonly Word[]): string | null {
  if (selection.typed !== null) return selection.typed;
  const span = spanOfSelection(selection);
  return span === null ? null : phraseOf(words, span) || null;
}

const isEmpty = (s: Selection): boolean =>
  s.label === null && s.anchor === null && s.typed === null && s.cursor === null && s.percentile === null;

/** What Enter, and the large button, would do now. */
export type Primary =
  | { does: "pick"; word: number }
  | { does: "function"; primitive: string; label: number }
  | { does: "label"; label: number }
  | { does: "wait"; for: "class" | "anything" };

export function primaryOf(selection: Selection, words: readonly Word[]): Primary {
  const { cursor, label } = selection;
  // The cursor on a word that is not chosen yet: Enter chooses it, so that no answer is saved by surprise.
  if (cursor !== null && !within(spanOfSelection(selection), cursor)) return { does: "pick", word: cursor };
  const primitive = primitiveOf(selection, words);
  if (primitive !== null) {
    return label === null ? { does: "wait", for: "class" } : { does: "function", primitive, label };
  }
  return label === null ? { does: "wait", for: "anything" } : { does: "label", label };
}

/** Where the cursor goes by `by` words; from nowhere it enters at the near end. */
export function step(cursor: number | null, by: 1 | -1, n: number): number | null {
  if (n === 0) return null;
  if (cursor === null) return by === 1 ? 0 : n - 1;
  return Math.min(Math.max(cursor + by, 0), n - 1);
}

/** The next (or previous) of some places after the cursor, going round at the ends. */
export function jump(cursor: number | null, by: 1 | -1, places: readonly number[]): number | null {
  const ordered = [...places].sort((a, b) => a - b);
  if (by === -1) ordered.reverse();
  const beyond = ordered.find((place) => cursor === null || (place - cursor) * by > 0);
  return beyond ?? ordered[0] ?? null;
}
