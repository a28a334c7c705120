/** How fresh what the page shows is, in words, and when to ask again. */
import { count } from "../text/format";
import type { Step } from "./client";

export interface Freshness {
  state: "none" | "fresh" | "learning" | "behind";
  text: string;
  /** For narrow windows. */
  short: string;
}

const answers = (n: number): string => (n === 1 ? "1 answer" : `${count(n)} answers`);

export function freshness(step: Step): Freshness {
  const behind = step.step - step.models_step;
  const short = `${count(behind)} behind`;
  if (step.step === 0) return { state: "none", text: "no answers yet", short: "no answers" };
  if (step.learning && behind > 0)
    return { state: "learning", text: `learning … ${answers(behind)} behind`, short };
  if (behind > 0 && step.models_step === 0)
    return { state: "none", text: "no models yet", short: "no models" };
  if (behind > 0) return { state: "behind", text: `models are ${answers(behind)} behind`, short };
  return {
    state: "fresh",
    text: `models have seen answer ${count(step.step)}`,
    short: `seen ${count(step.step)}`,
  };
}

/** Of two, the one that knows more. Answers and progress arrive in any order. */
export function newest(a: Step | undefined, b: Step | undefined): Step | undefined {
  if (!a || !b) return a ?? b;
  if (a.step !== b.step) return a.step > b.step ? a : b;
  if (a.models_step !== b.models_step) return a.models_step > b.models_step ? a : b;
  // Same place: what is no longer being learnt was said later.
  return a.learning ? b : a;
}

const POLL_MS = 400;
/** A server that says it is not learning is asked a few more times (it may be about to), then left alone. */
const PATIENCE = 8;

/** Milliseconds until progress is asked for again; false when there is nothing to wait for. */
export function pollInterval(step: Step | undefined, idlePolls: number): number | false {
  if (!step || step.models_step >= step.step) return false;
  return step.learning || idlePolls < PATIENCE ? POLL_MS : false;
}
