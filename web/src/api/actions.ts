/** Answers that more than one view gives. */
import { useCallback } from "react";
import { useServices } from "../app/services";
import type { Answer, Lamplighter } from "./client";
import { useScreen } from "./queries";

const OVERTAKEN = "Another window answered first. Nothing was changed; the page shows the newest state now.";

/** Send an answer with the step the page has seen; when it was overtaken, say so. */
export function useSend() {
  const { answering, notices } = useServices();
  return useCallback(
    async (action: (client: Lamplighter) => Promise<Answer>) => {
      const outcome = await answering.send(action);
      if (outcome === "stale") notices.show({ kind: "info", text: OVERTAKEN });
      return outcome;
    },
    [answering, notices],
  );
}

export function useUndo() {
  const send = useSend();
  const step = useScreen().data?.step;
  return useCallback(async () => {
    if (!step || step.can_undo === null) return "ignored" as const;
    return send((client) => client.undo(step.step));
  }, [send, step]);
}

export function useRedo() {
  const send = useSend();
  const step = useScreen().data?.step;
  return useCallback(async () => {
    if (!step || step.can_redo === null) return "ignored" as const;
    return send((client) => client.redo(step.step));
  }, [send, step]);
}
