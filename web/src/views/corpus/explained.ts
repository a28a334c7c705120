/** One text's votes in plain words. They tell what the server computed and compute nothing. */
import type { CorpusRow, Explanation, FunctionHere } from "../../api/client";
import { plural } from "../../text/format";

/** "3 votes, they disagree", for a row of the list. */
export function votesInWords({ n_votes, contradicted }: Pick<CorpusRow, "n_votes" | "contradicted">): string {
  if (n_votes === 0) return "no votes";
  return contradicted ? `${plural(n_votes, "vote")}, at odds` : plural(n_votes, "vote");
}

/** Nearer than this, two texts have the same words. */
const SAME = 0.005;

const far = (distance: number): string => distance.toFixed(2);

/** Why a function counts here, or does not. */
export function reachInWords({ votes, distance, radius }: FunctionHere): string {
  if (distance === null || radius === null) {
    return votes ? "It votes wherever its words stand." : "It does not vote here.";
  }
  if (distance < SAME) return "It was written on this text, or on one just like it.";
  return votes
    ? `This text is ${far(distance)} away from the one it was written on; it votes as far as ${far(radius)}.`
    : `Too far away to vote: ${far(distance)} from the text it was written on, and it votes as far as ${far(radius)}.`;
}

/** What the votes come to, in a sentence. */
export function sumOfVotes({ functions, believed }: Explanation): string {
  const voting = functions.filter((f) => f.votes);
  if (voting.length === 0) {
    return functions.length === 0
      ? "No function looks for a word of this text, so nobody votes on it."
      : "Functions look for words of this text, but all were written too far away from it to vote.";
  }
  if (believed === null) return "The votes balance: the label model takes no side.";
  return voting.some((f) => f.label !== believed)
    ? `Functions disagree. The label model sides with ${believed}.`
    : `${voting.length === 1 ? "The one vote is" : `All ${voting.length} votes are`} for ${believed}.`;
}

/** What the end model says, in a sentence. */
export function predictionInWords({ predicted, believed, prediction }: Explanation): string {
  if (predicted === null || prediction === null)
    return "There is no model yet: it needs functions for two classes.";
  if (believed === null || believed === predicted) return `The model predicts ${predicted}.`;
  return `The model predicts ${predicted}, against the votes: it weighs all words of the text.`;
}

/** A word's weight with its sign: "+1.20", "−0.44". */
export const signed = (weight: number): string => `${weight < 0 ? "−" : "+"}${Math.abs(weight).toFixed(2)}`;
