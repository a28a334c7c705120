/**
 * When a window is looked at again. TanStack asks whether it had been hidden; but two windows on one
 * project may lie side by side, and then only a click tells which of them is looked at.
 */
import { focusManager } from "@tanstack/react-query";

const KINDS = ["visibilitychange", "focus"] as const;

/** Have queries with `refetchOnWindowFocus` read anew then. */
export function watchLooks(): void {
  focusManager.setEventListener((look) => {
    const listener = () => look();
    for (const kind of KINDS) window.addEventListener(kind, listener);
    return () => {
      for (const kind of KINDS) window.removeEventListener(kind, listener);
    };
  });
}
