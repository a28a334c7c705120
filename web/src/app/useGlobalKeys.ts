import { useEffect, useRef } from "react";
import { useUndo } from "../api/actions";
import { commandOf, placeOf } from "../keys/keys";

/** The keys that mean the same in every view: undo and help. */
export function useGlobalKeys(onHelp: () => void): void {
  const undo = useUndo();
  const latest = useRef({ undo, onHelp });
  latest.current = { undo, onHelp };
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const command = commandOf(event, placeOf(event.target, document));
      if (command?.do !== "undo" && command?.do !== "help") return;
      event.preventDefault();
      if (command.do === "help") latest.current.onHelp();
      else void latest.current.undo();
    };
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
}
