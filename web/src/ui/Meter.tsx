import { classColour } from "../theme/classes";
import classes from "./ui.module.css";

/** A share as a bar. The number stands in words beside it, so the bar is decoration. */
export function Meter({ share, tall = false }: { share: number; tall?: boolean }) {
  return (
    <div className={classes.meter} data-tall={tall || undefined} aria-hidden="true">
      <i style={{ width: `${Math.min(Math.max(share, 0), 1) * 100}%` }} />
    </div>
  );
}

/** Shares of the classes, side by side; the wide ones carry their number. */
export function Shares({
  labels,
  shares,
}: {
  labels: readonly string[];
  shares: Readonly<Record<string, number>>;
}) {
  return (
    <div className={classes.shares} aria-hidden="true">
      {labels.map((label, index) => {
        const share = shares[label] ?? 0;
        return (
          <i key={label} style={{ width: `${share * 100}%`, background: classColour(index) }} title={label}>
            {share > 0.07 && index + 1}
          </i>
        );
      })}
    </div>
  );
}
