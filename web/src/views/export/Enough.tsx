import type { Progress, ProjectInfo } from "../../api/client";
import { count, percent, plural, score } from "../../text/format";
import classes from "./export.module.css";

/** The numbers that say whether it is good enough; the judgement is the person's. */
export function Enough({ project, progress }: { project: ProjectInfo; progress: Progress }) {
  const last = progress.curve.at(-1);
  const behind = progress.step.models_step < progress.step.step;
  return (
    <section className={`${classes.card} ${classes.enough}`} data-testid="enough">
      <h2>Is it good enough?</h2>
      <dl>
        <Row
          value={percent(progress.coverage)}
          name="of texts are covered by a function; the rest have the classifier's word alone"
        />
        {last && project.has_gold ? (
          <Row value={score(last.accuracy)} name={`accuracy against gold, macro F1 ${score(last.f1)}`} />
        ) : (
          <Row
            value="?"
            name={
              project.has_gold
                ? "accuracy: not measured yet"
                : "accuracy: unknown, there are no gold labels. Look at a hundred labels before you rely on them"
            }
          />
        )}
        <Row value={percent(progress.confidence)} name="mean probability of the predicted class" />
        <Row value={percent(progress.conflict)} name="of texts have functions that disagree" />
      </dl>
      {behind && (
        <p className={classes.note}>
          Models are still learning. A download waits for them; these figures are of answer{" "}
          {count(progress.step.models_step)}.
        </p>
      )}
      {progress.n_functions === 0 && (
        <p className={classes.note}>There are no functions yet, so there is little to export.</p>
      )}
      {progress.notes.map((note) => (
        <p key={note} className={classes.note} data-testid="note">
          {note}
        </p>
      ))}
      {project.n_missing > 0 && (
        <p className={classes.quiet}>{plural(project.n_missing, "row")} without a text stay unlabeled.</p>
      )}
    </section>
  );
}

function Row({ value, name }: { value: string; name: string }) {
  return (
    <div>
      <dd>{value}</dd>
      <dt>{name}</dt>
    </div>
  );
}
