/** What a key means. Pure: the DOM's part is to say where the key fell, a keymap's which keys there are. */
import { actionOf, DEFAULTS, type Keymap } from "./keymap";

export interface KeyLike {
  key: string;
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  repeat: boolean;
  isComposing: boolean;
}

/** Where the key fell. */
export interface KeyPlace {
  /** In an input: letters and digits are text there. */
  typing: boolean;
  /** On a link, a button or the like that has the keyboard's focus: Enter and Space are its own. */
  onControl: boolean;
  /** Something lies over the page (help, a drawer). */
  covered: boolean;
}

export type Command =
  | { do: "class"; label: number }
  | { do: "move"; by: 1 | -1; extend: boolean }
  | { do: "jump"; by: 1 | -1 }
  | { do: "scroll"; by: 1 | -1 }
  | { do: "reach"; by: 1 | -1 }
  | { do: "primary" | "pick" | "label_only" | "skip" | "similar" | "different" }
  | { do: "undo" | "redo" | "clear" | "find" | "help" };

export function commandOf(event: KeyLike, place: KeyPlace, keymap: Keymap = DEFAULTS): Command | null {
  if (place.covered || place.typing || event.isComposing) return null;
  if (place.onControl && isControls(event)) return null;
  const found = actionOf(event, keymap);
  // A held arrow travels, a held bracket reaches; any other held key counts once.
  if (!found || (event.repeat && !found.travels)) return null;
  return found.command(event.shiftKey);
}

/** A focused link's or button's own, whatever they were made to mean elsewhere. */
const isControls = ({ key, ctrlKey, metaKey }: KeyLike): boolean =>
  (key === "Enter" || key === " ") && !ctrlKey && !metaKey;

/** Where an event fell, by what it fell on. */
export function placeOf(target: EventTarget | null, root: ParentNode): KeyPlace {
  const element = target instanceof Element ? target : null;
  return {
    typing: element?.closest("input:not([type=checkbox]), textarea, select, [contenteditable=true]") != null,
    onControl: element?.closest("a[href], button, summary, input[type=checkbox], [role=button]") != null,
    // The tour stands beside the work, and covers nothing.
    covered: root.querySelector("[role=dialog]:not([aria-modal=false])") !== null,
  };
}
