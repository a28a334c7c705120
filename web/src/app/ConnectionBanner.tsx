import { useEffect } from "react";
import { useProject, useReachable } from "../api/queries";
import classes from "./App.module.css";
import { useServices } from "./services";

const RETRY_MS = 2_000;

/** Says that the server is gone, asks for it until it is back, and then asks for everything anew. */
export function ConnectionBanner() {
  const reachable = useReachable();
  // Before anything was shown, the view itself says so.
  const shown = useProject().data !== undefined;
  useRetrying(!reachable);
  return (
    <div role="alert">
      {!reachable && shown && (
        <div className={classes.banner} data-testid="unreachable">
          The server does not answer. What you chose is kept; this page tries again every two seconds.
        </div>
      )}
    </div>
  );
}

function useRetrying(active: boolean): void {
  const { client, connection, queries } = useServices();
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(async () => {
      try {
        await client.project();
      } catch {
        return; // Still gone: the next turn asks again.
      }
      connection.report(true);
      await queries.invalidateQueries();
    }, RETRY_MS);
    return () => clearInterval(timer);
  }, [active, client, connection, queries]);
}
