/** Which keys do what: the defaults, and what a person made of them. Pure. */
import { ACTIONS, type Action, type ActionSpec, classActions, specOf } from "./actions";
import type { KeyLike } from "./keys";

/** The strokes of every action; the first is shown. None, where another action took them. */
export type Keymap = Readonly<Record<Action, readonly string[]>>;

/** What was changed: all that is kept. */
export type Changes = Readonly<Partial<Keymap>>;

/** The defaults, with changes. What a person chose counts, also against the defaults of a later version. */
export function keymapOf(changes: Changes): Keymap {
  const chosen = new Set(Object.values(changes).flat());
  const strokes = ({ action, keys }: ActionSpec) => changes[action] ?? keys.filter((key) => !chosen.has(key));
  return Object.fromEntries(ACTIONS.map((spec) => [spec.action, strokes(spec)])) as Keymap;
}

export const DEFAULTS: Keymap = keymapOf({});

/** What differs from the defaults. */
export function changesOf(keymap: Keymap): Changes {
  const changed = ACTIONS.filter(({ action, keys }) => keymap[action].join("\n") !== keys.join("\n"));
  return Object.fromEntries(changed.map(({ action }) => [action, keymap[action]]));
}

/** Read what was kept. Whatever in it makes no sense is left out. */
export function parseChanges(text: string | null): Changes {
  const said = parsed(text);
  if (typeof said !== "object" || said === null) return {};
  const known = Object.entries(said).filter(([name, keys]) => specOf(name) && isStrokes(keys));
  return unique(known as [Action, string[]][]);
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}

const isStrokes = (keys: unknown): keys is string[] =>
  Array.isArray(keys) && keys.every((key) => typeof key === "string" && key !== "");

/** No stroke twice: the first that has it keeps it. */
function unique(entries: readonly [Action, string[]][]): Changes {
  const seen = new Set<string>();
  const once = (key: string) => !seen.has(key) && seen.add(key);
  return Object.fromEntries(entries.map(([action, keys]) => [action, keys.filter(once)]));
}

/**
 * How a key press may be written, the likeliest first; nothing for what is not ours.
 *
 * Shift is part of it only with Ctrl: else it is in the key ("?"), or a shift lock ("L"). After the
 * key's own name comes its place: on a French keyboard the unshifted digits' row writes & é " ' (,
 * and on a Russian one the key of the Z writes я.
 */
export function strokesOf({ key, code, shiftKey, ctrlKey, metaKey, altKey }: KeyLike): readonly string[] {
  // Cmd Y is the browser's own.
  if (altKey || (metaKey && key.toLowerCase() === "y")) return [];
  const held = ctrlKey || metaKey ? (shiftKey ? "Ctrl Shift " : "Ctrl ") : "";
  const digit = shiftKey ? undefined : /(?<=^Digit)[0-9]$/.exec(code)?.[0];
  const letter = /^[^\p{ASCII}]$/u.test(key) ? /(?<=^Key)[A-Z]$/.exec(code)?.[0].toLowerCase() : undefined;
  return [named(key), digit, letter].filter((name) => name !== undefined).map((name) => held + name);
}

const NO_KEYS = /^(Shift|Control|Alt|AltGraph|Meta|CapsLock|NumLock|Fn|Dead|Process|Unidentified|Compose)$/;

function named(key: string): string | undefined {
  if (key === " ") return "Space";
  if (NO_KEYS.test(key) || key === "") return undefined;
  return [...key].length === 1 ? key.toLowerCase() : key;
}

export const actionWith = (keymap: Keymap, stroke: string): ActionSpec | undefined =>
  ACTIONS.find(({ action }) => keymap[action].includes(stroke));

/** What a key press does; the key's name counts before its place. */
export function actionOf(event: KeyLike, keymap: Keymap): ActionSpec | undefined {
  for (const stroke of strokesOf(event)) {
    const found = actionWith(keymap, stroke);
    if (found) return found;
  }
  return undefined;
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  PageUp: "PgUp",
  PageDown: "PgDn",
  Delete: "Del",
  Insert: "Ins",
};

/** A stroke as it stands on a keyboard: "Ctrl z" is "Ctrl Z". */
export function nameOf(stroke: string): string {
  const parts = stroke.split(" ");
  const key = parts.pop() ?? "";
  const upper = key.length === 1 && key.toUpperCase().length === 1 ? key.toUpperCase() : key;
  return [...parts, NAMES[key] ?? upper].join(" ");
}

/** The key of an action, as it stands on a keyboard; empty, where it has none. */
export const keyOf = (keymap: Keymap, action: Action | undefined): string =>
  nameOf((action && keymap[action][0]) ?? "");

/** The same for `aria-keyshortcuts`, which has names of its own. */
export const ariaKeys = (keymap: Keymap, action: Action | undefined): string | undefined =>
  (action && keymap[action][0])?.replace("Ctrl", "Control").replaceAll(" ", "+");

/** The keys of the first `n` classes, shortly: "1 2", "1 … 5", "1 … 9 0"; one by one, where they were changed. */
export function classKeys(keymap: Keymap, n: number): string {
  const keys = classActions(n).map((action) => keyOf(keymap, action));
  const inOrder = keys.every((key, at) => key === String((at + 1) % 10));
  if (!inOrder || keys.length < 3) return keys.filter(Boolean).join(" ");
  return keys.length === 10 ? "1 … 9 0" : `1 … ${keys.length}`;
}
