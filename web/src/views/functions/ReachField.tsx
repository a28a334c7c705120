import { type CSSProperties, useId } from "react";
import classes from "./dialog.module.css";
import { EVERYWHERE, sliderInWords } from "./reach";

interface Props {
  percentile: number | null;
  /** What was said of it before: a reach that stands can be changed, but not unsaid. */
  former: number | null;
  contextualizer: string;
  onChange: (percentile: number | null) => void;
}

/** To how many percent of all texts it reaches, those nearest to its own. */
export function ReachField({ percentile, former, contextualizer, onChange }: Props) {
  const id = useId();
  const inWords = sliderInWords(percentile, contextualizer);
  const refined = contextualizer !== "none";
  return (
    <div className={classes.field}>
      <label htmlFor={id}>
        Reach: <b data-testid="reach-said">{inWords}</b>
        {refined && percentile !== null && former === null && (
          <button type="button" className={classes.quiet} onClick={() => onChange(null)}>
            as the project says
          </button>
        )}
      </label>
      <input
        id={id}
        type="range"
        className={classes.range}
        min={1}
        max={EVERYWHERE}
        value={percentile ?? EVERYWHERE}
        style={{ "--place": ((percentile ?? EVERYWHERE) - 1) / (EVERYWHERE - 1) } as CSSProperties}
        data-unsaid={(refined && percentile === null) || undefined}
        aria-valuetext={inWords}
        onChange={(event) => onChange(reachOf(Number(event.currentTarget.value), former, refined))}
        data-testid="reach-field"
      />
      <span className={classes.ends} aria-hidden="true">
        <span>{"the nearest 1\u202f%"}</span>
        <span>everywhere</span>
      </span>
    </div>
  );
}

/** Everywhere again, where nothing else was ever said, is not worth saying. */
const reachOf = (value: number, former: number | null, refined: boolean): number | null =>
  value === EVERYWHERE && former === null && !refined ? null : value;
