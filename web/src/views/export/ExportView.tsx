import "@mantine/core/styles/Group.css";
import "@mantine/core/styles/Input.css";
import "@mantine/core/styles/InlineInput.css";
import "@mantine/core/styles/CheckboxIndicator.css";
import "@mantine/core/styles/Checkbox.css";
import { Checkbox } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { LabelsFormat } from "../../api/client";
import { useProgress, useProject } from "../../api/queries";
import { useServices } from "../../app/services";
import { plural } from "../../text/format";
import { Download } from "./Download";
import { Enough } from "./Enough";
import classes from "./export.module.css";
import { Snippet } from "./Snippet";
import { functionsCommand, LOAD_MODEL, labelsCommand, modelCommand, reportCommand } from "./snippets";

/** Labels and model, with the numbers that say whether they are good enough. */
export default function ExportView() {
  const project = useProject().data;
  const progress = useProgress().data;
  return (
    <div className={classes.page}>
      <div className={classes.stack}>
        <Labels />
        <Model />
        <Functions />
        <Report />
      </div>
      {project && progress && <Enough project={project} progress={progress} />}
    </div>
  );
}

const FORMATS: readonly { format: LabelsFormat; name: string }[] = [
  { format: "parquet", name: "Parquet" },
  { format: "csv", name: "CSV" },
  { format: "jsonl", name: "JSONL" },
];

function Labels() {
  const [votes, setVotes] = useState(false);
  const project = useProject().data;
  const { client } = useServices();
  return (
    <Card title="Labels">
      <p>
        For every row{project && ` (${plural(project.n_rows, "row")}, in their order)`}: the label, the
        probability of each class, and how many functions vote on it.
      </p>
      <div className={classes.row}>
        {FORMATS.map(({ format, name }) => (
          <Download
            key={format}
            href={client.labelsUrl(format, votes)}
            file={`labels.${format}`}
            testId={`export-${format}`}
          >
            {name}
          </Download>
        ))}
        <Checkbox
          label="with every function's vote"
          checked={votes}
          onChange={(event) => setVotes(event.currentTarget.checked)}
          data-testid="with-votes"
        />
      </div>
      <Snippet title="The same from the terminal" text={labelsCommand(project?.place ?? "PROJECT", votes)} />
    </Card>
  );
}

function Model() {
  const project = useProject().data;
  const { client } = useServices();
  return (
    <Card title="Model">
      <p>
        The classifier that was learnt from these labels: a scikit-learn pipeline. It needs nothing of
        lamplighter's.
      </p>
      <div className={classes.row}>
        <Download href={client.modelUrl()} file="model.joblib" testId="export-model">
          model.joblib
        </Download>
      </div>
      <Snippet title="Use it with scikit-learn alone" text={LOAD_MODEL} />
      <Snippet
        title="The same from the terminal, and labels for another file"
        text={modelCommand(project?.place ?? "PROJECT")}
      />
    </Card>
  );
}

const FUNCTION_FORMATS = [
  { format: "csv", name: "CSV", file: "functions.csv" },
  { format: "jsonl", name: "Prodigy", file: "patterns.jsonl" },
  { format: "json", name: "JSON", file: "functions.json" },
] as const;

function Functions() {
  const project = useProject().data;
  const { client } = useServices();
  return (
    <Card title="Functions">
      <p>
        What you wrote: for a spreadsheet, for Prodigy, or all there is to say of them. They can be brought in
        again.
      </p>
      <div className={classes.row}>
        {FUNCTION_FORMATS.map(({ format, name, file }) => (
          <Download
            key={format}
            href={client.functionsUrl(format)}
            file={file}
            testId={`export-functions-${format}`}
          >
            {name}
          </Download>
        ))}
      </div>
      <Snippet title="The same from the terminal" text={functionsCommand(project?.place ?? "PROJECT")} />
    </Card>
  );
}

function Report() {
  const project = useProject().data;
  const { client } = useServices();
  return (
    <Card title="Report">
      <p>
        One page with the figures, the plots and all functions, to keep or to pass on. It loads nothing from
        elsewhere.
      </p>
      <div className={classes.row}>
        <Download href={client.reportUrl()} file="report.html" testId="export-report">
          report.html
        </Download>
      </div>
      <Snippet title="The same from the terminal" text={reportCommand(project?.place ?? "PROJECT")} />
    </Card>
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
