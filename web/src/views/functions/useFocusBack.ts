import { useEffect, useState } from "react";

/** Give the keyboard back, when this closes, to what had it before. Mantine does so only for what stays mounted. */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // Once the layer over the page is gone, which kept the keyboard to itself.
      setTimeout(() => {
        if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
      });
    },
    [before],
  );
}
