import { useSyncExternalStore } from "react";
import { useServices } from "../app/services";
import { CloseIcon } from "../ui/icons";
import type { Notice } from "./notices";
import classes from "./notices.module.css";

export function NoticeList() {
  const { notices } = useServices();
  const all = useSyncExternalStore(notices.subscribe, notices.all);
  return (
    <div className={classes.list} aria-live="polite" role="log" aria-label="Messages">
      {all.map((notice) => (
        <Card key={notice.id} notice={notice} onDismiss={() => notices.dismiss(notice.id)} />
      ))}
    </div>
  );
}

function Card({ notice, onDismiss }: { notice: Notice; onDismiss: () => void }) {
  const { kind, text, action } = notice;
  return (
    <div className={classes.notice} data-kind={kind} data-testid="notice">
      <span>{text}</span>
      {action && (
        <button
          type="button"
          className={classes.action}
          data-testid="notice-action"
          onClick={() => {
            onDismiss();
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button type="button" className={classes.close} aria-label="Dismiss" onClick={onDismiss}>
        <CloseIcon />
      </button>
    </div>
  );
}
