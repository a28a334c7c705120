/** Short messages beside the work: a store that React can subscribe to. */

export interface Notice {
  id: number;
  kind: "info" | "error";
  text: string;
  action?: { label: string; run: () => void };
}

const SHOWN_MS = { info: 7_000, error: 20_000 } as const;
const MOST = 3;

export class Notices {
  #notices: readonly Notice[] = [];
  #next = 1;
  readonly #listeners = new Set<() => void>();

  readonly all = (): readonly Notice[] => this.#notices;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Show a message. The same words again replace the former ones. */
  readonly show = (notice: Omit<Notice, "id">): void => {
    const id = this.#next++;
    const others = this.#notices.filter((other) => other.text !== notice.text);
    this.#set([...others, { ...notice, id }].slice(-MOST));
    globalThis.setTimeout(() => this.dismiss(id), SHOWN_MS[notice.kind]);
  };

  readonly dismiss = (id: number): void => {
    this.#set(this.#notices.filter((notice) => notice.id !== id));
  };

  readonly clear = (): void => {
    if (this.#notices.length > 0) this.#set([]);
  };

  #set(notices: readonly Notice[]): void {
    this.#notices = notices;
    for (const listener of this.#listeners) listener();
  }
}
