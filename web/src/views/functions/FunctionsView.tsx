import { Skeleton } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import type { FunctionTable as Functions, LabelingFunction, ProjectInfo } from "../../api/client";
import { useFunctions, useProject } from "../../api/queries";
import { Trouble } from "../../app/Trouble";
import { ConflictsPanel } from "./ConflictsPanel";
import { FunctionDialog } from "./FunctionDialog";
import { FunctionTable } from "./FunctionTable";
import { filtered } from "./filter";
import classes from "./functions.module.css";
import { HistoryPanel } from "./HistoryPanel";
import { ImportDialog } from "./ImportDialog";
import { SourceDrawer } from "./SourceDrawer";
import { ofAnswer, ofFunction, type Source } from "./source";
import { type Panel, Toolbar } from "./Toolbar";

/** The table of functions: what each does, where it came from, and the ways to change it. */
export default function FunctionsView() {
  const project = useProject().data;
  const table = useFunctions();
  if (table.isError && !table.data)
    return <Trouble title="The functions cannot be shown">{table.error.message}</Trouble>;
  if (!project || !table.data) return <Skeleton height={320} width="auto" m={28} radius="lg" />;
  return <Shown project={project} table={table.data} />;
}

/** What lies over the view. */
type Over =
  | { kind: "source"; source: Source }
  | { kind: "function"; f: LabelingFunction | null }
  | { kind: "import" };

function Shown({ project, table }: { project: ProjectInfo; table: Functions }) {
  const { functions } = table;
  const [over, setOver] = useState<Over | null>(null);
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState<readonly Panel[]>([]);
  const ids = { conflicts: useId(), history: useId() };
  const shown = filtered(functions, typed);
  const toggle = (panel: Panel) =>
    setOpen(open.includes(panel) ? open.filter((other) => other !== panel) : [...open, panel]);
  const historyOpen = open.includes("history");
  return (
    <div className={classes.page}>
      <Toolbar
        functions={functions}
        nShown={shown.length}
        typed={typed}
        onTyped={setTyped}
        open={open}
        ids={ids}
        onToggle={toggle}
        onNew={() => setOver({ kind: "function", f: null })}
        onImport={() => setOver({ kind: "import" })}
      />
      <div className={classes.body} data-history={historyOpen || undefined}>
        <div className={classes.main}>
          {open.includes("conflicts") && (
            <ConflictsPanel id={ids.conflicts} project={project} table={table} />
          )}
          <Rows n={functions.length} nShown={shown.length} typed={typed}>
            <FunctionTable
              project={project}
              functions={shown}
              onSource={(f) => setOver({ kind: "source", source: ofFunction(f) })}
              onEdit={(f) => setOver({ kind: "function", f })}
            />
          </Rows>
        </div>
        {historyOpen && (
          <HistoryPanel
            id={ids.history}
            onSource={(entry, document) =>
              setOver({ kind: "source", source: ofAnswer(entry, document, functions) })
            }
          />
        )}
      </div>
      <Above over={over} project={project} functions={functions} onClose={() => setOver(null)} />
    </div>
  );
}

interface RowsProps {
  n: number;
  nShown: number;
  typed: string;
  children: ReactNode;
}

/** The table, or why there is none. */
function Rows({ n, nShown, typed, children }: RowsProps) {
  if (n === 0) {
    return (
      <Trouble title="No functions yet" testId="no-functions">
        A function says: texts with this word belong to this class. Write the first one in{" "}
        <a href="#/label">Label</a>: choose a class, then the word that gives it away. Or bring some in from a
        file.
      </Trouble>
    );
  }
  if (nShown > 0) return children;
  return (
    <p className={classes.nothing} data-testid="nothing-filtered">
      No function has “<bdi>{typed.trim()}</bdi>” in its pattern or its class.
    </p>
  );
}

interface AboveProps {
  over: Over | null;
  project: ProjectInfo;
  functions: readonly LabelingFunction[];
  onClose: () => void;
}

function Above({ over, project, functions, onClose }: AboveProps) {
  if (!over) return null;
  if (over.kind === "source")
    return <SourceDrawer source={over.source} project={project} onClose={onClose} />;
  if (over.kind === "import") return <ImportDialog onClose={onClose} />;
  // As it is by now: another window may have changed it, or withdrawn it, since the dialog was opened.
  const now = functions.find(({ id }) => id === over.f?.id);
  const gone = over.f !== null && now === undefined;
  return (
    <FunctionDialog key={over.f?.id} project={project} f={now ?? over.f} gone={gone} onClose={onClose} />
  );
}
