import type { Action } from "../keys/actions";
import { classKeys, keyOf } from "../keys/keymap";
import { useKeymap } from "../keys/keymapStore";
import classes from "./ui.module.css";

const onMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** What stands on the keys of this keyboard. */
export const nameHere = (key: string): string => (onMac && key === "Ctrl" ? "⌘" : key);

interface Looks {
  spoken?: boolean;
}

/**
 * Keys as they stand on a keyboard: `<Keys of="Ctrl Z" />`. On buttons they are decoration, and
 * would garble the button's name; where keys are the content (help), say `spoken`.
 */
export function Keys({ of, spoken = false }: Looks & { of: string }) {
  if (of === "") return null;
  return (
    <span className={classes.keys} aria-hidden={!spoken}>
      {of.split(" ").map((key) => (key === "…" ? " … " : <Key key={key} name={nameHere(key)} />))}
    </span>
  );
}

/** The space is not seen: it parts the keys where they are read out. */
const Key = ({ name }: { name: string }) => (
  <>
    <kbd>{name}</kbd>{" "}
  </>
);

/** The keys that do something now: `<KeysFor action="skip" />`, or those of several actions. */
export function KeysFor({ action, spoken }: Looks & { action: Action | readonly Action[] }) {
  const keymap = useKeymap();
  const actions = typeof action === "string" ? [action] : action;
  const keys = actions.map((each) => keyOf(keymap, each)).filter(Boolean);
  return <Keys of={keys.join(" ")} spoken={spoken} />;
}

/** The keys of the first `n` classes. */
export function KeysForClasses({ n, spoken }: Looks & { n: number }) {
  return <Keys of={classKeys(useKeymap(), Math.min(n, 10))} spoken={spoken} />;
}

/** The key of an action in words, for a tooltip; empty, where it has none. */
export function useKeyName(action: Action): string {
  const keys = keyOf(useKeymap(), action).split(" ");
  return keys.map(nameHere).join(" ");
}
