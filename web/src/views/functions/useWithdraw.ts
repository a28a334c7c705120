import { useCallback } from "react";
import { useSend } from "../../api/actions";
import type { LabelingFunction } from "../../api/client";
import { type ShownScreen, useStep } from "../../api/queries";
import { useServices } from "../../app/services";

/** Withdraw a function, and offer to take that back. */
export function useWithdraw() {
  const send = useSend();
  const step = useStep()?.step ?? 0;
  const { notices, queries } = useServices();
  return useCallback(
    async (f: LabelingFunction) => {
      const outcome = await send((client) => client.withdraw(f.id, step));
      if (outcome !== "answered") return;
      const screen = queries.getQueryData<ShownScreen>(["screen"]);
      if (!screen) return;
      notices.show({
        kind: "info",
        text: screen.said ?? "Withdrawn.",
        action: { label: "Undo", run: () => void send((client) => client.undo(screen.step.step)) },
      });
    },
    [send, step, notices, queries],
  );
}
