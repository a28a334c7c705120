/** What is chosen outlives a reload of the page, in its window and for its text; nothing else. */
import { useEffect } from "react";
import { memoryIn } from "../../app/browserMemory";
import { nothing, type Selection } from "./selection";

const KEPT_AT = "lamplighter.choice";

const windowMemory = memoryIn(() => window.sessionStorage);

/** What was chosen at a place (a text of a project) when the page was reloaded. */
export const chosenBefore = (place: string): Selection => parseChoice(windowMemory.read(KEPT_AT), place);

/** Read what was kept; nothing is chosen, where it is of another place or makes no sense. */
export function parseChoice(text: string | null, place: string): Selection {
  try {
    const kept = JSON.parse(text ?? "null");
    return kept?.place === place && isSelection(kept.selection) ? kept.selection : nothing;
  } catch {
    return nothing;
  }
}

function isSelection(selection: unknown): selection is Selection {
  if (typeof selection !== "object" || selection === null) return false;
  const names = Object.keys(nothing);
  return Object.keys(selection).length === names.length && names.every((name) => name in selection);
}

export const choiceText = (place: string, selection: Selection): string =>
  JSON.stringify({ place, selection });

/** Keep the choice for as long as its text is on screen: a reload gives it back, going elsewhere does not. */
export function useKeptChoice(place: string, selection: Selection): void {
  useEffect(() => {
    if (selection === nothing) return;
    windowMemory.write(KEPT_AT, choiceText(place, selection));
    return () => windowMemory.write(KEPT_AT, null);
  }, [place, selection]);
}
