import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from "react";
import type { CorpusQuery } from "../../api/client";
import { plural } from "../../text/format";
import classes from "./corpus.module.css";
import { DocumentRow } from "./DocumentRow";
import { useRows } from "./useCorpus";
import {
  kept,
  offsetOf,
  type Place,
  ROW_PX,
  revealing,
  rowAfter,
  rowsAt,
  START,
  scrolledTo,
  tall,
} from "./windowing";

interface Props {
  query: CorpusQuery;
  total: number;
  labels: readonly string[];
  /** Whether something else is being looked for. */
  old: boolean;
  onOpen: (document: number) => void;
}

const LIST = "corpus-list";

/** Hand the keyboard to the list. */
export const focusList = (): void => document.getElementById(LIST)?.focus({ preventScroll: true });

const idOf = (at: number): string => `corpus-row-${at}`;

/** Rows of any number, of which only those in sight are there. Arrow keys go through them, Enter opens one. */
export function DocumentList({ query, total, labels, old, onOpen }: Props) {
  const list = useList(query, total);
  const { place, size, active } = list;
  const rows = rowsAt(place, size);
  const rowAt = useRows(query, rows);
  const open = (at: number) => {
    list.setActive(at);
    const row = rowAt(at);
    if (row) onOpen(row.document);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && active !== null) open(active);
    else if (!list.move(event.key)) return;
    event.preventDefault();
  };
  const drawn = Array.from({ length: rows.end - rows.first }, (_, at) => rows.first + at);
  return (
    <div
      ref={list.scroller}
      id={LIST}
      className={classes.list}
      role="listbox"
      tabIndex={0}
      aria-label={plural(total, "text")}
      aria-busy={old}
      aria-activedescendant={active !== null && drawn.includes(active) ? idOf(active) : undefined}
      onScroll={list.onScroll}
      onKeyDown={onKeyDown}
      onFocus={() => active === null && list.setActive(Math.ceil(place.top / ROW_PX))}
      data-old={old || undefined}
      data-testid="documents"
    >
      <div className={classes.all} style={{ height: tall(total) }} role="presentation">
        {drawn.map((at) => (
          <DocumentRow
            key={at}
            id={idOf(at)}
            at={at}
            total={total}
            offset={offsetOf(at, place)}
            row={rowAt(at)}
            labels={labels}
            active={at === active}
            onOpen={open}
          />
        ))}
      </div>
    </div>
  );
}

/** Where the list stands, and which row the keyboard is on. Another query begins at its beginning. */
function useList(query: CorpusQuery, total: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const height = useHeight(scroller);
  const size = { total, height };
  const [stood, setPlace] = useState<Place>(START);
  const [active, setActive] = useState<number | null>(null);
  const asked = useRef(query);
  const go = useCallback((to: Place) => {
    setPlace(to);
    if (scroller.current) scroller.current.scrollTop = to.scrolled;
  }, []);
  useEffect(() => {
    if (asked.current === query) return;
    asked.current = query;
    setActive(null);
    go(START);
  }, [query, go]);
  const place = kept(stood, size);
  return {
    scroller,
    size,
    place,
    active: active !== null && active < total ? active : null,
    setActive,
    onScroll: () => setPlace(scrolledTo(place, scroller.current?.scrollTop ?? 0, size)),
    /** Go where a key leads. Whether it led anywhere. */
    move: (key: string): boolean => {
      const to = rowAfter(key, active, size);
      if (to === null) return false;
      setActive(to);
      const shown = revealing(place, to, size);
      if (shown !== place) go(shown);
      return true;
    },
  };
}

/** The height of what is in sight, whatever changes it. */
function useHeight(scroller: React.RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(600);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  return height;
}
