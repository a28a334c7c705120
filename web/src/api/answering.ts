/**
 * One answer at a time. While one is under way every other is ignored, so that a key that is held,
 * or pressed twice, never says the same thing twice.
 */
import type { Answer, Lamplighter } from "./client";
import { ServerError, UnreachableError } from "./errors";

/** What became of an answer that was sent. */
export type Outcome = "answered" | "ignored" | "stale" | "unreachable" | "refused";

export interface AnswerEvents {
  answered(answer: Answer): void;
  /** Another window answered first. What follows waits until the page has caught up. */
  stale(): Promise<void>;
  unreachable(): void;
  refused(message: string): void;
}

export class Answering {
  #busy = false;
  readonly #listeners = new Set<() => void>();

  constructor(
    private readonly client: Lamplighter,
    private readonly events: AnswerEvents,
  ) {}

  readonly busy = (): boolean => this.#busy;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Send an answer. A refusal is said by `refused` instead of in a notice, where that is handed in. */
  readonly send = async (
    action: (client: Lamplighter) => Promise<Answer>,
    refused: (message: string) => void = this.events.refused,
  ): Promise<Outcome> => {
    if (this.#busy) return "ignored";
    this.#setBusy(true);
    try {
      this.events.answered(await action(this.client));
      return "answered";
    } catch (error) {
      return await this.#tell(error, refused);
    } finally {
      this.#setBusy(false);
    }
  };

  async #tell(error: unknown, refused: (message: string) => void): Promise<Outcome> {
    if (error instanceof UnreachableError) {
      this.events.unreachable();
      return "unreachable";
    }
    if (error instanceof ServerError && error.isStale) {
      await this.events.stale();
      return "stale";
    }
    refused(error instanceof Error ? error.message : String(error));
    return "refused";
  }

  #setBusy(busy: boolean): void {
    this.#busy = busy;
    for (const listener of this.#listeners) listener();
  }
}
