/** The other columns of a text's row, as many and as long as one line or two can bear. */
import type { Document } from "../../api/client";
import { shorten } from "../../text/format";

const SHOWN = 5;
const NAME_LENGTH = 24;
const VALUE_LENGTH = 40;

export interface Cell {
  column: string;
  name: string;
  value: string;
  /** All of it, where the name or the value had to be cut. */
  whole: string | undefined;
}

export function cellsOf(columns: Document["columns"]): Cell[] {
  return Object.entries(columns).map(([column, text]) => {
    const name = shorten(column, NAME_LENGTH);
    const value = shorten(text, VALUE_LENGTH);
    return {
      column,
      name,
      value,
      whole: name === column && value === text ? undefined : `${column}: ${text}`,
    };
  });
}

/** The cells to show, and how many are kept back; a single one is not worth a button. */
export function shownCells(cells: readonly Cell[], all: boolean): { shown: readonly Cell[]; more: number } {
  if (all || cells.length <= SHOWN + 1) return { shown: cells, more: 0 };
  return { shown: cells.slice(0, SHOWN), more: cells.length - SHOWN };
}
