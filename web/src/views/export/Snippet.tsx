import { useState } from "react";
import { CopyIcon } from "../../ui/icons";
import classes from "./export.module.css";

/** A few lines to copy. */
export function Snippet({ title, text }: { title: string; text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    // Absent where the page is not on localhost or https; the text can be selected all the same.
    await navigator.clipboard?.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1_500);
  };
  return (
    <figure className={classes.snippet}>
      <figcaption>
        {title}
        {navigator.clipboard && (
          <button type="button" onClick={() => void copy()}>
            <CopyIcon /> <span aria-live="polite">{copied ? "copied" : "copy"}</span>
          </button>
        )}
      </figcaption>
      <pre>
        <code>{text}</code>
      </pre>
    </figure>
  );
}
