import { useEffect, useRef } from "react";
import { useRedo, useUndo } from "../api/actions";
import { commandAt } from "../keys/keymapStore";

/** The keys that mean the same in every view: undo, redo and help. */
export function useGlobalKeys(onHelp: () => void): void {
  const undo = useUndo();
  const redo = useRedo();
  const latest = useRef({ undo, redo, onHelp });
  latest.current = { undo, redo, onHelp };
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const command = commandAt(event);
      if (command?.do !== "undo" && command?.do !== "redo" && command?.do !== "help") return;
      event.preventDefault();
      if (command.do === "help") latest.current.onHelp();
      else void latest.current[command.do]();
    };
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
}
