import { count, plural } from "../../text/format";
import classes from "./progress.module.css";

/** Texts by the probability of their predicted class; below one in the number of classes there can be none. */
export function Histogram({ counts }: { counts: readonly number[] }) {
  const most = Math.max(...counts, 1);
  const first = counts.findIndex((n) => n > 0);
  if (first < 0)
    return <p className={classes.words}>It shows when there is a model: functions for two classes.</p>;
  const shown = counts.slice(first).map((n, at) => ({ n, from: (first + at) * 10 }));
  return (
    <>
      <ol className={classes.histogram} data-testid="histogram">
        {shown.map(({ n, from }) => (
          <li key={from} aria-label={`${from} to ${from + 10} per cent: ${plural(n, "text")}`}>
            <span aria-hidden="true">{count(n)}</span>
            <i aria-hidden="true" style={{ height: `${(100 * n) / most}%` }} />
            <small aria-hidden="true">{from}</small>
          </li>
        ))}
      </ol>
      <small>Texts by the probability of their predicted class, in per cent.</small>
    </>
  );
}
