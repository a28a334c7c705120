/** What this browser remembers between visits. Where it may remember nothing, everything works, and is forgotten. */

export const KEYS_KEPT_AT = "lamplighter.keys";
export const TOUR_KEPT_AT = "lamplighter.tour";

export interface Memory {
  /** What was kept, or nothing. */
  read(at: string): string | null;
  /** Keep a text; `null` forgets it. */
  write(at: string, text: string | null): void;
}

/**
 * A memory in one of the browser's storages. It is asked for anew each time: where storage is
 * blocked, even naming it throws.
 */
export function memoryIn(storage: () => Storage): Memory {
  return {
    read(at) {
      try {
        return storage().getItem(at);
      } catch {
        return null; // Blocked by the browser's settings.
      }
    },
    write(at, text) {
      try {
        if (text === null) storage().removeItem(at);
        else storage().setItem(at, text);
      } catch {
        // Blocked, or full: it holds for as long as the page is open.
      }
    },
  };
}

export const browserMemory = memoryIn(() => window.localStorage);
