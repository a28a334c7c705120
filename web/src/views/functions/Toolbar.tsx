import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useRedo, useUndo } from "../../api/actions";
import type { LabelingFunction } from "../../api/client";
import { useScreen } from "../../api/queries";
import { commandAt } from "../../keys/keymapStore";
import { RedoIcon, SearchIcon, UndoIcon, UploadIcon } from "../../ui/icons";
import { KeysFor, useKeyName } from "../../ui/Keys";
import { ExportMenu } from "./ExportMenu";
import { countInWords } from "./filter";
import classes from "./functions.module.css";

export type Panel = "conflicts" | "history";

interface Props {
  functions: readonly LabelingFunction[];
  nShown: number;
  typed: string;
  onTyped: (typed: string) => void;
  open: readonly Panel[];
  ids: Record<Panel, string>;
  onToggle: (panel: Panel) => void;
  onNew: () => void;
  onImport: () => void;
}

/** How many there are, the filter, and what can be done with all of them. */
export function Toolbar(props: Props) {
  const { functions, nShown, typed, onTyped, onNew, onImport } = props;
  const any = functions.length > 0;
  return (
    <div className={classes.top}>
      <h2>
        <span role="status" data-testid="function-count">
          {any ? countInWords(functions, nShown) : "Functions"}
        </span>
      </h2>
      {any && <FilterBox typed={typed} onTyped={onTyped} />}
      <div className={classes.tools}>
        <Travel />
        {any && <Toggle panel="conflicts" title="Conflicts" {...props} />}
        <Toggle panel="history" title="History" {...props} />
        <Button
          variant="default"
          leftSection={<UploadIcon />}
          onClick={onImport}
          data-testid="import-functions"
        >
          Import
        </Button>
        {any && <ExportMenu />}
        <Button onClick={onNew} data-testid="new-function">
          New function
        </Button>
      </div>
    </div>
  );
}

function FilterBox({ typed, onTyped }: Pick<Props, "typed" | "onTyped">) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (commandAt(event)?.do !== "find") return;
      event.preventDefault();
      input.current?.select();
    };
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
  return (
    <label className={classes.filter}>
      <SearchIcon />
      <input
        ref={input}
        type="search"
        value={typed}
        dir="auto"
        placeholder="word or class"
        aria-label="Filter the functions by word or class"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onTyped(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Escape" && onTyped("")}
        data-testid="filter"
      />
      {typed === "" && <KeysFor action="find" />}
    </label>
  );
}

function Toggle({ panel, title, open, ids, onToggle }: Props & { panel: Panel; title: string }) {
  const shown = open.includes(panel);
  return (
    <Button
      variant="default"
      className={classes.toggle}
      aria-expanded={shown}
      aria-controls={shown ? ids[panel] : undefined}
      onClick={() => onToggle(panel)}
      data-testid={`toggle-${panel}`}
    >
      {title}
    </Button>
  );
}

/** Undo and redo; what they would do is in their names, and in full in the history. */
function Travel() {
  const undo = useUndo();
  const redo = useRedo();
  const step = useScreen().data?.step;
  return (
    <div className={classes.travel}>
      <Way does="Undo" what={step?.can_undo} keys={useKeyName("undo")} onClick={() => void undo()}>
        <UndoIcon />
      </Way>
      <Way does="Redo" what={step?.can_redo} keys={useKeyName("redo")} onClick={() => void redo()}>
        <RedoIcon />
      </Way>
    </div>
  );
}

interface WayProps {
  does: "Undo" | "Redo";
  what: string | null | undefined;
  keys: string;
  onClick: () => void;
  children: React.ReactNode;
}

/** It stays focusable when there is nothing more to do: whoever pressed it keeps their place. */
function Way({ does, what, keys, onClick, children }: WayProps) {
  const words = what ? `${does} ${what}` : `Nothing to ${does.toLowerCase()}`;
  return (
    <button
      type="button"
      aria-label={words}
      title={`${words} (${keys})`}
      aria-disabled={!what}
      onClick={onClick}
      data-testid={does.toLowerCase()}
    >
      {children}
    </button>
  );
}
