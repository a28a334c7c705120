import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { useStep } from "../../api/queries";
import { Card, letGo } from "./Card";
import { STEPS, type TourStep } from "./steps";

interface Props {
  /** The view on screen: the tour is of one, and waits while another is looked at. */
  view: string | undefined;
  onEnd: () => void;
}

/**
 * The page, shown on the page. It stands beside the work and never in its way: whoever begins to work has the
 * keyboard back at once, and the first answer ends it.
 */
export default function Tour({ view, onEnd }: Props) {
  const steps = useSteps(view);
  const [at, setAt] = useState(0);
  const aside = useStandingAside();
  useEndedByAnswer(onEnd);
  const step = steps[at];
  if (view !== "label" || !step) return null;
  const go = (to: number) => {
    aside.current = false;
    if (to >= steps.length) onEnd();
    else setAt(Math.max(to, 0));
  };
  return (
    <Card
      key={step.name}
      step={step}
      at={at}
      n={steps.length}
      aside={aside}
      onBack={() => go(at - 1)}
      onNext={() => go(at + 1)}
      onEnd={onEnd}
    />
  );
}

/** The steps whose part of the page is there; none before the view is. */
function useSteps(view: string | undefined): readonly TourStep[] {
  const [steps, setSteps] = useState<readonly TourStep[]>([]);
  useEffect(() => {
    if (view !== "label" || steps.length > 0) return;
    // A text, or the news that there is none: which of the two takes a moment.
    const timer = setInterval(() => {
      if (document.querySelector('[data-testid="document-card"], [data-testid="all-shown"]'))
        setSteps(STEPS.filter(({ target }) => document.querySelector(target)));
    }, 50);
    return () => clearInterval(timer);
  }, [view, steps]);
  return steps;
}

/** Whether the keyboard is the page's: from the first click beside the tour on. */
function useStandingAside(): RefObject<boolean> {
  const aside = useRef(false);
  const stand = useCallback((event: Event) => {
    const card = document.querySelector('[data-testid="tour"]');
    if (!card || (event.target instanceof Node && card.contains(event.target))) return;
    aside.current = true;
    letGo(card);
  }, []);
  useEffect(() => {
    document.addEventListener("pointerdown", stand, true);
    return () => document.removeEventListener("pointerdown", stand, true);
  }, [stand]);
  return aside;
}

function useEndedByAnswer(onEnd: () => void): void {
  const step = useStep()?.step;
  const first = useRef(step);
  useEffect(() => {
    first.current ??= step;
    if (step !== first.current) onEnd();
  }, [step, onEnd]);
}
