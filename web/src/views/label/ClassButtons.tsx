import type { CSSProperties } from "react";
import { classActions } from "../../keys/actions";
import { ariaKeys, keyOf } from "../../keys/keymap";
import { useKeymap } from "../../keys/keymapStore";
import { classColour } from "../../theme/classes";
import { ClassMark } from "../../ui/ClassMark";
import { Keys } from "../../ui/Keys";
import classes from "./answer.module.css";

interface Props {
  labels: readonly string[];
  chosen: number | null;
  onChoose: (label: number) => void;
}

export function ClassButtons({ labels, chosen, onChoose }: Props) {
  return (
    <fieldset
      className={classes.classes}
      data-many={labels.length > 4 || undefined}
      aria-label="Class of this text"
    >
      {labels.map((label, index) => (
        <ClassButton key={label} label={label} index={index} chosen={chosen === index} onChoose={onChoose} />
      ))}
    </fieldset>
  );
}

interface ButtonProps {
  label: string;
  index: number;
  chosen: boolean;
  onChoose: (label: number) => void;
}

function ClassButton({ label, index, chosen, onChoose }: ButtonProps) {
  const action = classActions(10)[index];
  const keymap = useKeymap();
  return (
    <button
      type="button"
      className={classes.class}
      aria-pressed={chosen}
      aria-keyshortcuts={ariaKeys(keymap, action)}
      title={label}
      data-testid="class-button"
      data-label={label}
      style={{ "--chosen": classColour(index) } as CSSProperties}
      // The keyboard stays with the page: after a click, Enter saves and does not press this again.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onChoose(index)}
    >
      <Keys of={keyOf(keymap, action)} />
      <ClassMark index={index} size={13} />
      <bdi>{label}</bdi>
    </button>
  );
}
