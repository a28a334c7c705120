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
}

export type Choice =
  | { type: "class"; label: number }
  | { type: "word"; word: number; extend: boolean }
  | { type: "drag"; from: number; to: number }
  | { type: "move"; to: number; extend: boolean }
  | { type: "pick" }
  | { type: "typed"; primitive: string }
  | { type: "clear" };

export const nothing: Selection = {
  label: null,
  anchor: null,
  focus: null,
  typed: null,
  cursor: null,
};

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
  s.label === null && s.anchor === null && s.typed === null && s.cursor === null;

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
