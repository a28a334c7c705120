/** What a draft would do, in figures and examples. It shows what the server computed. */
import type { ReactNode } from "react";
import type { Draft } from "../../api/client";
import { count, percent, plural } from "../../text/format";
import { ClassName } from "../../ui/ClassName";
import classes from "./aside.module.css";
import { DraftExamples } from "./DraftExamples";
import own from "./draft.module.css";

interface Props {
  /** Nothing while it is on its way: dashes then, so that nothing jumps. */
  draft: Draft | null;
  late: boolean;
  labels: readonly string[];
  reach: ReactNode;
}

export function DraftFigures({ draft, late, labels, reach }: Props) {
  const waiting = late || draft === null;
  return (
    <div className={classes.figures} data-late={waiting || undefined} aria-busy={waiting}>
      <dl>
        <Figure name="votes" value={draft?.n_votes} testId="draft-votes" />
        <Figure name="on uncovered texts" part="new" value={draft?.n_new} testId="draft-new" />
        <Figure name="disputed" part="disputed" value={draft?.n_disputed} testId="draft-disputed" />
      </dl>
      {draft && <Reached draft={draft} />}
      {reach}
      {draft && draft.already !== null && <Warning>{draft.already}</Warning>}
      {draft && <Expected draft={draft} />}
      {draft && <Others draft={draft} labels={labels} />}
      {draft && <DraftExamples draft={draft} labels={labels} />}
    </div>
  );
}

export const Warning = ({ children }: { children: ReactNode }) => (
  <p className={classes.warning} data-testid="draft-warning">
    {children}
  </p>
);

interface FigureProps {
  name: string;
  value: number | undefined;
  testId: string;
  /** Which part of the bar beneath it is. */
  part?: string;
}

function Figure({ name, value, testId, part }: FigureProps) {
  return (
    <div>
      <dd data-testid={testId}>{value === undefined ? "–" : count(value)}</dd>
      <dt>
        {part && <i data-part={part} aria-hidden="true" />}
        {name}
      </dt>
    </div>
  );
}

/** The texts that fit: those it votes on (uncovered, agreed, disputed), and those out of reach. */
function Reached({ draft }: { draft: Draft }) {
  const { n_votes, n_new, n_disputed, n_containing, coverage } = draft;
  const agreed = Math.max(n_votes - n_new - n_disputed, 0);
  const width = (n: number) => ({ width: `${(100 * n) / Math.max(n_containing, 1)}%` });
  const all = n_votes >= n_containing;
  return (
    <>
      <div className={classes.reach} aria-hidden="true">
        <i data-part="new" style={width(n_new)} />
        <i data-part="agreed" style={width(agreed)} />
        <i data-part="disputed" style={width(n_disputed)} />
      </div>
      <p className={classes.hint}>
        {all
          ? `It votes on every one of the ${plural(n_containing, "text")} that contain it, ${percent(coverage)} of all.`
          : `${plural(n_containing, "text")} contain it; those unlike this one are out of its reach.`}
      </p>
    </>
  );
}

/** How often it is expected to be right, from the model and the labels given so far. */
function Expected({ draft }: { draft: Draft }) {
  const { precision, agreement } = draft;
  if (precision === null) return null;
  const { mean, low, high, n_labeled, n_right } = precision;
  const at = (share: number) => `${share * 100}%`;
  return (
    <div className={own.expected} data-testid="draft-precision">
      <p>
        Right <b>{percent(mean)}</b> of the time, it seems{" "}
        <span className={own.quiet}>
          ({percent(low)} to {percent(high)})
        </span>
      </p>
      <div className={own.interval} aria-hidden="true">
        <i style={{ insetInlineStart: at(low), width: at(high - low) }} />
        <b style={{ insetInlineStart: at(mean) }} />
      </div>
      <p className={own.quiet}>
        {agreement !== null && `The model agrees on ${percent(agreement)} of them. `}
        {n_labeled > 0
          ? `Of ${plural(n_labeled, "text")} that you labeled and it would vote on, ${n_right} ${n_right === 1 ? "is" : "are"} ${draft.label}.`
          : "You have labeled none of them yet."}
      </p>
    </div>
  );
}

const MOST = 3;

/** Functions that say otherwise on the same texts, or the same. */
function Others({ draft, labels }: { draft: Draft; labels: readonly string[] }) {
  const lists = [
    { title: "Contradicts", functions: draft.contradicts },
    { title: "Nearly the same as", functions: draft.duplicates },
  ];
  return lists.map(
    ({ title, functions }) =>
      functions.length > 0 && (
        <div key={title} className={own.others} data-testid="draft-others">
          <h3>{title}</h3>
          <ul>
            {functions.slice(0, MOST).map((one) => (
              <li key={one.id}>
                <bdi>“{one.primitive}”</bdi> <ClassName index={labels.indexOf(one.label)} name={one.label} />
                <span className={own.quiet}>on {plural(one.n_shared, "text")}</span>
              </li>
            ))}
            {functions.length > MOST && <li className={own.quiet}>and {functions.length - MOST} more</li>}
          </ul>
        </div>
      ),
  );
}
