import "@mantine/core/styles/Table.css";
import { Button, Skeleton } from "@mantine/core";
import { useState } from "react";
import { useUndo } from "../../api/actions";
import type { LabelingFunction, ProjectInfo } from "../../api/client";
import { useFunctions, useProject, useScreen } from "../../api/queries";
import { Trouble } from "../../app/Trouble";
import { plural } from "../../text/format";
import { UndoIcon } from "../../ui/icons";
import { Keys } from "../../ui/Keys";
import { FunctionTable } from "./FunctionTable";
import classes from "./functions.module.css";
import { SourceDrawer } from "./SourceDrawer";

/** The table of functions: what each does, where it came from, and the way to take it back. */
export default function FunctionsView() {
  const project = useProject().data;
  const table = useFunctions();
  if (table.isError && !table.data)
    return <Trouble title="The functions cannot be shown">{table.error.message}</Trouble>;
  if (!project || !table.data) return <Skeleton height={320} m={28} radius="lg" />;
  return <Functions project={project} functions={table.data.functions} />;
}

function Functions({ project, functions }: { project: ProjectInfo; functions: readonly LabelingFunction[] }) {
  const [source, setSource] = useState<LabelingFunction | null>(null);
  return (
    <div className={classes.page}>
      <div className={classes.top}>
        <h2>{functions.length === 0 ? "Functions" : plural(functions.length, "function")}</h2>
        <UndoButton />
      </div>
      {functions.length === 0 ? (
        <Trouble title="No functions yet" testId="no-functions">
          A function says: texts with this word belong to this class. Write the first one in{" "}
          <a href="#/label">Label</a>: choose a class, then the word that gives it away.
        </Trouble>
      ) : (
        <FunctionTable project={project} functions={functions} onSource={setSource} />
      )}
      {source && <SourceDrawer source={source} project={project} onClose={() => setSource(null)} />}
    </div>
  );
}

function UndoButton() {
  const undo = useUndo();
  const canUndo = useScreen().data?.step.can_undo;
  if (!canUndo) return null;
  return (
    <Button
      variant="default"
      leftSection={<UndoIcon />}
      rightSection={<Keys of="Ctrl Z" />}
      onClick={() => void undo()}
      data-testid="undo"
    >
      <span className={classes.undoText}>Undo {canUndo}</span>
    </Button>
  );
}
