import { useEffect } from "react";
import classes from "./App.module.css";
import { usePartMissing } from "./parts";

/** Says that a part of the page could not be loaded, and offers what helps. */
export function PartMissing() {
  const missing = usePartMissing();
  useEffect(() => {
    // It stands above the view, which may be scrolled in a narrow window.
    if (missing) window.scrollTo({ top: 0 });
  }, [missing]);
  return (
    <div role="alert">
      {missing && (
        <div className={classes.banner} data-testid="part-missing">
          <span>
            This part of the page cannot be loaded, because the server is gone or was updated; what you chose
            is kept.
          </span>
          <button type="button" className={classes.reload} onClick={() => window.location.reload()}>
            Reload
          </button>
        </div>
      )}
    </div>
  );
}
