import { VisuallyHidden } from "@mantine/core";
import { type CSSProperties, memo, useEffect, useMemo } from "react";
import type { Segment } from "../../api/client";
import { plural } from "../../text/format";
import { wordAtSegment } from "../../text/words";
import { classColour } from "../../theme/classes";
import { type Marked, marksOf, weightsOf } from "./marks";
import { spanOfSelection } from "./selection";
import classes from "./text.module.css";
import type { Labeling } from "./useLabeling";
import { useWordPointer } from "./useWordPointer";

/** The text. One listener serves all words, and a word is drawn anew only when its own mark changes. */
export function DocumentText({ labeling }: { labeling: Labeling }) {
  const { suggestion, words, strong, selection, choose, scroller, primitive } = labeling;
  const { segments } = suggestion.document;
  const wordAt = useMemo(() => wordAtSegment(words, segments.length), [words, segments.length]);
  const weights = useMemo(() => weightsOf(words, strong), [words, strong]);
  const marks = marksOf(words, spanOfSelection(selection), primitive);
  const pointer = useWordPointer(choose);
  useCursorInSight(selection.cursor, scroller);
  const colour = selection.label === null ? "var(--lamp-ink)" : classColour(selection.label);
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
        {segments.map((segment, at) => (
          <Piece
            // biome-ignore lint/suspicious/noArrayIndexKey: a text's segments never move
            key={at}
            segment={segment}
            word={wordAt[at]}
            mark={codeOf(marks.get(at))}
            weight={weights.get(wordAt[at] ?? -1) ?? 0}
            cursor={selection.cursor !== null && wordAt[at] === selection.cursor}
          />
        ))}
      </div>
      <VisuallyHidden role="status">{spoken(labeling)}</VisuallyHidden>
    </div>
  );
}

interface PieceProps {
  segment: Segment;
  word: number | undefined;
  /** A string rather than an object, so that an unchanged mark is equal. */
  mark: string | undefined;
  weight: number;
  cursor: boolean;
}

const Piece = memo(function Piece({ segment, word, mark, weight, cursor }: PieceProps) {
  if (word === undefined) {
    return mark === undefined ? segment.text : <span data-mark={mark}>{segment.text}</span>;
  }
  return (
    <span
      className={classes.word}
      data-testid="word"
      data-word={word}
      data-primitive={segment.primitive}
      data-mark={mark}
      data-cursor={cursor || undefined}
      data-promising={weight > 0 || undefined}
      style={weight > 0 ? ({ "--weight": `${Math.round(35 + 65 * weight)}%` } as CSSProperties) : undefined}
    >
      {segment.text}
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
