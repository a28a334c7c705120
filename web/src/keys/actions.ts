/** What keys can do, in the order of the help, with the keys they have where nobody changed them. */
import type { Command } from "./keys";

type Nth = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;
export type ClassAction = `class_${Nth}`;

export type Action =
  | ClassAction
  | "primary"
  | "label_only"
  | "skip"
  | "similar"
  | "different"
  | "clear"
  | "word_left"
  | "word_right"
  | "up"
  | "down"
  | "pick"
  | "find"
  | "reach_less"
  | "reach_more"
  | "scroll_up"
  | "scroll_down"
  | "undo"
  | "redo"
  | "help";

export type Group = "everywhere" | "answer" | "words" | "classes";

export interface ActionSpec {
  action: Action;
  group: Group;
  /** In the help and in messages: "W already means “choose the word”". */
  says: string;
  /**
   * The first is shown. Written as `strokesOf` writes them: the key's name in small letters, "Ctrl " or
   * "Ctrl Shift " before it.
   */
  keys: readonly string[];
  /** `extend`: whether Shift is held. */
  command: (extend: boolean) => Command;
  /** A held key repeats it. */
  travels?: boolean;
  /** With Shift it means something else, so the key must be one that is pressed without. */
  shifts?: boolean;
}

const PLACES = [
  "first",
  "second",
  "third",
  "fourth",
  "fifth",
  "sixth",
  "seventh",
  "eighth",
  "ninth",
  "tenth",
] as const;

const CLASSES: readonly (ActionSpec & { action: ClassAction })[] = PLACES.map((place, label) => ({
  action: `class_${(label + 1) as Nth}`,
  group: "classes" as const,
  says: `choose the ${place} class`,
  keys: [String((label + 1) % 10)],
  command: (): Command => ({ do: "class", label }),
}));

type Plain = Exclude<Command["do"], "class" | "move" | "jump" | "scroll" | "reach">;

/** An action that needs nothing but its name. */
const plain = (group: Group, action: Plain, keys: readonly string[], says: string): ActionSpec => ({
  action,
  group,
  says,
  keys,
  command: () => ({ do: action }),
});

/** An action that goes one way or the other. */
const way = (action: Action, key: string, command: Command, says: string): ActionSpec => ({
  action,
  group: "words",
  says,
  keys: [key],
  command: () => command,
  travels: command.do !== "scroll",
});

/** From word to word; with Shift a phrase grows. */
const step = (action: Action, key: string, by: 1 | -1, says: string): ActionSpec => ({
  ...way(action, key, { do: "move", by, extend: false }, says),
  command: (extend) => ({ do: "move", by, extend }),
  shifts: true,
});

export const ACTIONS: readonly ActionSpec[] = [
  plain("everywhere", "undo", ["Ctrl z"], "undo the last answer, or go back to the text before"),
  // Windows and Linux know both.
  plain("everywhere", "redo", ["Ctrl Shift z", "Ctrl y"], "give it again"),
  plain("everywhere", "find", ["/"], "find a word, search texts, filter functions"),
  plain("everywhere", "help", ["?"], "show this help"),
  plain("answer", "primary", ["Enter"], "do what the amber button says: save, next text"),
  plain("answer", "label_only", ["l"], "save the label only, without a function"),
  plain("answer", "skip", ["Space"], "skip this text"),
  plain("answer", "similar", ["n"], "show another text like this one; it comes again later"),
  plain("answer", "different", ["d"], "show something different; it comes again later"),
  plain("answer", "clear", ["Escape"], "let go of what is chosen"),
  step("word_left", "ArrowLeft", -1, "go to the word on the left"),
  step("word_right", "ArrowRight", 1, "go to the word on the right"),
  way("up", "ArrowUp", { do: "jump", by: -1 }, "go to the promising word before"),
  way("down", "ArrowDown", { do: "jump", by: 1 }, "go to the promising word after"),
  plain("words", "pick", ["w"], "choose the word, or let go of it"),
  way("reach_less", "[", { do: "reach", by: -1 }, "let the function reach fewer texts"),
  way("reach_more", "]", { do: "reach", by: 1 }, "let the function reach more texts"),
  way("scroll_up", "PageUp", { do: "scroll", by: -1 }, "scroll the text back"),
  way("scroll_down", "PageDown", { do: "scroll", by: 1 }, "scroll the text on"),
  ...CLASSES,
];

const BY_NAME = new Map<string, ActionSpec>(ACTIONS.map((spec) => [spec.action, spec]));

/** What is known of an action; nothing for a name that is none. */
export const specOf = (name: string): ActionSpec | undefined => BY_NAME.get(name);

/** The actions that choose a class, as many as there are classes with a key. */
export const classActions = (n: number): readonly ClassAction[] =>
  CLASSES.slice(0, n).map(({ action }) => action);
