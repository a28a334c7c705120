import { Button, Skeleton } from "@mantine/core";
import { useRedo, useUndo } from "../../api/actions";
import type { HistoryEntry } from "../../api/client";
import { useHistory, useScreen } from "../../api/queries";
import { count } from "../../text/format";
import { RedoIcon, UndoIcon } from "../../ui/icons";
import { KeysFor } from "../../ui/Keys";
import classes from "./history.module.css";

interface Props {
  id: string;
  onSource: (entry: HistoryEntry, document: number) => void;
}

/** All answers, newest first, and the way back and forth. */
export function HistoryPanel({ id, onSource }: Props) {
  const history = useHistory();
  return (
    <section id={id} className={classes.panel} aria-label="History" data-testid="history">
      <Travel />
      {history.isError && <p className={classes.none}>{history.error.message}</p>}
      {history.isPending && <Skeleton height={160} />}
      {history.data?.entries.length === 0 && (
        <p className={classes.none}>
          Nothing was answered yet. Each answer that you give in Label will stand here, and can be taken back.
        </p>
      )}
      <ol className={classes.entries}>
        {history.data?.entries.map((entry) => (
          <Entry key={entry.step} entry={entry} onSource={onSource} />
        ))}
      </ol>
    </section>
  );
}

/** Undo and redo, with what they would do. */
function Travel() {
  const undo = useUndo();
  const redo = useRedo();
  const step = useScreen().data?.step;
  return (
    <div className={classes.travel}>
      <Way does="Undo" what={step?.can_undo} action="undo" icon={<UndoIcon />} onClick={() => void undo()} />
      <Way does="Redo" what={step?.can_redo} action="redo" icon={<RedoIcon />} onClick={() => void redo()} />
    </div>
  );
}

interface WayProps {
  does: "Undo" | "Redo";
  what: string | null | undefined;
  action: "undo" | "redo";
  icon: React.ReactNode;
  onClick: () => void;
}

function Way({ does, what, action, icon, onClick }: WayProps) {
  return (
    <Button
      variant="default"
      justify="flex-start"
      leftSection={icon}
      rightSection={what && <KeysFor action={action} />}
      disabled={!what}
      title={what ? `${does} ${what}` : `Nothing to ${does.toLowerCase()}`}
      onClick={onClick}
      data-testid={`history-${does.toLowerCase()}`}
    >
      <span className={classes.what}>
        {does} {what && <bdi>{what}</bdi>}
      </span>
    </Button>
  );
}

/** Undoing and redoing are entries of their own: they happened. */
const MOVES: Record<string, React.ReactNode> = { undone: <UndoIcon />, redone: <RedoIcon /> };

function Entry({ entry, onSource }: { entry: HistoryEntry; onSource: Props["onSource"] }) {
  const { step, kind, said, document, stands } = entry;
  const Said = stands ? "span" : "s";
  return (
    <li
      data-testid="history-entry"
      data-step={step}
      data-kind={kind}
      data-stands={stands}
      data-move={kind in MOVES || undefined}
    >
      <small>{count(step)}</small>
      <span className={classes.said}>
        {MOVES[kind]}
        <Said>
          <bdi>{said}</bdi>
        </Said>
        {!stands && <em>undone</em>}
      </span>
      {document !== null && (
        <button
          type="button"
          aria-label={`The text of answer ${step}: ${said}`}
          onClick={() => onSource(entry, document)}
          data-testid="history-source"
        >
          text
        </button>
      )}
    </li>
  );
}
