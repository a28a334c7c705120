import type { ReactNode } from "react";
import classes from "./App.module.css";

/** A whole view's worth of bad (or no) news, with what to do. */
export function Trouble({
  title,
  children,
  testId = "trouble",
}: {
  title: string;
  children: ReactNode;
  testId?: string;
}) {
  return (
    <div className={classes.trouble} data-testid={testId}>
      <svg width="44" height="44" viewBox="0 0 32 32" aria-hidden="true">
        <circle
          cx="16"
          cy="16"
          r="10"
          fill="none"
          stroke="var(--lamp)"
          strokeWidth="1.5"
          strokeDasharray="3 3"
        />
        <circle cx="16" cy="16" r="4" fill="var(--lamp)" fillOpacity=".5" />
      </svg>
      <h2>{title}</h2>
      <div>{children}</div>
    </div>
  );
}
