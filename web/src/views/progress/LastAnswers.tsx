import type { CSSProperties } from "react";
import { usePace } from "../../api/queries";
import { count } from "../../text/format";
import classes from "./progress.module.css";

const SHOWN = 10;

/** What each of the last answers added, and how long it took. */
export function LastAnswers({ step }: { step: number }) {
  const pace = usePace(step).data;
  if (!pace || pace.answers.length === 0)
    return <p className={classes.words}>Nothing yet. Each answer is listed here, with what it added.</p>;
  const last = pace.answers.slice(-SHOWN).reverse();
  const most = Math.max(...last.map(({ n_new }) => n_new ?? 0), 1);
  return (
    <>
      <table className={classes.balance} data-testid="answers">
        <thead>
          <tr>
            <th scope="col">Answer</th>
            <td />
            <th scope="col">new texts</th>
            <th scope="col">seconds</th>
          </tr>
        </thead>
        <tbody>
          {last.map(({ step: at, said, n_new, seconds }) => (
            <tr key={at}>
              <th scope="row">
                <bdi>{said}</bdi>
              </th>
              <td aria-hidden="true">
                {n_new !== null && (
                  <div className={classes.bar} style={{ "--chosen": "var(--lamp)" } as CSSProperties}>
                    <i style={{ width: `${(100 * (n_new ?? 0)) / most}%` }} />
                  </div>
                )}
              </td>
              <td>{n_new === null ? "–" : `+${count(n_new)}`}</td>
              <td>{seconds === null ? "–" : seconds.toFixed(1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {pace.median_seconds !== null && (
        <small>
          Half of the last {count(pace.answers.length)} answers took {pace.median_seconds.toFixed(1)} s or
          less.
        </small>
      )}
    </>
  );
}
