import { expect, test } from "vitest";
import type { Reason, Suggestion } from "../src/api/client";
import { aroundInWords } from "../src/text/around";
import { barsOf, chosenBy, isInformed, strengths, whySentence } from "../src/views/label/why";

const reason = (primitive: string, label: string, contribution: number): Reason => ({
  primitive,
  label,
  probability: 0.31,
  utility: contribution / 0.31,
  contribution,
});

const suggestion = (more: Partial<Suggestion>): Suggestion => ({
  document: { document: 0, row: 0, id: null, columns: {}, cut: "", marks: "|~^", duplicates: 0 },
  strategy: "expected utility",
  score: 40,
  reasons: [reason("waste", "negative", 30), reason("kettle", "positive", 10)],
  candidates: {},
  n_tied: 1,
  passed: null,
  stood_in_for: null,
  ...more,
});

test("the best reason is named", () => {
  expect(whySentence(suggestion({}))).toBe(
    "A function written on this text is expected to teach the models more than one on any other. " +
      "The largest part comes from “waste” for negative, which is thought 31\u202f% likely.",
  );
});

test("that chance broke a tie is said", () => {
  expect(whySentence(suggestion({ n_tied: 12 }))).toMatch(
    /^Functions on 12\u00a0texts are expected to teach the models equally, and most; chance chose among them\. The largest/,
  );
});

test("without anything to go by, it says that chance chose", () => {
  const blank = suggestion({ score: 0, reasons: [], n_tied: 17204 });
  expect(isInformed(blank)).toBe(false);
  expect(whySentence(blank)).toBe(
    "Drawn at random from 17,204\u00a0texts: nothing is known yet that tells them apart.",
  );
  expect(isInformed(suggestion({ score: null, reasons: [] }))).toBe(false);
});

test("a strategy with a score and without reasons is taken at its word", () => {
  expect(whySentence(suggestion({ strategy: "uncertainty", score: 0.69, reasons: [] }))).toBe(
    "It has the best score by uncertainty.",
  );
  expect(whySentence(suggestion({ strategy: "uncertainty", score: 0.69, reasons: [], n_tied: 3 }))).toBe(
    "Drawn at random from 3\u00a0texts with the best score by uncertainty.",
  );
});

test("one of the first texts stands for many others, and was not drawn at random", () => {
  const first = suggestion({ strategy: "likeness to many others", score: 0, reasons: [], n_tied: 1 });
  expect(isInformed(first)).toBe(true);
  expect(whySentence(first)).toBe(
    "Many other texts are like it. Such come first, until functions of each class vote on enough texts.",
  );
});

test("a strategy that is chance says no more than that", () => {
  const drawn = suggestion({ strategy: "chance", score: 0, reasons: [], n_tied: 900 });
  expect(whySentence(drawn)).toBe("Drawn at random, as this project's strategy has it.");
});

test("bars are as long as their part of the largest", () => {
  expect(barsOf(suggestion({}).reasons).map((bar) => bar.length)).toEqual([1, 10 / 30]);
  expect(barsOf([reason("a", "n", 0)])[0]?.length).toBe(0);
});

test("a primitive for two classes is as strong as its stronger one", () => {
  const found = strengths([reason("a", "n", 5), reason("a", "p", 10), reason("b", "n", -1)]);
  expect([...found]).toEqual([["a", 1]]);
});

test("a text of one's own choice was chosen by nobody else", () => {
  const own = suggestion({ strategy: "own choice", score: 0, reasons: [], n_tied: 1 });
  expect(chosenBy(own)).toBe("your own choice");
  expect(whySentence(own)).toBe("You chose it yourself.");
  expect(chosenBy(suggestion({}))).toBe("chosen by expected utility");
  expect(chosenBy(suggestion({ score: 0, reasons: [] }))).toBe("drawn at random");
});

test("a text like the one before was asked for", () => {
  const similar = suggestion({ strategy: "likeness to the text before", score: 0, reasons: [], passed: 3 });
  expect(isInformed(similar)).toBe(true);
  expect(chosenBy(similar)).toBe("like the text before");
  expect(whySentence(similar)).toBe("You asked for another one like the text before.");
});

test("something different is the best of what is unlike the text before, and no better than all", () => {
  expect(whySentence(suggestion({ passed: 3 }))).toBe(
    "You asked for something unlike the text before. " +
      "A function written on this text is expected to teach the models more than one on any other such text. " +
      "The largest part comes from “waste” for negative, which is thought 31\u202f% likely.",
  );
  const drawn = suggestion({ score: 0, reasons: [], n_tied: 30, passed: 3 });
  expect(whySentence(drawn)).toMatch(
    /^You asked for something unlike the text before\. Drawn at random from 30\u00a0texts/,
  );
});

test("what stands in for the strategy says so, and why", () => {
  const drawn = suggestion({ strategy: "chance", score: 0, reasons: [], stood_in_for: "expected utility" });
  expect(whySentence(drawn)).toBe(
    "Drawn at random in place of expected utility, as happens at first, and now and then while a class has no function.",
  );
  const first = suggestion({
    strategy: "likeness to many others",
    score: 0,
    reasons: [],
    stood_in_for: "new coverage",
  });
  expect(whySentence(first)).toBe(
    "Many other texts are like it. Such come first, until functions of each class vote on enough texts; then texts are chosen by new coverage.",
  );
});

test("how sure the labels around are is said in words", () => {
  expect([0, 0.46, 0.47, 0.71, 0.72, 1].map(aroundInWords)).toEqual([
    "sure",
    "sure",
    "partly sure",
    "partly sure",
    "unsure",
    "unsure",
  ]);
});
