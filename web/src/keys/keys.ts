/** What a key means. Pure: the DOM's part is to say where the key fell. */

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
  | { do: "primary" | "pick" | "label_only" | "skip" | "undo" | "redo" | "clear" | "find" | "help" };

const LETTERS: Record<string, Command> = {
  w: { do: "pick" },
  l: { do: "label_only" },
  "/": { do: "find" },
  "?": { do: "help" },
};

const NAMED: Record<string, Command> = {
  Enter: { do: "primary" },
  " ": { do: "skip" },
  Escape: { do: "clear" },
  PageDown: { do: "scroll", by: 1 },
  PageUp: { do: "scroll", by: -1 },
};

export function commandOf(event: KeyLike, place: KeyPlace): Command | null {
  if (place.covered || place.typing || event.isComposing || event.altKey) return null;
  if (event.ctrlKey || event.metaKey) return timeTravel(event);
  // A held arrow travels, a held bracket reaches; any other held key counts once.
  const moving = motion(event) ?? reaching(event);
  if (moving) return moving;
  if (event.repeat) return null;
  if (place.onControl && (event.key === "Enter" || event.key === " ")) return null;
  return NAMED[event.key] ?? LETTERS[event.key.toLowerCase()] ?? digit(event);
}

/** Ctrl Z, or with Shift, or Ctrl Y: Windows and Linux know both for redo. Cmd Y is the browser's own. */
function timeTravel({ key, shiftKey, ctrlKey, repeat }: KeyLike): Command | null {
  if (repeat) return null;
  if (key.toLowerCase() === "z") return { do: shiftKey ? "redo" : "undo" };
  return key.toLowerCase() === "y" && ctrlKey && !shiftKey ? { do: "redo" } : null;
}

function motion({ key, shiftKey }: KeyLike): Command | null {
  if (key === "ArrowRight") return { do: "move", by: 1, extend: shiftKey };
  if (key === "ArrowLeft") return { do: "move", by: -1, extend: shiftKey };
  if (key === "ArrowDown") return { do: "jump", by: 1 };
  if (key === "ArrowUp") return { do: "jump", by: -1 };
  return null;
}

function reaching({ key }: KeyLike): Command | null {
  if (key === "]") return { do: "reach", by: 1 };
  return key === "[" ? { do: "reach", by: -1 } : null;
}

function digit({ key, code, shiftKey }: KeyLike): Command | null {
  // The code too: on a French keyboard the unshifted digits' row writes & é " ' (.
  const found = /^[0-9]$/.exec(key) ?? (shiftKey ? null : /(?<=^Digit)[0-9]$/.exec(code));
  if (!found) return null;
  const pressed = Number(found[0]);
  return { do: "class", label: pressed === 0 ? 9 : pressed - 1 };
}

/** Where an event fell, by what it fell on. */
export function placeOf(target: EventTarget | null, root: ParentNode): KeyPlace {
  const element = target instanceof Element ? target : null;
  return {
    typing: element?.closest("input:not([type=checkbox]), textarea, select, [contenteditable=true]") != null,
    onControl: element?.closest("a[href], button, summary, input[type=checkbox], [role=button]") != null,
    covered: root.querySelector("[role=dialog]") !== null,
  };
}
