/** Whether the server answers: a store that React can subscribe to. */
export class Connection {
  #reachable = true;
  readonly #listeners = new Set<() => void>();

  get reachable(): boolean {
    return this.#reachable;
  }

  report(reachable: boolean): void {
    if (reachable === this.#reachable) return;
    this.#reachable = reachable;
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): boolean => this.#reachable;
}
