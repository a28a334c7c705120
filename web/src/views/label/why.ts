/** Why a text was picked, in words and bars. It tells what the server computed and computes nothing. */
import type { Reason, Suggestion } from "../../api/client";
import { percent, plural } from "../../text/format";

/** The title of the strategy that leaves it to the lot. */
const CHANCE = "chance";

/** What chose the first texts, where it did. */
const LIKENESS = "likeness to many others";

/** The person themself. */
const OWN = "own choice";

/** The person, who wanted another one like the text before. */
const SIMILAR = "likeness to the text before";

/** What chose the text, in a few words. */
export function chosenBy(suggestion: Suggestion): string {
  if (suggestion.strategy === OWN) return "your own choice";
  if (suggestion.strategy === SIMILAR) return "like the text before";
  return isInformed(suggestion) ? `chosen by ${suggestion.strategy}` : "drawn at random";
}

/** Whether there was anything to go by. Without, chance chose. */
export function isInformed({ score, reasons, strategy }: Suggestion): boolean {
  const told = [LIKENESS, OWN, SIMILAR].includes(strategy);
  return told || reasons.length > 0 || (score !== null && score !== 0);
}

export function whySentence(suggestion: Suggestion): string {
  if (suggestion.strategy === SIMILAR) return "You asked for another one like the text before.";
  if (suggestion.strategy === OWN) return "You chose it yourself.";
  return suggestion.passed === null ? chosenFor(suggestion) : `${UNLIKE} ${chosenFor(suggestion)}`;
}

const UNLIKE = "You asked for something unlike the text before.";

function chosenFor(suggestion: Suggestion): string {
  const { n_tied, reasons, strategy } = suggestion;
  if (strategy === CHANCE) return byChance(suggestion);
  if (strategy === LIKENESS) return standsForMany(suggestion);
  if (!isInformed(suggestion)) return drawn(n_tied);
  const best = reasons[0];
  if (!best) return `${standing(n_tied)} best score by ${strategy}.`;
  return `${n_tied > 1 ? amongEquals(n_tied) : better(suggestion)} ${largestPart(best)}`;
}

function byChance({ stood_in_for }: Suggestion): string {
  if (stood_in_for === null) return "Drawn at random, as this project's strategy has it.";
  return `Drawn at random in place of ${stood_in_for}, as happens at first, and now and then while a class has no function.`;
}

function standsForMany({ stood_in_for }: Suggestion): string {
  const then = stood_in_for === null ? "." : `; then texts are chosen by ${stood_in_for}.`;
  return `Many other texts are like it. Such come first, until functions of each class vote on enough texts${then}`;
}

const better = ({ passed }: Suggestion): string =>
  `A function written on this text is expected to teach the models more than one on any other${passed === null ? "" : " such text"}.`;

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
