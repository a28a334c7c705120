/** The keys as they are now, kept in this browser: a store that React can subscribe to. */
import { useSyncExternalStore } from "react";
import { browserMemory, KEYS_KEPT_AT, type Memory } from "../app/browserMemory";
import { changesOf, type Keymap, keymapOf, parseChanges } from "./keymap";
import { type Command, commandOf, placeOf } from "./keys";

export class KeymapStore {
  #keymap: Keymap;
  readonly #listeners = new Set<() => void>();

  constructor(private readonly memory: Memory) {
    this.#keymap = this.#kept();
  }

  readonly now = (): Keymap => this.#keymap;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly change = (keymap: Keymap): void => {
    const changes = changesOf(keymap);
    const any = Object.keys(changes).length > 0;
    this.memory.write(KEYS_KEPT_AT, any ? JSON.stringify(changes) : null);
    this.#set(keymap);
  };

  readonly reset = (): void => this.change(keymapOf({}));

  /** Another window changed them. */
  readonly reread = (): void => this.#set(this.#kept());

  readonly #kept = (): Keymap => keymapOf(parseChanges(this.memory.read(KEYS_KEPT_AT)));

  #set(keymap: Keymap): void {
    this.#keymap = keymap;
    for (const listener of this.#listeners) listener();
  }
}

export const keymaps = new KeymapStore(browserMemory);

window.addEventListener("storage", ({ key }) => {
  if (key === KEYS_KEPT_AT || key === null) keymaps.reread();
});

export const useKeymap = (): Keymap => useSyncExternalStore(keymaps.subscribe, keymaps.now);

/** What a key press on the page means, by the keys as they are now. What something else has taken means nothing. */
export const commandAt = (event: KeyboardEvent): Command | null =>
  event.defaultPrevented ? null : commandOf(event, placeOf(event.target, document), keymaps.now());
