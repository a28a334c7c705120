import type { LabelingFunction } from "../../api/client";
import { useDocument } from "../../api/queries";
import { plainText } from "../../text/cut";
import { count, shorten } from "../../text/format";
import classes from "./dialog.module.css";

interface Props {
  f: LabelingFunction | null;
  document: number | null;
  label: string;
}

/** On which text it is or was written, and what that means. */
export function Origin({ f, document, label }: Props) {
  const text = useDocument(document).data;
  if (document === null) {
    return (
      <p className={classes.origin} data-testid="origin">
        {f
          ? "It was brought in without a text of its own: it votes everywhere, and what a change does is seen once it is saved."
          : "Every text has been shown, so there is none to write it on. Open one in Corpus and choose “Label this one” first."}
      </p>
    );
  }
  const words = text ? plainText(text) : "…";
  return (
    <div className={classes.origin} data-testid="origin" data-document={document}>
      <p>
        {f ? "Written on" : "Written on the text that is on screen in Label,"} row{" "}
        {text ? count(text.row) : "…"}:
      </p>
      <blockquote dir="auto">{shorten(words.replace(/\s+/g, " ").trim(), 170)}</blockquote>
      {!f && (
        <p>
          It says of this text that it is <b>{label}</b>, too, and the next one comes on screen.
        </p>
      )}
    </div>
  );
}
