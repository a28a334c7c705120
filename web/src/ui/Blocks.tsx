import { type CSSProperties, Fragment, type ReactNode, useMemo } from "react";
import { blocksOf, linesOf } from "../text/blocks";
import classes from "./ui.module.css";

interface Props<Piece> {
  /** Joined, they are the text. */
  pieces: readonly Piece[];
  children: (piece: Piece) => ReactNode;
}

/** A text to read, piece by piece; of a long one, what is out of sight is not laid out. */
export function Blocks<Piece extends { text: string }>({ pieces, children }: Props<Piece>) {
  const lines = useMemo(() => linesOf(pieces), [pieces]);
  const blocks = useMemo(() => blocksOf(lines), [lines]);
  return blocks.map((block) => (
    <span
      key={block.from}
      className={blocks.length > 1 ? classes.block : undefined}
      style={{ "--lines": block.lines } as CSSProperties}
    >
      {lines.slice(block.from, block.to).map((piece, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a text's pieces never move
        <Fragment key={at}>{children(piece)}</Fragment>
      ))}
    </span>
  ));
}
