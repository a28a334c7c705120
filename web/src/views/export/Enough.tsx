import type { Progress, ProjectInfo } from "../../api/client";
import { count, percent, percentOr, plural, score } from "../../text/format";
import { Notes } from "../../ui/Notes";
import classes from "./export.module.css";

/** The numbers that say whether it is good enough; the judgement is the person's. */
export function Enough({ project, progress }: { project: ProjectInfo; progress: Progress }) {
  const behind = progress.step.models_step < progress.step.step;
  return (
    <section className={`${classes.card} ${classes.enough}`} data-testid="enough">
      <h2>Is it good enough?</h2>
      <p>{progress.enough}</p>
      <dl>
        <Row
          value={percent(progress.coverage)}
          name="of texts are covered by a function; the rest have the classifier's word alone"
        />
        <Row {...accuracy(project, progress)} />
        <Row
          value={percentOr(progress.confidence)}
          name={`mean probability of the predicted class${progress.confidence === null ? ": there is no model yet" : ""}`}
        />
        <Row value={percent(progress.conflict)} name="of texts have functions that disagree" />
      </dl>
      {behind && (
        <p className={classes.note}>
          Models are still learning. A download waits for them; these figures are of answer{" "}
          {count(progress.step.models_step)}.
        </p>
      )}
      {progress.n_functions === 0 && (
        <p className={classes.note}>
          There are no functions yet, so there is little to export: write them in <a href="#/label">Label</a>.
        </p>
      )}
      <Notes notes={progress.notes} />
      {project.n_missing > 0 && (
        <p className={classes.quiet}>{plural(project.n_missing, "row")} without a text stay unlabeled.</p>
      )}
    </section>
  );
}

/** Measured, estimated, or not known: each says which. */
function accuracy(project: ProjectInfo, { curve, estimates }: Progress): RowProps {
  const measured = curve.at(-1);
  if (measured && project.has_gold)
    return { value: score(measured.accuracy), name: `accuracy against gold, macro F1 ${score(measured.f1)}` };
  if (project.has_gold) return { value: "?", name: "accuracy: not measured yet" };
  const estimated = estimates.at(-1);
  const look = "Look at a hundred labels before you rely on them";
  if (!estimated) return { value: "?", name: `accuracy: unknown, there are no gold labels. ${look}` };
  const { low, high } = estimated;
  return {
    value: percent(estimated.accuracy),
    name: `accuracy, estimated from your labels, between ${percent(low)} and ${percent(high)}. ${look}`,
  };
}

interface RowProps {
  value: string;
  name: string;
}

function Row({ value, name }: RowProps) {
  return (
    <div>
      <dd>{value}</dd>
      <dt>{name}</dt>
    </div>
  );
}
