/** How far functions reach, in words. */
import type { LabelingFunction } from "../../api/client";

export const EVERYWHERE = 100;

const share = (percentile: number): string => `${percentile}\u202f%`;

/** "everywhere", "25 %"; where nothing was said of the function but the project refines all, "project’s". */
export function reachInWords({
  percentile,
  radius,
}: Pick<LabelingFunction, "percentile" | "radius">): string {
  if (percentile !== null && percentile < EVERYWHERE) return share(percentile);
  return radius === null ? "everywhere" : "project’s";
}

/** The same as a sentence, with the distance it comes to. */
export function reachAtLength(f: Pick<LabelingFunction, "percentile" | "radius" | "document">): string {
  if (f.document === null) return "Brought in without a text of its own, it votes wherever its pattern fits.";
  if (f.radius === null) return "It votes wherever its pattern fits.";
  const within = `up to a distance of ${f.radius.toFixed(2)} from its own text`;
  return f.percentile === null
    ? `It votes as far as the project says, ${within}.`
    : `It votes in the nearest ${share(f.percentile)} of all texts, ${within}.`;
}

/** What a slider says of itself. */
export function sliderInWords(percentile: number | null, contextualizer: string): string {
  if (percentile === null && contextualizer !== "none")
    return `as far as the project says (${contextualizer})`;
  if (percentile === null || percentile === EVERYWHERE) return "everywhere";
  return `in the nearest ${share(percentile)} of all texts`;
}
