import classes from "./ui.module.css";

const onMac = /Mac|iPhone|iPad/.test(navigator.platform);
const nameOf = (key: string): string => (onMac && key === "Ctrl" ? "⌘" : key);

/**
 * Keys as they stand on a keyboard: `<Keys of="Ctrl Z" />`. On buttons they are decoration, and
 * would garble the button's name; where keys are the content (help), say `spoken`.
 */
export function Keys({ of, spoken = false }: { of: string; spoken?: boolean }) {
  return (
    <span className={classes.keys} aria-hidden={!spoken}>
      {of.split(" ").map((key) => (key === "…" ? " … " : <kbd key={key}>{nameOf(key)}</kbd>))}
    </span>
  );
}
