import { Button, VisuallyHidden } from "@mantine/core";
import { useRef } from "react";
import { ACTIONS, type Action, type ActionSpec, type Group } from "../../keys/actions";
import { DEFAULTS, keyOf } from "../../keys/keymap";
import { UndoIcon } from "../../ui/icons";
import { Keys } from "../../ui/Keys";
import classes from "./help.module.css";
import { type Rebinding, useRebinding } from "./useRebinding";

const GROUPS: readonly [Group, string][] = [
  ["answer", "Answer"],
  ["words", "Choose a word"],
  ["classes", "Choose the class"],
  ["everywhere", "In more than one view"],
];

/** Every action with its key, to be changed by pressing another. */
export function KeySettings({ onBack }: { onBack: () => void }) {
  const rebinding = useRebinding();
  return (
    <div data-testid="key-settings">
      <p className={classes.note}>
        Press a key's button, then the key that it should be. This browser remembers it. Keys within lists,
        menus and on the map stay what they are.
      </p>
      <VisuallyHidden role="status">{rebinding.said.text}</VisuallyHidden>
      <div className={classes.groups}>
        {GROUPS.map(([group, title]) => (
          <section key={group} className={classes.group}>
            <h3>{title}</h3>
            <ul className={classes.rows}>
              {ACTIONS.filter((spec) => spec.group === group).map((spec) => (
                <Row key={spec.action} spec={spec} rebinding={rebinding} />
              ))}
            </ul>
          </section>
        ))}
      </div>
      <div className={classes.ways}>
        <Button variant="default" onClick={onBack} data-testid="back-to-help">
          Back
        </Button>
        <Button variant="default" onClick={rebinding.restoreAll} data-testid="reset-keys">
          All keys as at first
        </Button>
      </div>
    </div>
  );
}

interface RowProps {
  spec: ActionSpec;
  rebinding: Rebinding;
}

function Row({ spec, rebinding }: RowProps) {
  const { action, says } = spec;
  const { keymap, said } = rebinding;
  const atFirst = keyOf(DEFAULTS, action);
  const changed = keymap[action].join("\n") !== DEFAULTS[action].join("\n");
  return (
    <li className={classes.row} data-testid="key-row" data-action={action}>
      <span>{says}</span>
      <KeyButton spec={spec} rebinding={rebinding} />
      {changed && (
        <button
          type="button"
          className={classes.back}
          aria-label={`Back to ${atFirst}: ${says}`}
          title={`Back to ${atFirst}`}
          onClick={() => rebinding.restore(action)}
          data-testid="restore-key"
        >
          <UndoIcon />
        </button>
      )}
      {said.action === action && said.against && (
        <div className={classes.said} data-testid="key-said">
          <span>{said.text}</span>
          <Swap action={action} rebinding={rebinding} />
        </div>
      )}
    </li>
  );
}

function Swap({ action, rebinding }: { action: Action; rebinding: Rebinding }) {
  const { taken } = rebinding.said;
  if (!taken?.swappable) return null;
  return (
    <button type="button" onClick={() => rebinding.swap(action, taken)} data-testid="swap-keys">
      Swap the two
    </button>
  );
}

function KeyButton({ spec: { action, says }, rebinding }: RowProps) {
  const { keymap, waiting } = rebinding;
  const waits = waiting === action;
  const key = keyOf(keymap, action);
  // The Space that was taken as a key must not press the button when it is let go.
  const took = useRef(false);
  return (
    <button
      type="button"
      className={classes.key}
      aria-label={waits ? `Press the new key: ${says}` : `${key || "no key"}: ${says}`}
      data-waiting={waits || undefined}
      data-key={key}
      // Esc keeps the key as it was, and must not close the dialog with it.
      data-mantine-stop-propagation={waits || undefined}
      onClick={() => rebinding.begin(action)}
      onBlur={() => waits && rebinding.stop()}
      onKeyDown={(event) => {
        took.current = waits;
        if (waits) rebinding.press(event, action);
      }}
      onKeyUp={(event) => {
        if (took.current) event.preventDefault();
        took.current = false;
      }}
      data-testid="key"
    >
      {waits ? "press a key" : key ? <Keys of={key} spoken /> : "no key"}
    </button>
  );
}
