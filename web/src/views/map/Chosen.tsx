import { Skeleton, VisuallyHidden } from "@mantine/core";
import { useMemo } from "react";
import { count, plural, shorten } from "../../text/format";
import { ClassMark } from "../../ui/ClassMark";
import { ClassName } from "../../ui/ClassName";
import { CloseIcon } from "../../ui/icons";
import classes from "./map.module.css";
import { tally } from "./tally";
import { useTexts } from "./useMap";

interface Props {
  documents: readonly number[];
  labels: readonly string[];
  predicted: Uint8Array;
  onOpen: (document: number) => void;
  onClear: () => void;
}

/** So many are listed. */
const LISTED = 50;

/** The texts within the line: how many, what they are predicted to be, and the first of them. */
export function Chosen({ documents, labels, predicted, onOpen, onClear }: Props) {
  const counts = tally(predicted, labels.length, documents);
  const listed = useMemo(() => documents.slice(0, LISTED), [documents]);
  const texts = useTexts(listed);
  return (
    <section
      className={classes.card}
      aria-label="Chosen texts"
      data-testid="chosen"
      data-n={documents.length}
    >
      <div className={classes.head}>
        <h2>
          <span role="status">{plural(documents.length, "text")} chosen</span>
        </h2>
        <button type="button" onClick={onClear} aria-label="Let go of the chosen texts" data-testid="let-go">
          <CloseIcon />
        </button>
      </div>
      <ul className={classes.counts}>
        {labels.map((label, code) =>
          counts[code] ? (
            <li key={label} data-testid="chosen-class" data-label={label}>
              <ClassName index={code} name={label} /> {count(counts[code])}
            </li>
          ) : null,
        )}
        {counts[labels.length] ? <li>not predicted {count(counts[labels.length] as number)}</li> : null}
      </ul>
      <ol className={classes.texts}>
        {listed.map((document, at) => (
          <li key={document}>
            <button type="button" onClick={() => onOpen(document)} dir="auto" data-testid="chosen-text">
              <ClassMark
                index={(predicted[document] ?? 255) < labels.length ? (predicted[document] as number) : -1}
              />
              {texts[at] == null ? (
                <Skeleton height={16}>
                  <VisuallyHidden>a text on its way</VisuallyHidden>
                </Skeleton>
              ) : (
                shorten(texts[at].replace(/\s+/g, " ").trim(), 110)
              )}
            </button>
          </li>
        ))}
      </ol>
      {documents.length > LISTED && <p className={classes.words}>The first {LISTED} are listed.</p>}
    </section>
  );
}
