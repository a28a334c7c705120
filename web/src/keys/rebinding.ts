/** Giving an action another key: what a key press would come to, and what stands against it. Pure. */
import { type Action, specOf } from "./actions";
import { actionWith, DEFAULTS, type Keymap, nameOf, strokesOf } from "./keymap";
import type { KeyLike } from "./keys";

/** What a key press means for an action that waits for its new key. */
export type Proposal =
  | { is: "waiting" }
  | { is: "cancelled" }
  | { is: "refused"; why: string }
  | Taken
  | { is: "free"; stroke: string };

export interface Taken {
  is: "taken";
  stroke: string;
  by: Action;
  /** Whether the two could exchange their keys. */
  swappable: boolean;
}

const MODIFIERS = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "NumLock", "Fn"]);

export function proposalOf(event: KeyLike, action: Action, keymap: Keymap): Proposal {
  if (MODIFIERS.has(event.key)) return { is: "waiting" };
  if (event.key === "Escape" && action !== "clear") return { is: "cancelled" };
  const [stroke] = strokesOf(event);
  if (stroke === undefined) return { is: "refused", why: unknown(event) };
  const why = unfit(action, stroke) ?? shifted(action, event);
  return why === null ? proposed(action, stroke, keymap) : { is: "refused", why };
}

/** A key that can be had, by itself or by an exchange. */
export function proposed(action: Action, stroke: string, keymap: Keymap): Proposal {
  const by = actionWith(keymap, stroke)?.action;
  if (by === undefined || by === action) return { is: "free", stroke };
  const swappable = keymap[action].every((key) => unfit(by, key) === null);
  return { is: "taken", stroke, by, swappable };
}

function unknown({ altKey, metaKey }: KeyLike): string {
  if (altKey) return "Keys with Alt belong to the browser. Press a key alone, or with Ctrl.";
  if (metaKey) return "This key belongs to the browser. Press another one.";
  return "The browser does not say which key this is. Press another one.";
}

/** With Ctrl, and in the browser already: closing, opening, copying, searching, printing, zooming, tabs. */
const BROWSERS_WITH_CTRL = new Set([..."acdfhjklnopqrstuvwx0123456789+-=", "Tab"]);
const BROWSERS = /^(F[0-9]{1,2}|Tab|ContextMenu|PrintScreen|ScrollLock|Pause|Browser.*|Audio.*|Media.*)$/;

/** Why an action cannot have a key; nothing, where it can. */
export function unfit(action: Action, stroke: string): string | null {
  const parts = stroke.split(" ");
  const key = parts.at(-1) ?? "";
  const withCtrl = parts.length > 1;
  if (BROWSERS.test(key) || (withCtrl && BROWSERS_WITH_CTRL.has(key)))
    return `${nameOf(stroke)} belongs to the browser. Press another key.`;
  if (key === "Escape" && action !== "clear") return "Esc lets go of things. Press another key.";
  if (withCtrl && specOf(action)?.shifts) return ALONE;
  return null;
}

const ALONE = "With Shift this key chooses a phrase, so it must be one that is pressed alone.";

/** A key that is there only with Shift could never be pressed without. A letter is there in any case. */
const shifted = (action: Action, { key, shiftKey }: KeyLike): string | null =>
  shiftKey && specOf(action)?.shifts && [...key].length === 1 && key.toLowerCase() === key.toUpperCase()
    ? ALONE
    : null;

/** The action has this key, and no other; what it has already it keeps. */
export const rebound = (keymap: Keymap, action: Action, stroke: string): Keymap =>
  keymap[action].includes(stroke) ? keymap : { ...keymap, [action]: [stroke] };

/** The action has the other's key; the other has what the action had. */
export const swapped = (keymap: Keymap, action: Action, { stroke, by }: Taken): Keymap => ({
  ...keymap,
  [action]: [stroke],
  [by]: keymap[action],
});

/** Back to the action's own keys: what stands against it, or the keymap with them. */
export function restored(keymap: Keymap, action: Action): Keymap | Taken {
  for (const stroke of DEFAULTS[action]) {
    const proposal = proposed(action, stroke, keymap);
    if (proposal.is === "taken") return proposal;
  }
  return { ...keymap, [action]: DEFAULTS[action] };
}
