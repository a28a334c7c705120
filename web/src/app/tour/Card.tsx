import { Button } from "@mantine/core";
import { Fragment, type KeyboardEvent, type RefObject, useEffect, useId, useRef } from "react";
import { useProject } from "../../api/queries";
import { classKeys, keyOf } from "../../keys/keymap";
import { useKeymap } from "../../keys/keymapStore";
import { Keys, nameHere } from "../../ui/Keys";
import { leadsAround, partsOf, type TextPart, type TourStep, tourMove } from "./steps";
import classes from "./tour.module.css";
import { useSight } from "./useSight";

interface Props {
  step: TourStep;
  at: number;
  n: number;
  /** Whether the keyboard is the page's. */
  aside: RefObject<boolean>;
  onBack: () => void;
  onNext: () => void;
  onEnd: () => void;
}

/** One step, beside what it is about. */
export function Card({ step, at, n, aside, onBack, onNext, onEnd }: Props) {
  const card = useRef<HTMLDivElement>(null);
  const id = useId();
  const sight = useSight(step, card);
  useEffect(() => {
    if (!aside.current) card.current?.focus({ preventScroll: true });
  }, [aside]);
  const moves = { next: onNext, back: onBack, end: onEnd };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const onButton = event.target !== event.currentTarget;
    const move = tourMove(event.key, onButton);
    if (move) {
      event.preventDefault();
      moves[move]();
    } else if (!leadsAround(event.key) || (event.key === " " && !onButton)) {
      // Whoever chooses a class or goes to a word is at work: this key is the page's, and so are all others.
      aside.current = true;
      letGo(event.currentTarget);
    }
  };
  return (
    <>
      {sight.ring && <div className={classes.ring} style={sight.ring} data-testid="tour-ring" />}
      <div
        ref={card}
        className={classes.card}
        style={sight.card}
        role="dialog"
        aria-modal={false}
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-text`}
        tabIndex={-1}
        onKeyDown={onKeyDown}
        data-testid="tour"
        data-step={step.name}
      >
        <small>
          {at + 1} of {n}
        </small>
        <h2 id={`${id}-title`}>{step.title}</h2>
        <p id={`${id}-text`}>
          <Text parts={partsOf(step.text)} />
        </p>
        <div className={classes.buttons}>
          <button type="button" className={classes.skip} onClick={onEnd} data-testid="tour-skip">
            Skip the tour <Keys of="Esc" />
          </button>
          {at > 0 && (
            <Button
              variant="default"
              size="xs"
              rightSection={<Keys of="←" />}
              onClick={onBack}
              data-testid="tour-back"
            >
              Back
            </Button>
          )}
          <Button size="xs" rightSection={<Keys of="Enter" />} onClick={onNext} data-testid="tour-next">
            {at + 1 < n ? "Next" : "Begin"}
          </Button>
        </div>
      </div>
    </>
  );
}

/** Words and buttons of the page do not take the keyboard when they are clicked, so it is put down here. */
export function letGo(card: Element): void {
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && card.contains(activeElement)) activeElement.blur();
}

/** Words, and between them the keys as they are now. */
function Text({ parts }: { parts: readonly TextPart[] }) {
  const keymap = useKeymap();
  const n = Math.min(useProject().data?.labels.length ?? 2, 10);
  return parts.map((part) => {
    if (typeof part === "string") return part;
    const keys = part.keys === "classes" ? classKeys(keymap, n) : keyOf(keymap, part.keys);
    return <Fragment key={part.keys}>{keys.split(" ").map(keyed)}</Fragment>;
  });
}

const keyed = (key: string) => (key === "…" ? " … " : <kbd key={key}>{nameHere(key)}</kbd>);
