/** The class balance in one line. */
import { isolated, percent, shorten } from "../../text/format";

const whole = (share: number): string => String(Math.round(share * 100));

/** For two classes "54 : 46, believed 50 : 50"; for more, the class that is farthest from what is believed. */
export function balanceSentence(
  labels: readonly string[],
  predicted: Readonly<Record<string, number>>,
  believed: Readonly<Record<string, number>>,
): string {
  if (!labels.some((label) => (predicted[label] ?? 0) > 0)) return "nothing is predicted yet";
  if (labels.length === 2) {
    const ratio = (shares: Readonly<Record<string, number>>) =>
      labels.map((l) => whole(shares[l] ?? 0)).join(" : ");
    return `${ratio(predicted)}, believed ${ratio(believed)}`;
  }
  const gap = (label: string) => Math.abs((predicted[label] ?? 0) - (believed[label] ?? 0));
  const farthest = labels.reduce((a, b) => (gap(b) > gap(a) ? b : a));
  return `${isolated(shorten(farthest, 40))} ${percent(predicted[farthest] ?? 0)}, believed ${percent(believed[farthest] ?? 0)}`;
}
