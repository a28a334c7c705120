import { Skeleton } from "@mantine/core";
import { memo } from "react";
import type { CorpusRow } from "../../api/client";
import { count, percent } from "../../text/format";
import { ClassName } from "../../ui/ClassName";
import classes from "./corpus.module.css";
import { votesInWords } from "./explained";

interface Props {
  id: string;
  at: number;
  total: number;
  offset: number;
  row: CorpusRow | undefined;
  labels: readonly string[];
  active: boolean;
  onOpen: (at: number) => void;
}

/** One text of the list: how it begins, or where it fits, and what is thought of it. */
export function DocumentRow({ id, at, total, offset, row, labels, active, onOpen }: Props) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keyboard, and Enter opens the row it is on
    // biome-ignore lint/a11y/useFocusableInteractive: as above; the row is named by aria-activedescendant
    <div
      id={id}
      role="option"
      aria-selected={active}
      aria-setsize={total}
      aria-posinset={at + 1}
      className={classes.row}
      style={{ transform: `translateY(${offset}px)` }}
      onClick={() => onOpen(at)}
      data-testid="document-row"
      data-at={at}
      data-document={row?.document}
    >
      {row ? <Content row={row} labels={labels} /> : <Skeleton height={16} width="60%" radius="sm" />}
    </div>
  );
}

const Content = memo(function Content({ row, labels }: { row: CorpusRow; labels: readonly string[] }) {
  return (
    <>
      <span className={classes.number}>{count(row.row)}</span>
      <span className={classes.excerpt} dir="auto">
        {row.pieces.map((piece, place) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: a text's pieces never move
          piece.found ? <mark key={place}>{piece.text}</mark> : piece.text,
        )}
      </span>
      <span className={classes.thought}>
        <span>
          {row.predicted === null ? (
            <span className={classes.quiet}>no prediction</span>
          ) : (
            <>
              <ClassName index={labels.indexOf(row.predicted)} name={row.predicted} />{" "}
              {percent(row.probability ?? 0)}
            </>
          )}
        </span>
        <span className={classes.quiet} data-contradicted={row.contradicted || undefined}>
          {votesInWords(row)}
        </span>
        {row.given !== null && (
          <span className={classes.quiet}>
            you: <ClassName index={labels.indexOf(row.given)} name={row.given} />
          </span>
        )}
      </span>
    </>
  );
});
