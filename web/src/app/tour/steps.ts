/** What the tour says, and what it points at. Pure. */
import { type Action, specOf } from "../../keys/actions";
import type { Side } from "./place";

export interface TourStep {
  name: string;
  /** A CSS selector of what is pointed at. */
  target: string;
  side: Side;
  title: string;
  /** Keys stand in braces: an action's name, or `classes`. */
  text: string;
}

const named = (testId: string): string => `[data-testid="${testId}"]`;

export const STEPS: readonly TourStep[] = [
  {
    name: "text",
    // What scrolls, not what is scrolled: that may be taller than the window.
    target: `:has(> ${named("document-text")})`,
    side: "right",
    title: "The text and its words",
    text:
      "Read the text. Every word in it can be clicked, and a drag takes a phrase. Underlined words are " +
      "those that made it promising: an offer, not an answer.",
  },
  {
    name: "classes",
    target: `fieldset:has(${named("class-button")})`,
    side: "right",
    title: "Its class",
    text: "Say which class the text belongs to: click it, or press {classes}.",
  },
  {
    name: "draft",
    target: named("draft"),
    side: "below",
    title: "The draft",
    text:
      "A class and a word make a labeling function. Before you save it, this shows what it would do: on " +
      "which texts it votes, and what it contradicts.",
  },
  {
    name: "save",
    target: named("save"),
    side: "right",
    title: "Save, and the next text",
    text:
      "The amber button saves, and {primary} does, too. The next text is there at once; models learn behind it. " +
      "{skip} skips a text.",
  },
  {
    name: "views",
    target: 'nav[aria-label="Views"]',
    side: "below",
    title: "The views",
    text:
      "Functions has all that you wrote. Corpus and Map show all texts, Progress how good it is by now, and " +
      "Export hands out labels and model.",
  },
  {
    name: "help",
    target: named("help-button"),
    side: "below",
    title: "Help, and second thoughts",
    text:
      "{undo} takes back the last answer, in every view. {help} shows all keys; there you can change them, " +
      "and take this tour again.",
  },
];

export type TextPart = string | { keys: Action | "classes" };

/** A step's text in pieces: words, and the keys between them. */
export function partsOf(text: string): readonly TextPart[] {
  return text
    .split(/\{(\w+)\}/)
    .map((piece, at) => (at % 2 === 0 ? piece : keysNamed(piece)))
    .filter((part) => part !== "");
}

function keysNamed(name: string): TextPart {
  const action = name === "classes" ? name : specOf(name)?.action;
  if (action === undefined) throw new Error(`The tour names an action that there is not: ${name}`);
  return { keys: action };
}

/** What a key does on the tour; nothing, where it is not the tour's. */
export function tourMove(key: string, onButton: boolean): "next" | "back" | "end" | null {
  if (onButton && (key === "Enter" || key === " ")) return null;
  if (key === "Enter" || key === "ArrowRight") return "next";
  if (key === "ArrowLeft") return "back";
  return key === "Escape" ? "end" : null;
}

/** Keys that lead around in the page, and are no work. */
export const leadsAround = (key: string): boolean => /^(Tab|Shift|Control|Alt|Meta|Enter| )$/.test(key);
