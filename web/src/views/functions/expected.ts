/** The estimated precision, in words. */
import type { Precision } from "../../api/client";
import { percent, plural } from "../../text/format";

const NARROW_SPACE = "\u202f";

/** "61–95 %, from the model and 3 labels". */
export function precisionAtLength({ low, high, n_labeled }: Precision): string {
  const whole = (share: number) => Math.round(100 * share);
  const interval = `${whole(low)}–${whole(high)}${NARROW_SPACE}%`;
  return `${interval}, from the model ${n_labeled > 0 ? `and ${plural(n_labeled, "label")}` : "alone"}`;
}

export const precisionInWords = ({ mean }: Precision): string => percent(mean);
