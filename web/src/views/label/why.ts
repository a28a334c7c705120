/** Why a text was picked, in words and bars. It tells what the server computed and computes nothing. */
import type { Reason, Suggestion } from "../../api/client";
import { percent, plural } from "../../text/format";

/** The title of the strategy that leaves it to the lot. */
const CHANCE = "chance";

/** What chose the first texts, where it did. */
const LIKENESS = "likeness to many others";

/** The person themself. */
const OWN = "own choice";

/** What chose the text, in a few words. */
export function chosenBy(suggestion: Suggestion): string {
  if (suggestion.strategy === OWN) return "your own choice";
  return isInformed(suggestion) ? `chosen by ${suggestion.strategy}` : "drawn at random";
}

/** Whether there was anything to go by. Without, chance chose. */
export function isInformed({ score, reasons, strategy }: Suggestion): boolean {
  return strategy === LIKENESS || strategy === OWN || reasons.length > 0 || (score !== null && score !== 0);
}

export function whySentence(suggestion: Suggestion): string {
  const { n_tied, reasons, strategy } = suggestion;
  if (strategy === CHANCE) return "Drawn at random, as this project's strategy has it.";
  if (strategy === LIKENESS)
    return "Many other texts are like it. Such come first, until each class has a function.";
  if (strategy === OWN) return "You chose it yourself, in Corpus.";
  if (!isInformed(suggestion)) return drawn(n_tied);
  const best = reasons[0];
  if (!best) return `${standing(n_tied)} best score by ${strategy}.`;
  return n_tied > 1 ? `${amongEquals(n_tied)} ${largestPart(best)}` : `${BEST} ${largestPart(best)}`;
}

const BEST = "A function written on this text is expected to teach the models more than one on any other.";

const amongEquals = (n_tied: number): string =>
  `Functions on ${plural(n_tied, "text")} are expected to teach the models equally, and most; chance chose among them.`;

const standing = (n_tied: number): string =>
  n_tied > 1 ? `Drawn at random from ${plural(n_tied, "text")} with the` : "It has the";

function drawn(n_tied: number): string {
  if (n_tied > 1) {
    return `Drawn at random from ${plural(n_tied, "text")}: nothing is known yet that tells them apart.`;
  }
  return "Drawn at random: nothing is known yet that tells texts apart.";
}

const largestPart = ({ primitive, label, probability }: Reason): string =>
  `The largest part comes from “${primitive}” for ${label}, which is thought ${percent(probability)} likely.`;

export interface Bar extends Reason {
  /** Length, from 0 to 1: the contribution beside the largest. */
  length: number;
}

export function barsOf(reasons: readonly Reason[]): Bar[] {
  const largest = Math.max(...reasons.map((reason) => reason.contribution), 0);
  return reasons.map((reason) => ({
    ...reason,
    length: largest > 0 ? Math.max(reason.contribution, 0) / largest : 0,
  }));
}

/** How strongly each promising primitive is underlined, from 0 to 1: its largest bar. */
export function strengths(reasons: readonly Reason[]): Map<string, number> {
  const strongest = new Map<string, number>();
  for (const { primitive, length } of barsOf(reasons)) {
    if (length > 0) strongest.set(primitive, Math.max(length, strongest.get(primitive) ?? 0));
  }
  return strongest;
}
