/** A text that something was said of, and which of its words that was about. */
import type { HistoryEntry, LabelingFunction } from "../../api/client";

export interface Source {
  document: number;
  /** The answer that it was. */
  step: number;
  /** What was said, where that is not a function that stands. */
  said: string;
  /** The function that was written on it, if it stands. */
  f: LabelingFunction | null;
}

export const ofFunction = (f: LabelingFunction): Source => ({
  document: f.document ?? 0,
  step: f.written_at_step,
  said: "",
  f,
});

export const ofAnswer = (
  { step, said }: HistoryEntry,
  document: number,
  functions: readonly LabelingFunction[],
): Source => ({
  document,
  step,
  said,
  f: functions.find((f) => f.written_at_step === step) ?? null,
});

export interface Piece {
  text: string;
  marked: boolean;
}

/** Neighbours that look alike as one piece, but for ends of lines, where a long text is cut into blocks. */
export function joined(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = [];
  for (const { text, marked } of pieces) {
    const last = all.at(-1);
    if (last && last.marked === marked && !last.text.endsWith("\n")) last.text += text;
    else all.push({ text, marked });
  }
  return all;
}
