import { useCallback, useState } from "react";
import { browserMemory, TOUR_KEPT_AT } from "../browserMemory";

/** Whether the tour is on. By itself it comes once in a browser; where nothing is remembered, with every visit. */
export function useTour() {
  // Counted, so that a tour that is taken again begins at its beginning.
  const [taken, setTaken] = useState(() => (browserMemory.read(TOUR_KEPT_AT) === null ? 1 : 0));
  const [on, setOn] = useState(taken > 0);
  return {
    on,
    taken,
    begin: useCallback(() => {
      window.location.hash = "#/label";
      setTaken((before) => before + 1);
      setOn(true);
    }, []),
    end: useCallback(() => {
      browserMemory.write(TOUR_KEPT_AT, "seen");
      setOn(false);
    }, []),
  };
}
