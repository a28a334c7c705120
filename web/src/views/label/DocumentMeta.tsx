import { useState } from "react";
import type { Document, Suggestion } from "../../api/client";
import { count, plural } from "../../text/format";
import { SearchIcon } from "../../ui/icons";
import { KeysFor } from "../../ui/Keys";
import { cellsOf, shownCells } from "./columns";
import styles from "./columns.module.css";
import classes from "./label.module.css";
import { chosenBy } from "./why";

/** Which text this is and how it was chosen, in one quiet line, and in another what else its row says. */
export function DocumentMeta({ suggestion, onFind }: { suggestion: Suggestion; onFind: () => void }) {
  const { document } = suggestion;
  return (
    <>
      <div className={classes.meta}>
        {document.id !== null && <span className={classes.id}>{document.id}</span>}
        <span>row {count(document.row)}</span>
        <span className={classes.by}>{chosenBy(suggestion)}</span>
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
          <SearchIcon /> find a word <KeysFor action="find" />
        </button>
      </div>
      <OtherColumns columns={document.columns} />
    </>
  );
}

function OtherColumns({ columns }: { columns: Document["columns"] }) {
  const [all, setAll] = useState(false);
  const { shown, more } = shownCells(cellsOf(columns), all);
  if (shown.length === 0) return null;
  return (
    <div className={styles.columns} data-testid="columns">
      <dl>
        {shown.map(({ column, name, value, whole }) => (
          <div key={column} title={whole} data-testid="column" data-column={column}>
            <dt>
              <bdi>{name}</bdi>
            </dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {more > 0 && (
        <button
          type="button"
          className={styles.more}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => setAll(true)}
          data-testid="more-columns"
        >
          {count(more)} more
        </button>
      )}
    </div>
  );
}
