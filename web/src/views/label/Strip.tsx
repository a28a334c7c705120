import { Suspense } from "react";
import type { LabelingFunction, Progress, ProjectInfo } from "../../api/client";
import { useProgress } from "../../api/queries";
import { lazyPart } from "../../app/parts";
import { count, percent, plural, score } from "../../text/format";
import { classColour } from "../../theme/classes";
import { ClassMark } from "../../ui/ClassMark";
import { Meter, Shares } from "../../ui/Meter";
import { balanceSentence } from "./balance";
import classes from "./strip.module.css";

const Curve = lazyPart(() => import("../../ui/Curve"));

/** How far the work has come, in one line under it. */
export function Strip({ project }: { project: ProjectInfo }) {
  const progress = useProgress().data;
  if (!progress) return <div />;
  return (
    <footer className={classes.strip} data-testid="strip">
      <section>
        <h2>
          Coverage <b data-testid="coverage">{percent(progress.coverage)}</b>
        </h2>
        <Meter share={progress.coverage} />
        <small>{plural(progress.n_functions, "function")}</small>
      </section>
      <Balance project={project} progress={progress} />
      <Accuracy project={project} progress={progress} />
      <Latest project={project} latest={progress.latest} n={progress.n_functions} />
      <Note notes={progress.notes} />
    </footer>
  );
}

/** What should be known first; the room is kept without it, so that the buttons above stay where they are. */
function Note({ notes }: { notes: readonly string[] }) {
  const [first, ...others] = notes;
  return (
    <p className={classes.note} data-empty={first === undefined || undefined}>
      {first !== undefined && <span data-testid="note">{first}</span>}
      {others.length > 0 && <a href="#/progress">and {others.length} more</a>}
    </p>
  );
}

function Balance({ project, progress }: { project: ProjectInfo; progress: Progress }) {
  const { predicted_balance, believed_balance } = progress;
  return (
    <section>
      <h2>Balance</h2>
      <Shares labels={project.labels} shares={predicted_balance} />
      <small>{balanceSentence(project.labels, predicted_balance, believed_balance)}</small>
    </section>
  );
}

function Accuracy({ project, progress }: { project: ProjectInfo; progress: Progress }) {
  const last = progress.curve.at(-1);
  if (!project.has_gold) return <Estimated progress={progress} />;
  return (
    <section>
      <h2>
        Accuracy{" "}
        {last ? <b data-testid="accuracy">{score(last.accuracy)}</b> : <small>not measured yet</small>}
        {last && <small> against gold</small>}
      </h2>
      {progress.curve.length > 1 && (
        <Suspense fallback={<div style={{ height: 40 }} />}>
          <Curve points={progress.curve} small />
        </Suspense>
      )}
    </section>
  );
}

/** Without gold: what the person's own labels tell. */
function Estimated({ progress }: { progress: Progress }) {
  const last = progress.estimates.at(-1);
  return (
    <section>
      <h2>Accuracy {last && <b data-testid="estimate">about {percent(last.accuracy)}</b>}</h2>
      <small>
        {last
          ? `${percent(last.low)} to ${percent(last.high)}, as far as your labels tell`
          : "Unknown: there are no gold labels, and too few of yours yet."}
      </small>
    </section>
  );
}

interface LatestProps {
  project: ProjectInfo;
  latest: readonly LabelingFunction[];
  n: number;
}

function Latest({ project, latest, n }: LatestProps) {
  return (
    <section className={classes.latest}>
      <h2>Latest functions</h2>
      {n === 0 && <small>None yet. The first ones count most.</small>}
      <ul>
        {latest.map((f) => (
          <Chip key={f.id} f={f} index={project.labels.indexOf(f.label)} />
        ))}
      </ul>
    </section>
  );
}

function Chip({ f, index }: { f: LabelingFunction; index: number }) {
  return (
    <li className={classes.chip} title={`“${f.primitive}” votes ${f.label} on ${count(f.n_votes)} texts`}>
      <span style={{ color: classColour(index), display: "flex" }}>
        <ClassMark index={index} size={9} />
      </span>
      <bdi>{f.primitive}</bdi>
    </li>
  );
}
