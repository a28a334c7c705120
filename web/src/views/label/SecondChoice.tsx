import { type MouseEvent, useId, useRef } from "react";
import { useStrategies } from "../../api/queries";
import type { Action } from "../../keys/actions";
import { ariaKeys } from "../../keys/keymap";
import { useKeymap } from "../../keys/keymapStore";
import { KeysFor } from "../../ui/Keys";
import shared from "./label.module.css";
import classes from "./second.module.css";
import type { Labeling } from "./useLabeling";

/** The keyboard stays with the page after a click. */
const keepFocus = (event: MouseEvent) => event.preventDefault();

/** Another text in place of this one. */
export function SecondChoice({ labeling }: { labeling: Labeling }) {
  const { passed } = labeling.suggestion;
  return (
    <div className={classes.others}>
      <Wish action="similar" labeling={labeling} title="This one comes again some answers later">
        Another like this
      </Wish>
      <Wish
        action="different"
        labeling={labeling}
        title="Other words; this one comes again some answers later"
      >
        Something different
      </Wish>
      {passed !== null && (
        <button
          type="button"
          className={shared.quiet}
          onMouseDown={keepFocus}
          onClick={() => void labeling.goBack(passed)}
          data-testid="back"
        >
          Back to the text before
        </button>
      )}
    </div>
  );
}

interface WishProps {
  action: Action & ("similar" | "different");
  labeling: Labeling;
  title: string;
  children: string;
}

function Wish({ action, labeling, title, children }: WishProps) {
  const keymap = useKeymap();
  return (
    <button
      type="button"
      className={shared.quiet}
      title={title}
      aria-keyshortcuts={ariaKeys(keymap, action)}
      onMouseDown={keepFocus}
      onClick={() => void labeling.showOther(action)}
      data-testid={action}
    >
      {children} <KeysFor action={action} />
    </button>
  );
}

/** Who chooses the next texts. The select is the system's own, as in Corpus; what cannot choose yet says what it needs. */
export function StrategySelect({ labeling }: { labeling: Labeling }) {
  const { strategy } = labeling.screen;
  const offers = useStrategies().data ?? [];
  const now = offers.find(({ name }) => name === strategy);
  const byMouse = useRef(false);
  const id = useId();
  if (!now) return null;
  return (
    <div className={classes.strategy}>
      <label htmlFor={id}>Texts are chosen by</label>
      <select
        id={id}
        value={strategy}
        onPointerDown={() => {
          byMouse.current = true;
        }}
        onKeyDown={() => {
          byMouse.current = false;
        }}
        onChange={({ currentTarget }) => {
          void labeling.switchStrategy(currentTarget.value);
          // The keys are the text's again; who chose by the keyboard may want to choose on.
          if (byMouse.current) currentTarget.blur();
        }}
        data-testid="strategy"
      >
        {offers.map(({ name, title, lacks }) => (
          <option key={name} value={name} disabled={lacks !== null && name !== strategy}>
            {lacks === null ? title : `${title}: needs ${lacks}`}
          </option>
        ))}
      </select>
      {now.lacks !== null && (
        <small data-testid="strategy-lacks">
          It needs {now.lacks}. Until then texts are drawn at random.
        </small>
      )}
    </div>
  );
}
