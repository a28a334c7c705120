import { useMemo } from "react";
import { useSend } from "../../api/actions";
import type { LabelingFunction } from "../../api/client";
import { useStep } from "../../api/queries";
import { useTold } from "./useTold";

/** What can be done to a function at once, without a dialog. */
export function useFunctionActions() {
  const send = useSend();
  const told = useTold();
  const step = useStep()?.step ?? 0;
  return useMemo(
    () => ({
      /** Have it vote, or be silent. Its switch shows what came of it. */
      turn: (f: LabelingFunction) =>
        void send((client) => client.changeFunction(f.id, { enabled: !f.enabled, step })),
      /** Take it back, and offer to take that back. */
      withdraw: async (f: LabelingFunction) => {
        if ((await send((client) => client.withdraw(f.id, step))) === "answered") told();
      },
    }),
    [send, told, step],
  );
}
