/**
 * Parts of the page that are loaded when they are needed, and what becomes of it where they cannot be: the
 * server is gone, or was updated and has other files. What is on screen stays, with what was chosen in it.
 */
import { type ComponentType, lazy, useSyncExternalStore } from "react";

export type Load<Props = object> = () => Promise<{ default: ComponentType<Props> }>;

/** Whether a part could not be loaded: a store that React can subscribe to. */
export class Parts {
  #missing = false;
  readonly #listeners = new Set<() => void>();

  readonly missing = (): boolean => this.#missing;

  readonly report = (missing: boolean): void => {
    if (missing === this.#missing) return;
    this.#missing = missing;
    for (const listener of this.#listeners) listener();
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

export const parts = new Parts();

// Vite's own word for it, also for a style sheet; the import itself fails then, too.
window.addEventListener("vite:preloadError", () => parts.report(true));

export const usePartMissing = (): boolean => useSyncExternalStore(parts.subscribe, parts.missing);

/** A part within a view (a figure, an overlay). Where it cannot be loaded it is left out, and that is said. */
export function lazyPart<Props extends object>(load: Load<Props>) {
  return lazy<ComponentType<Props>>(() => load().catch(leftOut<Props>));
}

function leftOut<Props>(): { default: ComponentType<Props> } {
  parts.report(true);
  return { default: () => null };
}
