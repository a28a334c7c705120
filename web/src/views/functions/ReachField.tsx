import { type CSSProperties, useId, useRef } from "react";
import classes from "./dialog.module.css";
import { EVERYWHERE, sliderInWords } from "./reach";

interface Props {
  percentile: number | null;
  contextualizer: string;
  onChange: (percentile: number | null) => void;
}

/** To how many percent of all texts it reaches, those nearest to its own. */
export function ReachField({ percentile, contextualizer, onChange }: Props) {
  const id = useId();
  const slider = useRef<HTMLInputElement>(null);
  const inWords = sliderInWords(percentile, contextualizer);
  const refined = contextualizer !== "none";
  return (
    <div className={classes.field}>
      <label htmlFor={id}>
        Reach: <b data-testid="reach-said">{inWords}</b>
        {refined && percentile !== null && (
          <button
            type="button"
            className={classes.quiet}
            onClick={() => {
              onChange(null);
              slider.current?.focus(); // the button goes, and the keyboard must not go with it
            }}
            data-testid="reach-project"
          >
            as the project says
          </button>
        )}
      </label>
      <input
        ref={slider}
        id={id}
        type="range"
        className={classes.range}
        min={1}
        max={EVERYWHERE}
        value={percentile ?? EVERYWHERE}
        style={{ "--place": ((percentile ?? EVERYWHERE) - 1) / (EVERYWHERE - 1) } as CSSProperties}
        data-unsaid={(refined && percentile === null) || undefined}
        aria-valuetext={inWords}
        onChange={(event) => onChange(reachOf(Number(event.currentTarget.value), refined))}
        data-testid="reach-field"
      />
      <span className={classes.ends} aria-hidden="true">
        <span>{"the nearest 1\u202f%"}</span>
        <span>everywhere</span>
      </span>
    </div>
  );
}

/** Everywhere, where the project says so of all functions, is not worth saying of one. */
const reachOf = (value: number, refined: boolean): number | null =>
  value === EVERYWHERE && !refined ? null : value;
