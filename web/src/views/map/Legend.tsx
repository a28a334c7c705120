import type { MapColouring } from "../../api/client";
import { count, percent } from "../../text/format";
import type { Palette } from "../../theme/palette";
import { ClassMark } from "../../ui/ClassMark";
import { sureColour } from "./looks";
import classes from "./map.module.css";
import { COLOURINGS, NONE } from "./tally";

interface Props {
  labels: readonly string[];
  hasGold: boolean;
  by: MapColouring;
  onBy: (by: MapColouring) => void;
  /** Documents of each class, and, in the last place, of none. */
  counts: readonly number[];
  /** The kind that is shown alone: a class, or as many as there are for none. */
  alone: number | null;
  /** Development examples. */
  nExamples: number;
  onAlone: (kind: number | null) => void;
  palette: Palette;
}

/** What the colours and shapes mean; each kind can be shown alone. */
export function Legend({ labels, hasGold, by, onBy, counts, alone, nExamples, onAlone, palette }: Props) {
  const choices = COLOURINGS.filter(([choice]) => hasGold || choice !== "gold");
  return (
    <section className={classes.card} aria-label="Colours">
      <label className={classes.by}>
        <span>Colour by</span>
        <select
          value={by}
          onChange={(event) => onBy(event.currentTarget.value as MapColouring)}
          data-testid="colour-by"
        >
          {choices.map(([choice, words]) => (
            <option key={choice} value={choice}>
              {words}
            </option>
          ))}
        </select>
      </label>
      {by === "confidence" && <Scale nClasses={labels.length} palette={palette} />}
      <ul className={classes.legend}>
        {[...labels, NONE[by]].map((name, kind) => (
          <li key={name}>
            <button
              type="button"
              aria-pressed={alone === kind}
              onClick={() => onAlone(alone === kind ? null : kind)}
              title={alone === kind ? "Show all again" : "Show these alone"}
              data-testid="legend-entry"
              data-kind={kind < labels.length ? name : ""}
            >
              {kind < labels.length ? (
                <ClassMark index={kind} />
              ) : (
                <i className={classes.none} aria-hidden="true" />
              )}
              <bdi>{name}</bdi>
              <span>{count(counts[kind] ?? 0)}</span>
            </button>
          </li>
        ))}
      </ul>
      {nExamples > 0 && (
        <p className={classes.examples}>
          <svg width="15" height="15" viewBox="0 0 16 16" aria-hidden="true">
            <circle cx="8" cy="8" r="6" />
          </svg>
          outlined: development examples, by the class you gave <small>{count(nExamples)}</small>
        </p>
      )}
    </section>
  );
}

function Scale({ nClasses, palette }: { nClasses: number; palette: Palette }) {
  const stops = [0, 0.5, 1].map((share) => `rgb(${sureColour(palette, share).join(" ")})`);
  return (
    <div className={classes.scale}>
      <i style={{ background: `linear-gradient(to right, ${stops.join(", ")})` }} aria-hidden="true" />
      <span>{percent(1 / nClasses)}: unsure</span>
      <span>{percent(1)}: sure</span>
    </div>
  );
}
