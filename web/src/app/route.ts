/** The view is in the address's hash: the server needs to know only one page. */
import { useSyncExternalStore } from "react";
import { DEFAULT_VIEW, VIEWS, type View } from "../views/registry";

export const pathOf = (view: View): string => `#/${view.name}`;

/** The view of a hash; the default when it names none. */
export function viewOf(hash: string): View {
  const name = hash.replace(/^#\/?/, "").split("/")[0];
  return VIEWS.find((view) => view.name === name) ?? DEFAULT_VIEW;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

export function useView(): View {
  return viewOf(useSyncExternalStore(subscribe, () => window.location.hash));
}
