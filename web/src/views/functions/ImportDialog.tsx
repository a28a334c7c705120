import "../../theme/overlays";
import { Modal } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useStep } from "../../api/queries";
import { useServices } from "../../app/services";
import { UploadIcon } from "../../ui/icons";
import classes from "./dialog.module.css";
import { FORMS, formOf, notAForm } from "./importing";
import { useFocusBack } from "./useFocusBack";
import { useTold } from "./useTold";

const OVERTAKEN = "Another window answered first, so nothing was brought in. Choose the file again.";

/** Functions from a file, all or none. What is wrong with it is said here. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  useFocusBack();
  const { bring, error } = useBringing(onClose);
  const input = useRef<HTMLInputElement>(null);
  const over = useDropping(bring);
  return (
    <Modal
      opened
      onClose={onClose}
      title={<b className={classes.title}>Import functions</b>}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <div className={classes.drop} data-over={over || undefined} data-testid="drop">
        <UploadIcon />
        <button type="button" onClick={() => input.current?.click()} data-autofocus data-testid="choose-file">
          Choose a file
        </button>
        <span>or drop it here</span>
        <input
          ref={input}
          type="file"
          hidden
          accept=".csv,.jsonl,.json"
          onChange={(event) => {
            void bring(event.currentTarget.files?.[0]);
            // The same file can be chosen again once it is mended.
            event.currentTarget.value = "";
          }}
          data-testid="file"
        />
      </div>
      <p className={classes.error} role="alert" data-testid="import-error">
        {error}
      </p>
      <ul className={classes.forms}>
        {FORMS.map(({ form, means }) => (
          <li key={form}>{means}</li>
        ))}
      </ul>
      <p className={classes.origin}>
        They vote wherever their pattern fits. Those that stand already are passed over; if one of them cannot
        be read, none is written.
      </p>
    </Modal>
  );
}

/** Take a file dropped anywhere: a browser opens one that misses its place, and the page is gone. */
function useDropping(take: (file: File | undefined) => Promise<void>): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const listener = (event: DragEvent) => {
      event.preventDefault();
      setOver(event.type === "dragover");
      if (event.type === "drop") void latest.current(event.dataTransfer?.files[0]);
    };
    const kinds = ["dragover", "dragleave", "drop"] as const;
    for (const kind of kinds) document.addEventListener(kind, listener);
    return () => {
      for (const kind of kinds) document.removeEventListener(kind, listener);
    };
  }, []);
  return over;
}

function useBringing(onClose: () => void) {
  const { answering } = useServices();
  const told = useTold();
  const step = useStep()?.step ?? null;
  const [error, setError] = useState<string | null>(null);
  const bring = async (file: File | undefined) => {
    if (!file) return;
    setError(null);
    const format = formOf(file.name);
    if (!format) return setError(notAForm(file.name));
    const content = await file.text();
    const outcome = await answering.send(
      (client) => client.bringFunctions({ format, content, step }),
      setError,
    );
    if (outcome === "stale") setError(OVERTAKEN);
    if (outcome !== "answered") return;
    onClose();
    told({ undo: false });
  };
  return { bring, error };
}
