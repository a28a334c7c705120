import { VisuallyHidden } from "@mantine/core";
import type { CSSProperties } from "react";
import type { Precision } from "../../api/client";
import classes from "./cells.module.css";
import { precisionAtLength, precisionInWords } from "./expected";

/** How often it is expected to be right: a bar, whiskers around its end, and the number. */
export function PrecisionBar({ precision }: { precision: Precision | null }) {
  if (precision === null) {
    return (
      <span className={classes.precision} title="No estimate: there is no model yet, or it votes on no text">
        –
      </span>
    );
  }
  const { mean, low, high } = precision;
  const style = { "--mean": mean, "--low": low, "--high": high } as CSSProperties;
  return (
    <span className={classes.precision} title={precisionAtLength(precision)} data-testid="precision">
      <span className={classes.bar} style={style} aria-hidden="true">
        <i />
        <b />
      </span>
      {precisionInWords(precision)}
      <VisuallyHidden>, {precisionAtLength(precision)}</VisuallyHidden>
    </span>
  );
}
