import type { CSSProperties, ReactNode } from "react";
import type { Progress } from "../../api/client";
import { percentOr } from "../../text/format";
import { classColour } from "../../theme/classes";
import { ClassName } from "../../ui/ClassName";
import classes from "./progress.module.css";

/** For each class: what is predicted, what is believed, and what the votes on covered texts say. */
export function BalanceTable({ progress, labels }: { progress: Progress; labels: readonly string[] }) {
  const { predicted_balance, believed_balance, votes_balance, balance_source, coverage } = progress;
  const modelled = progress.confidence !== null;
  // Bars reach as far as the largest share, or those of many classes could not be told apart.
  const largest = Math.max(...Object.values(predicted_balance), ...Object.values(believed_balance), 0.01);
  return (
    <>
      <Scrolling when={labels.length > MANY}>
        <table className={classes.balance}>
          <thead>
            <tr>
              <th scope="col">Class</th>
              <td />
              <th scope="col">predicted</th>
              <th scope="col">believed</th>
              <th scope="col">voted</th>
            </tr>
          </thead>
          <tbody>
            {labels.map((label, index) => (
              <tr key={label} data-testid="balance-row" data-label={label}>
                <th scope="row" title={label}>
                  <ClassName index={index} name={label} />
                </th>
                <td aria-hidden="true">
                  <Bar
                    index={index}
                    predicted={(predicted_balance[label] ?? 0) / largest}
                    believed={(believed_balance[label] ?? 0) / largest}
                  />
                </td>
                <td>{percentOr(modelled ? predicted_balance[label] : null)}</td>
                <td>{percentOr(believed_balance[label])}</td>
                <td>{percentOr(coverage > 0 ? votes_balance[label] : null)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
      <small>
        The tick is the balance that predictions are matched to; it was {balance_source}. “Voted” is what the
        label model believes of covered texts.
      </small>
    </>
  );
}

/** So many classes stand there without scrolling. */
const MANY = 15;

/** A table that scrolls has to be within the keyboard's reach. */
function Scrolling({ when, children }: { when: boolean; children: ReactNode }) {
  if (!when) return children;
  return (
    <section
      className={classes.rows}
      aria-label="Class balance"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
      tabIndex={0}
    >
      {children}
    </section>
  );
}

function Bar({ index, predicted, believed }: { index: number; predicted: number; believed: number }) {
  return (
    <div className={classes.bar} style={{ "--chosen": classColour(index) } as CSSProperties}>
      <i style={{ width: `${predicted * 100}%` }} />
      <u style={{ left: `${believed * 100}%` }} />
    </div>
  );
}
