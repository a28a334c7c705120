import { type ComponentType, useEffect, useState } from "react";
import type { View } from "../views/registry";
import { type Load, parts } from "./parts";
import { useView } from "./route";

export interface Shown {
  view: View;
  component: ComponentType;
}

/**
 * The view to show: the one that the address names, once it is there. Until then, and where it cannot be
 * loaded, the one before stays, with all that was chosen in it.
 */
export function useShownView(): Shown | null {
  const asked = useView();
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => {
    let wanted = true;
    loaded(asked.load).then(
      ({ default: component }) => {
        if (!wanted) return;
        parts.report(false);
        setShown({ view: asked, component });
      },
      () => wanted && parts.report(true),
    );
    return () => {
      wanted = false;
    };
  }, [asked]);
  return shown;
}

const loads = new Map<Load, ReturnType<Load>>();

/** Asked for once, also where that failed: what is asked for a second time comes without its style sheet. */
function loaded(load: Load): ReturnType<Load> {
  const loading = loads.get(load) ?? load();
  loads.set(load, loading);
  return loading;
}
