import type { ReactNode } from "react";
import type { Draft, LabelingFunction } from "../../api/client";
import { count, percentOr } from "../../text/format";
import classes from "./dialog.module.css";
import { PrecisionBar } from "./PrecisionBar";
import type { Editing } from "./useEditing";

interface Figure {
  name: string;
  means: string;
  of: (draft: Draft) => ReactNode;
  /** What two drafts are told apart by. */
  value: (draft: Draft) => unknown;
  testId: string;
}

const FIGURES: readonly Figure[] = [
  {
    name: "votes",
    means: "Texts it votes on",
    of: (draft) => count(draft.n_votes),
    value: (draft) => draft.n_votes,
    testId: "votes",
  },
  {
    name: "newly covered",
    means: "Those of them that no function votes on yet",
    of: (draft) => count(draft.n_new),
    value: (draft) => draft.n_new,
    testId: "new",
  },
  {
    name: "disputed",
    means: "Those of them on which a standing function votes another class",
    of: (draft) => count(draft.n_disputed),
    value: (draft) => draft.n_disputed,
    testId: "disputed",
  },
  {
    name: "right, estimated",
    means: "How often its votes are expected to be right",
    of: (draft) => <PrecisionBar precision={draft.precision} />,
    value: (draft) => draft.precision?.mean,
    testId: "precision",
  },
  {
    name: "model agrees",
    means: "Share of these texts that the model predicts so",
    of: (draft) => percentOr(draft.agreement),
    value: (draft) => draft.agreement,
    testId: "agreement",
  },
];

/** What it does now beside what it would do. */
export function Comparison({ f, editing }: { f: LabelingFunction | null; editing: Editing }) {
  if (editing.document === null) return null;
  const now = f ? (editing.now.data ?? null) : null;
  const after = editing.after.data ?? null;
  return (
    <div
      className={classes.comparison}
      data-late={editing.late || undefined}
      aria-busy={editing.late}
      data-testid="comparison"
    >
      <table>
        <thead>
          <tr>
            <td />
            {f && <th scope="col">now</th>}
            <th scope="col">{f ? "after" : "it would"}</th>
          </tr>
        </thead>
        <tbody>
          {FIGURES.map((figure) => (
            <Line key={figure.name} figure={figure} beside={f !== null} now={now} after={after} />
          ))}
        </tbody>
      </table>
      {after && <Notes f={f} after={after} />}
    </div>
  );
}

interface LineProps {
  figure: Figure;
  beside: boolean;
  now: Draft | null;
  after: Draft | null;
}

function Line({ figure, beside, now, after }: LineProps) {
  const differs = now !== null && after !== null && figure.value(now) !== figure.value(after);
  return (
    <tr data-differs={differs || undefined}>
      <th scope="row" title={figure.means}>
        {figure.name}
      </th>
      {beside && <td data-testid={`now-${figure.testId}`}>{now ? figure.of(now) : "–"}</td>}
      <td data-testid={`after-${figure.testId}`}>{after ? figure.of(after) : "–"}</td>
    </tr>
  );
}

/** What the figures do not say. */
function Notes({ f, after }: { f: LabelingFunction | null; after: Draft | null }) {
  if (!after) return null;
  const against = after.contradicts[0];
  return (
    <div className={classes.notes}>
      {after.already !== null && <p data-testid="already">{after.already}</p>}
      {against && (
        <p>
          Most against it: “<bdi>{against.primitive}</bdi>” votes {against.label} on {count(against.n_shared)}{" "}
          of these texts.
        </p>
      )}
      {f && !f.enabled && <p>It is silent: it stays so when it is saved.</p>}
    </div>
  );
}
