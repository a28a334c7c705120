/** Changing one key at a time: which action waits for its key, and what came of the last one. */
import { type KeyboardEvent, useState } from "react";
import { type Action, specOf } from "../../keys/actions";
import { keyOf, nameOf } from "../../keys/keymap";
import { keymaps, useKeymap } from "../../keys/keymapStore";
import { type Proposal, proposalOf, rebound, restored, swapped, type Taken } from "../../keys/rebinding";

/** What there is to say of an action's key. */
export interface Said {
  action: Action | null;
  text: string;
  /** Something stands against it. */
  against: boolean;
  taken?: Taken;
}

const QUIET: Said = { action: null, text: "", against: false };

export function useRebinding() {
  const keymap = useKeymap();
  const [waiting, setWaiting] = useState<Action | null>(null);
  const [said, setSaid] = useState(QUIET);

  const stop = () => setWaiting(null);
  const tell = (action: Action | null, text: string, taken?: Taken, against = taken !== undefined) => {
    stop();
    setSaid({ action, text, against, taken });
  };
  const changed = (action: Action) =>
    tell(action, `“${specOf(action)?.says}” has the key ${keyOf(keymaps.now(), action)} now.`);
  const stands = (action: Action, taken: Taken) => tell(action, takenText(taken), taken);

  const decide = (action: Action, proposal: Proposal) => {
    if (proposal.is === "cancelled") tell(action, "The key stays as it was.");
    else if (proposal.is === "refused") tell(action, proposal.why, undefined, true);
    else if (proposal.is === "taken") stands(action, proposal);
    else if (proposal.is === "free") {
      keymaps.change(rebound(keymap, action, proposal.stroke));
      changed(action);
    }
  };
  return {
    keymap,
    waiting,
    said,
    stop,
    begin: (action: Action) => {
      setSaid({ action, text: `Press the new key for “${specOf(action)?.says}”.`, against: false });
      setWaiting(action);
    },
    /** A key that falls on an action which waits. Tab goes on, and leaves the key as it was. */
    press: (event: KeyboardEvent, action: Action) => {
      if (event.key === "Tab") return stop();
      event.preventDefault();
      // The Enter that began it may still be held.
      if (!event.repeat) decide(action, proposalOf(event.nativeEvent, action, keymap));
    },
    swap: (action: Action, taken: Taken) => {
      keymaps.change(swapped(keymap, action, taken));
      changed(action);
    },
    restore: (action: Action) => {
      const found = restored(keymap, action);
      if ("is" in found) return stands(action, found);
      keymaps.change(found);
      changed(action);
    },
    restoreAll: () => {
      keymaps.reset();
      tell(null, "All keys are as they were at first.");
    },
  };
}

export type Rebinding = ReturnType<typeof useRebinding>;

function takenText({ stroke, by, swappable }: Taken): string {
  const what = `${nameOf(stroke)} means “${specOf(by)?.says}” already.`;
  return swappable ? what : `${what} Change that one first, or press another key.`;
}
