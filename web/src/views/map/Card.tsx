import { useEffect, useState } from "react";
import { useDocument } from "../../api/queries";
import { plainText } from "../../text/cut";
import { percent, shorten } from "../../text/format";
import { ClassName } from "../../ui/ClassName";
import { NOTHING } from "./looks";
import classes from "./map.module.css";

interface Props {
  document: number;
  labels: readonly string[];
  predicted: number;
  sure: number;
  given: number;
}

/** A pointer on its way to somewhere else asks for nothing. */
const REST_MS = 70;

/** What a point is: the beginning of its text, and what is made of it. */
export function Card({ document, labels, predicted, sure, given }: Props) {
  const text = useDocument(useRested(document)).data;
  const there = text?.document === document;
  const words = there ? plainText(text) : "";
  return (
    <div data-document={document} data-testid={there ? "point-text" : undefined}>
      <p className={classes.excerpt} dir="auto">
        {there ? shorten(words.replace(/\s+/g, " ").trim(), 200) : "…"}
      </p>
      <p className={classes.said}>
        {predicted < labels.length ? (
          <>
            predicted <ClassName index={predicted} name={labels[predicted] as string} />
            {sure !== NOTHING && ` ${percent(Math.round((100 * sure) / 254) / 100)}`}
          </>
        ) : (
          "not predicted yet"
        )}
        {given < labels.length && (
          <>
            {" · you said "}
            <ClassName index={given} name={labels[given] as string} />
          </>
        )}
      </p>
    </div>
  );
}

function useRested(document: number): number | null {
  const [rested, setRested] = useState<number | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setRested(document), REST_MS);
    return () => clearTimeout(timer);
  }, [document]);
  return rested;
}
