import { type Dispatch, useId } from "react";
import { KeysFor } from "../../ui/Keys";
import classes from "./draft.module.css";
import { type Choice, EVERYWHERE, REACHES } from "./selection";

interface Props {
  percentile: number | null;
  /** What the project says where nothing is said of the function: "none", or how it is refined. */
  byDefault: string;
  choose: Dispatch<Choice>;
}

/** How far the function reaches from the text it is written on. */
export function ReachSlider({ percentile, byDefault, choose }: Props) {
  const id = useId();
  const place = REACHES.findIndex((stop) => stop >= (percentile ?? EVERYWHERE));
  return (
    <div className={classes.slider}>
      <label htmlFor={id}>
        Counts {inWords(percentile, byDefault)} <KeysFor action={["reach_less", "reach_more"]} />
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={REACHES.length - 1}
        step={1}
        value={place}
        aria-valuetext={inWords(percentile, byDefault)}
        data-testid="reach"
        onChange={(event) =>
          choose({ type: "reach", percentile: REACHES[Number(event.target.value)] ?? EVERYWHERE })
        }
      />
    </div>
  );
}

function inWords(percentile: number | null, byDefault: string): string {
  if (percentile === null && byDefault !== "none") return "as far as the project says";
  if (percentile === null || percentile === EVERYWHERE) return "everywhere";
  return `in the nearest ${percentile}\u202f% of all texts`;
}
