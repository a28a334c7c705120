import { useCallback } from "react";
import { useSend } from "../../api/actions";
import type { ShownScreen } from "../../api/queries";
import { useServices } from "../../app/services";

/** Say in a notice what the answer that was just given did, and offer to take it back where one undo does. */
export function useTold() {
  const send = useSend();
  const { notices, queries } = useServices();
  return useCallback(
    ({ undo = true } = {}) => {
      const screen = queries.getQueryData<ShownScreen>(["screen"]);
      if (!screen?.said) return;
      const action = { label: "Undo", run: () => void send((client) => client.undo(screen.step.step)) };
      notices.show({ kind: "info", text: screen.said, ...(undo && { action }) });
    },
    [send, notices, queries],
  );
}
