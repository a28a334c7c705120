import type { Suggestion } from "../../api/client";
import { count, plural } from "../../text/format";
import { SearchIcon } from "../../ui/icons";
import { Keys } from "../../ui/Keys";
import classes from "./label.module.css";
import { isInformed } from "./why";

/** Which text this is and how it was chosen, in one quiet line. */
export function DocumentMeta({ suggestion, onFind }: { suggestion: Suggestion; onFind: () => void }) {
  const { document, strategy } = suggestion;
  const by = isInformed(suggestion) ? `chosen by ${strategy}` : "drawn at random";
  return (
    <div className={classes.meta}>
      {document.id !== null && <span className={classes.id}>{document.id}</span>}
      <span>row {count(document.row)}</span>
      <span className={classes.by}>{by}</span>
      {document.duplicates > 0 && (
        <span>the very same text stands {plural(document.duplicates, "more time")}</span>
      )}
      <button
        type="button"
        className={classes.quiet}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onFind}
        data-testid="find"
      >
        <SearchIcon /> find a word <Keys of="/" />
      </button>
    </div>
  );
}
