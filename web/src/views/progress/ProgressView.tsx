import { Skeleton } from "@mantine/core";
import { type ReactNode, Suspense } from "react";
import type { Progress, ProjectInfo } from "../../api/client";
import { useProgress, useProject, useScreen } from "../../api/queries";
import { lazyPart } from "../../app/parts";
import { Trouble } from "../../app/Trouble";
import { count, percent, percentOr, plural, score } from "../../text/format";
import { Meter } from "../../ui/Meter";
import { Notes } from "../../ui/Notes";
import { BalanceTable } from "./BalanceTable";
import { Histogram } from "./Histogram";
import { LastAnswers } from "./LastAnswers";
import classes from "./progress.module.css";

const Curve = lazyPart(() => import("../../ui/Curve"));

/** How far the work has come, and how far it can be trusted. */
export default function ProgressView() {
  const project = useProject().data;
  const progress = useProgress();
  if (progress.isError && !progress.data)
    return <Trouble title="Progress cannot be shown">{progress.error.message}</Trouble>;
  if (!project || !progress.data) return <Skeleton height={360} width="auto" m={28} radius="lg" />;
  return (
    <div className={classes.page}>
      <p className={classes.enough} data-testid="enough">
        <b>Is it enough?</b> {progress.data.enough}
        {progress.data.n_functions === 0 && (
          <>
            {" "}
            Write them in <a href="#/label">Label</a>.
          </>
        )}
      </p>
      <Notes notes={progress.data.notes} />
      <Numbers progress={progress.data} project={project} />
      <div className={classes.columns}>
        <div className={classes.column}>
          <LearningCurve progress={progress.data} project={project} />
          <Card title="How sure the model is">
            <Histogram counts={progress.data.histogram} />
          </Card>
        </div>
        <div className={classes.column}>
          <Card title="Class balance">
            <BalanceTable progress={progress.data} labels={project.labels} />
          </Card>
          <Card title="The last answers">
            <LastAnswers step={progress.data.step.step} />
          </Card>
        </div>
      </div>
      <Settings project={project} />
    </div>
  );
}

function Numbers({ progress, project }: { progress: Progress; project: ProjectInfo }) {
  return (
    <div className={classes.numbers}>
      <Figure
        title="Coverage"
        value={percent(progress.coverage)}
        about={`of ${plural(project.n_documents, "text")}`}
        testId="coverage"
      >
        <Meter share={progress.coverage} />
      </Figure>
      <Figure title="Conflict" value={percent(progress.conflict)} about="texts on which functions disagree">
        <Meter share={progress.conflict} />
      </Figure>
      <Figure
        title="Confidence"
        value={percentOr(progress.confidence)}
        about={
          progress.confidence === null ? "there is no model yet" : "mean probability of the predicted class"
        }
        testId="confidence"
      >
        <Meter share={progress.confidence ?? 0} />
      </Figure>
      <Figure
        title="Answers"
        value={count(progress.step.step)}
        about={`${plural(progress.n_functions, "function")}, ${plural(progress.n_labels, "labeled text")}, ${count(progress.n_skipped)} skipped`}
      />
    </div>
  );
}

interface FigureProps {
  title: string;
  value: string;
  about: string;
  testId?: string;
  children?: ReactNode;
}

function Figure({ title, value, about, testId, children }: FigureProps) {
  return (
    <section className={classes.card}>
      <h2>{title}</h2>
      <p className={classes.value} data-testid={testId}>
        {value}
      </p>
      {children}
      <small>{about}</small>
    </section>
  );
}

function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.card}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function LearningCurve({ progress, project }: { progress: Progress; project: ProjectInfo }) {
  const last = progress.curve.at(-1);
  if (!project.has_gold) return <Estimated progress={progress} />;
  if (!last) {
    return (
      <Card title="Learning curve">
        <p className={classes.words}>
          It begins with the first models. They need functions for at least two classes.
        </p>
      </Card>
    );
  }
  return (
    <Card title="Learning curve, measured against gold">
      <p className={classes.legend}>
        <span>
          <i data-line="solid" aria-hidden="true" /> accuracy{" "}
          <b data-testid="accuracy">{score(last.accuracy)}</b>
        </span>
        <span>
          <i data-line="dashed" aria-hidden="true" /> macro F1 <b data-testid="f1">{score(last.f1)}</b>
        </span>
        <small>after answer {count(last.step)}</small>
      </p>
      <Suspense fallback={<div style={{ height: 320 }} />}>
        <Curve points={progress.curve} />
      </Suspense>
      <small>Gold labels serve this measurement and nothing else: no model sees them.</small>
    </Card>
  );
}

/** Without gold: the estimate from the person's own labels, with how far it may be off. */
function Estimated({ progress }: { progress: Progress }) {
  const last = progress.estimates.at(-1);
  if (!last) {
    return (
      <Card title="Accuracy">
        <p className={classes.words}>
          Unknown yet. This project has no gold labels: after some more answers the accuracy is estimated from
          them, by asking models about texts whose label they have not seen. Coverage and confidence only say
          how much is decided, and how decidedly.
        </p>
      </Card>
    );
  }
  return (
    <Card title="Accuracy, estimated from your labels">
      <p className={classes.legend}>
        <span>
          <i data-line="solid" aria-hidden="true" /> about{" "}
          <b data-testid="estimate">{percent(last.accuracy)}</b>, between {percent(last.low)} and{" "}
          {percent(last.high)}
        </span>
        <small>after answer {count(last.step)}</small>
      </p>
      <Suspense fallback={<div style={{ height: 320 }} />}>
        <Curve points={progress.estimates} />
      </Suspense>
      <small>
        Your labels are of texts that were chosen to teach, not drawn by lot, so this tends to be off, and
        rather too low than too high. To measure it, label some texts apart and give that column as gold when
        you start.
      </small>
    </Card>
  );
}

function Settings({ project }: { project: ProjectInfo }) {
  const strategy = useScreen().data?.strategy ?? project.strategy;
  const rows: [string, string][] = [
    ["Texts", `${count(project.n_documents)} of ${plural(project.n_rows, "row")}${omitted(project)}`],
    ["Words", `${count(project.n_primitives)}, ${project.primitives}`],
    ["Strategy", strategy],
    ["Label model", project.label_model],
    ["Contextualizer", project.contextualizer],
    ["lamplighter", project.version],
  ];
  return (
    <dl className={classes.settings} aria-label="Settings of this project">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function omitted({ n_missing, n_duplicates }: ProjectInfo): string {
  const parts = [
    n_missing > 0 && `${count(n_missing)} without a text`,
    n_duplicates > 0 && `${plural(n_duplicates, "duplicate")} kept`,
  ].filter(Boolean);
  return parts.length > 0 ? ` (${parts.join(", ")})` : "";
}
