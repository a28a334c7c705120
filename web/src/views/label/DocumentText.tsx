import { VisuallyHidden } from "@mantine/core";
import { type CSSProperties, memo, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { type Block, blocksOf } from "../../text/blocks";
import type { Segment } from "../../text/cut";
import { plural } from "../../text/format";
import { wordAtSegment } from "../../text/words";
import { classColour } from "../../theme/classes";
import { type Marked, marksOf, weightsOf } from "./marks";
import { spanOfSelection } from "./selection";
import classes from "./text.module.css";
import type { Labeling } from "./useLabeling";
import { useWordPointer } from "./useWordPointer";

/**
 * The text. One listener serves all words, and a word is drawn anew only when its own mark changes. A long text is drawn
 * in blocks: a key press then compares a few hundred of them, not tens of thousands of words. Those out of sight are not
 * laid out, and have their words as elements only once they are near: till then they are mere text.
 */
export function DocumentText({ labeling }: { labeling: Labeling }) {
  const { segments, words, strong, selection, choose, scroller } = labeling;
  const wordAt = useMemo(() => wordAtSegment(words, segments.length), [words, segments.length]);
  const weights = useMemo(() => weightsOf(words, strong), [words, strong]);
  const blocks = useMemo(() => blocksOf(segments), [segments]);
  const marks = useMarks(labeling, blocks);
  const pointer = useWordPointer(choose);
  useCursorInSight(selection.cursor, scroller);
  const colour = selection.label === null ? "var(--lamp-ink)" : classColour(selection.label);
  const cursorAt = selection.cursor === null ? -1 : (words[selection.cursor]?.segment ?? -1);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
    <div ref={scroller} className={classes.scroller} tabIndex={0} role="group" aria-label="Text">
      <div
        className={classes.text}
        dir="auto"
        data-testid="document-text"
        data-size={sizeOf(segments)}
        style={{ "--chosen": colour } as CSSProperties}
        {...pointer}
      >
        {blocks.map((block, at) => (
          <BlockText
            key={block.from}
            nth={at}
            block={block}
            alone={blocks.length === 1}
            segments={segments}
            wordAt={wordAt}
            marks={marks[at] ?? NO_MARKS}
            weights={weights}
            cursorAt={block.from <= cursorAt && cursorAt < block.to ? cursorAt : -1}
          />
        ))}
      </div>
      <VisuallyHidden role="status">{spoken(labeling)}</VisuallyHidden>
    </div>
  );
}

type Marks = ReadonlyMap<number, Marked>;

const NO_MARKS: Marks = new Map();

/** The marks of each block; the same as before where nothing changed. */
function useMarks({ words, selection, primitive }: Labeling, blocks: readonly Block[]): Marks[] {
  const { from, to } = spanOfSelection(selection) ?? { from: -1, to: -1 };
  return useMemo(() => {
    const all = [...marksOf(words, from < 0 ? null : { from, to }, primitive)];
    if (all.length === 0) return [];
    return blocks.map((block) => {
      const here = all.filter(([at]) => block.from <= at && at < block.to);
      return here.length > 0 ? new Map(here) : NO_MARKS;
    });
  }, [words, from, to, primitive, blocks]);
}

interface BlockProps {
  /** Its place among the blocks. */
  nth: number;
  block: Block;
  /** Whether it is the whole text. */
  alone: boolean;
  segments: readonly Segment[];
  wordAt: readonly (number | undefined)[];
  marks: Marks;
  weights: ReadonlyMap<number, number>;
  /** The segment under the cursor; -1 where it is not in this block. */
  cursorAt: number;
}

const BlockText = memo(function BlockText({ nth, block, alone, segments, ...props }: BlockProps) {
  const { wordAt, marks, weights, cursorAt } = props;
  const place = useRef<HTMLSpanElement>(null);
  const near = useNear(place, nth < FIRST_BLOCKS);
  const here = segments.slice(block.from, block.to);
  if (!alone && !near && cursorAt < 0) {
    return (
      <span ref={place} className={classes.block} style={{ "--lines": block.lines } as CSSProperties}>
        {here.map(({ text }) => text).join("")}
      </span>
    );
  }
  const pieces = here.map((segment, k) => {
    const at = block.from + k;
    const word = wordAt[at];
    const mark = codeOf(marks.get(at));
    if (word === undefined && mark === undefined) return segment.text;
    return (
      <Piece
        key={at}
        text={segment.text}
        primitive={segment.primitive}
        word={word}
        mark={mark}
        weight={weights.get(word ?? -1) ?? 0}
        cursor={at === cursorAt}
      />
    );
  });
  if (alone) return pieces;
  return (
    <span ref={place} className={classes.block} style={{ "--lines": block.lines } as CSSProperties}>
      {pieces}
    </span>
  );
});

/** Blocks that have their words at once: what is seen first. */
const FIRST_BLOCKS = 2;

/** Whether an element is in sight, or about to be. */
function useNear(element: RefObject<HTMLElement | null>, atFirst: boolean): boolean {
  const [near, setNear] = useState(atFirst);
  useEffect(() => {
    if (element.current === null) return;
    // A screen ahead, also within the scroller, where the browser knows how to look ahead in one.
    const margins = { rootMargin: "100% 0px", scrollMargin: "100% 0px" };
    const watching = new IntersectionObserver(
      (seen) => setNear(seen.at(-1)?.isIntersecting ?? false),
      margins,
    );
    watching.observe(element.current);
    return () => watching.disconnect();
  }, [element]);
  return near;
}

interface PieceProps extends Segment {
  /** Nothing for what stands between the words of a marked phrase. */
  word: number | undefined;
  /** A string rather than an object, so that an unchanged mark is equal. */
  mark: string | undefined;
  weight: number;
  cursor: boolean;
}

const Piece = memo(function Piece({ text, primitive, word, mark, weight, cursor }: PieceProps) {
  if (word === undefined) return <span data-mark={mark}>{text}</span>;
  return (
    <span
      className={classes.word}
      data-testid="word"
      data-word={word}
      data-primitive={primitive}
      data-mark={mark}
      data-cursor={cursor || undefined}
      data-promising={weight > 0 || undefined}
      style={weight > 0 ? ({ "--weight": `${Math.round(35 + 65 * weight)}%` } as CSSProperties) : undefined}
    >
      {text}
    </span>
  );
});

const codeOf = (marked: Marked | undefined): string | undefined =>
  marked && [marked.mark, marked.first && "first", marked.last && "last"].filter(Boolean).join(" ");

/** Short texts are set larger. */
function sizeOf(segments: readonly Segment[]): "short" | "middle" | "long" {
  const length = segments.reduce((sum, segment) => sum + segment.text.length, 0);
  if (length < 140) return "short";
  return length < 1800 ? "middle" : "long";
}

function useCursorInSight(cursor: number | null, scroller: Labeling["scroller"]): void {
  useEffect(() => {
    if (cursor === null) return;
    scroller.current?.querySelector(`[data-word="${cursor}"]`)?.scrollIntoView({ block: "nearest" });
  }, [cursor, scroller]);
}

/** The word under the cursor, for a screen reader. */
function spoken({ selection, words, strong, suggestion }: Labeling): string {
  const word = selection.cursor === null ? undefined : words[selection.cursor];
  if (!word) return "";
  const texts = suggestion.candidates[word.primitive];
  const parts = [
    word.primitive,
    `word ${word.index + 1} of ${words.length}`,
    strong.has(word.primitive) && "promising",
    texts !== undefined && `in ${plural(texts, "text")}`,
  ];
  return parts.filter(Boolean).join(", ");
}
