import { Button } from "@mantine/core";
import type { MouseEvent } from "react";
import { useRedo, useUndo } from "../../api/actions";
import { type ShownScreen, useBusy } from "../../api/queries";
import { shorten } from "../../text/format";
import { RedoIcon, UndoIcon } from "../../ui/icons";
import { KeysFor } from "../../ui/Keys";
import classes from "./answer.module.css";
import { DraftLine } from "./DraftCard";
import shared from "./label.module.css";
import type { Labeling } from "./useLabeling";
import { doPrimary } from "./useLabelKeys";

/** The keyboard stays with the page after a click. */
const keepFocus = (event: MouseEvent) => event.preventDefault();

/** What was done, and what can be done now. */
export function ActionBar({ labeling }: { labeling: Labeling }) {
  const busy = useBusy();
  const { screen, primary, label } = labeling;
  return (
    <div className={classes.actions}>
      <DraftLine labeling={labeling} className={classes.draftLine} />
      <Said screen={screen} />
      <div className={classes.buttons}>
        <Button
          variant="subtle"
          color="gray"
          className={classes.plain}
          rightSection={<KeysFor action="skip" />}
          onMouseDown={keepFocus}
          onClick={() => void labeling.skip()}
          data-testid="skip"
        >
          Skip
        </Button>
        {primary.does === "function" && label !== null && (
          <Button
            variant="default"
            rightSection={<KeysFor action="label_only" />}
            onMouseDown={keepFocus}
            onClick={() => void labeling.saveLabel(label)}
            data-testid="save-label"
          >
            Label only
          </Button>
        )}
        <Button
          className={classes.primary}
          data-waiting={primary.does === "wait" || undefined}
          disabled={primary.does === "wait"}
          aria-busy={busy}
          rightSection={primary.does !== "wait" && <KeysFor action="primary" />}
          onMouseDown={keepFocus}
          onClick={() => doPrimary(labeling)}
          data-testid="save"
          data-does={primary.does}
        >
          {primaryText(labeling)}
        </Button>
      </div>
    </div>
  );
}

function primaryText({ primary, words }: Labeling): string {
  if (primary.does === "pick") return `Choose “${shorten(words[primary.word]?.primitive ?? "", 18)}”`;
  if (primary.does === "label") return "Save label only";
  if (primary.does === "function") return "Save function";
  return primary.for === "class" ? "Choose a class" : "Choose class and word";
}

function Said({ screen: { said, step } }: { screen: ShownScreen }) {
  const undo = useUndo();
  const redo = useRedo();
  return (
    <div className={classes.said}>
      {/* Read out by the view's status; here it is to be seen. */}
      {said && (
        <span aria-hidden="true" data-testid="said">
          {said}
        </span>
      )}
      {step.can_undo !== null && (
        <button
          type="button"
          className={shared.quiet}
          title={`Take back: ${step.can_undo}`}
          onMouseDown={keepFocus}
          onClick={() => void undo()}
          data-testid="undo"
        >
          <UndoIcon /> undo <KeysFor action="undo" />
        </button>
      )}
      {step.can_redo !== null && (
        <button
          type="button"
          className={shared.quiet}
          title={`Give again: ${step.can_redo}`}
          onMouseDown={keepFocus}
          onClick={() => void redo()}
          data-testid="redo"
        >
          <RedoIcon /> redo <KeysFor action="redo" />
        </button>
      )}
    </div>
  );
}
