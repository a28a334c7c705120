/** Long texts in blocks, of which a browser lays out those in sight, and React draws those anew that changed. */

export interface Block {
  /** The first piece. */
  from: number;
  /** Behind the last piece. */
  to: number;
  /** About how many lines it takes, until it is laid out. */
  lines: number;
}

/** Characters: shorter texts are one block; a block ends with the line in which it becomes so long, at the latest there. */
const LONG = 20_000;
const ENOUGH = 2_000;
const TOO_LONG = 20_000;
const LINE = 80;

/** Cut a long text behind ends of lines or, where it goes on and on without any, between words. Joined, the blocks are the text. */
export function blocksOf(pieces: readonly { text: string }[]): Block[] {
  const isLong = pieces.reduce((sum, { text }) => sum + text.length, 0) >= LONG;
  const blocks: Block[] = [];
  let from = 0;
  let length = 0;
  let lines = 0;
  const end = (to: number) => {
    blocks.push({ from, to, lines: lines + Math.ceil(length / LINE) });
    [from, length, lines] = [to, 0, 0];
  };
  pieces.forEach(({ text }, at) => {
    length += text.length;
    const endsLine = text.endsWith("\n");
    if (endsLine) lines += 1;
    if (isLong && ((endsLine && length >= ENOUGH) || (length >= TOO_LONG && /\s$/.test(text)))) end(at + 1);
  });
  if (from < pieces.length) end(pieces.length);
  return blocks;
}

/** Cut pieces behind ends of lines, where blocks can end. */
export const linesOf = <Piece extends { text: string }>(pieces: readonly Piece[]): Piece[] =>
  pieces.flatMap((piece) =>
    piece.text.includes("\n") ? piece.text.split(/(?<=\n)/).map((text) => ({ ...piece, text })) : [piece],
  );
