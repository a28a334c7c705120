import { expect, test } from "vitest";
import type { Explanation, FunctionHere, LabelingFunction } from "../src/api/client";
import {
  predictionInWords,
  reachInWords,
  signed,
  sumOfVotes,
  votesInWords,
} from "../src/views/corpus/explained";
import {
  beginsOf,
  countInWords,
  EVERYTHING,
  endsOf,
  functionInWords,
  functionOf,
  narrows,
  nothingFound,
  pathOfFunction,
  queryOf,
} from "../src/views/corpus/query";

test("only what differs from everything is asked for", () => {
  expect(queryOf(EVERYTHING, null)).toEqual({});
  expect(queryOf({ ...EVERYTHING, text: "  " }, null)).toEqual({});
  const search = {
    text: " great film ",
    predicted: "pos",
    given: "neg",
    least: 0.5,
    most: 0.9,
    state: "voted",
    order: "most certain",
  } as const;
  expect(queryOf(search, 0)).toEqual({ ...search, text: "great film", function: 0 });
});

test("an order narrows nothing", () => {
  expect(narrows({})).toBe(false);
  expect(narrows({ order: "least certain" })).toBe(false);
  expect(narrows({ function: 0 })).toBe(true);
});

test("how many there are is said in words", () => {
  expect(countInWords(1204, 20000, true)).toBe("1,204 of 20,000\u00a0texts");
  expect(countInWords(20000, 20000, false)).toBe("20,000\u00a0texts");
  expect(countInWords(0, 1, true)).toBe("0 of 1\u00a0text");
});

test("when nothing was found, what to do is said", () => {
  expect(nothingFound({ text: "whale" }, true)).toBe(
    "No text fits “whale”. Words are looked for whole: part of a word is found by /whale/.",
  );
  expect(nothingFound({ state: "contradicted" }, true)).toBe("Nowhere do functions disagree.");
  expect(nothingFound({ given: "pos" }, true)).toBe("You gave no text the class pos yet.");
  expect(nothingFound({ predicted: "pos" }, true)).toBe("No text is predicted as pos.");
  expect(nothingFound({ function: 3 }, true)).toBe("The function votes on no text now.");
  expect(nothingFound({ text: "whale", given: "pos" }, true)).toBe(
    "No text is all of this at once. Leave something out.",
  );
});

test("what asks a model that is not there says so first", () => {
  const words =
    "There is no model yet, so nothing is predicted. Write functions for two classes in Label first.";
  expect(nothingFound({ predicted: "pos" }, false)).toBe(words);
  expect(nothingFound({ state: "uncertain", text: "x" }, false)).toBe(words);
  expect(nothingFound({ state: "labeled" }, false)).toBe("You have labeled no text yet.");
});

test("the address names a function, and nothing else does", () => {
  expect(functionOf(pathOfFunction(12))).toBe(12);
  for (const hash of ["", "#/corpus", "#/corpus/function/", "#/corpus/function/x", "#/label/function/3"]) {
    expect(functionOf(hash)).toBeNull();
  }
});

test("a function is called by what it does, or by its number", () => {
  const functions = [{ id: 3, primitive: "great", label: "pos" }] as LabelingFunction[];
  expect(functionInWords(3, functions)).toBe("“great” votes pos");
  expect(functionInWords(4, functions)).toBe("function 4 votes");
});

test("votes on a row", () => {
  expect(votesInWords({ n_votes: 0, contradicted: false })).toBe("no votes");
  expect(votesInWords({ n_votes: 1, contradicted: false })).toBe("1\u00a0vote");
  expect(votesInWords({ n_votes: 3, contradicted: true })).toBe("3\u00a0votes, at odds");
});

const f = (votes: boolean, label = "pos", reach: Partial<FunctionHere> = {}): FunctionHere => ({
  number: 0,
  primitive: "great",
  label,
  votes,
  distance: null,
  radius: null,
  ...reach,
});

test("how far a function is away is said with its reach", () => {
  expect(reachInWords(f(true, "pos", { distance: 0.612, radius: 0.79 }))).toBe(
    "This text is 0.61 away from the one it was written on; it votes as far as 0.79.",
  );
  expect(reachInWords(f(false, "pos", { distance: 0.84, radius: 0.79 }))).toBe(
    "Too far away to vote: 0.84 from the text it was written on, and it votes as far as 0.79.",
  );
  expect(reachInWords(f(true, "pos", { distance: 1e-9, radius: 0.79 }))).toBe(
    "It was written on this text, or on one just like it.",
  );
  expect(reachInWords(f(true, "pos", { distance: 0.84 }))).toBe("It votes wherever its words stand.");
});

const said = (more: Partial<Explanation>): Explanation =>
  ({ functions: [], believed: null, predicted: null, prediction: null, ...more }) as Explanation;

test("what the votes come to", () => {
  expect(sumOfVotes(said({}))).toBe("No function looks for a word of this text, so nobody votes on it.");
  expect(sumOfVotes(said({ functions: [f(false)] }))).toBe(
    "Functions look for words of this text, but all were written too far away from it to vote.",
  );
  expect(sumOfVotes(said({ functions: [f(true)], believed: "pos" }))).toBe("The one vote is for pos.");
  expect(sumOfVotes(said({ functions: [f(true), f(true), f(false)], believed: "pos" }))).toBe(
    "All 2 votes are for pos.",
  );
  expect(sumOfVotes(said({ functions: [f(true), f(true, "neg")] }))).toBe(
    "The votes balance: the label model takes no side.",
  );
  expect(sumOfVotes(said({ functions: [f(true), f(true, "neg"), f(true)], believed: "pos" }))).toBe(
    "Functions disagree. The label model sides with pos.",
  );
});

test("what the end model says beside the votes", () => {
  expect(predictionInWords(said({}))).toBe("There is no model yet: it needs functions for two classes.");
  const prediction = { pos: 0.9, neg: 0.1 };
  expect(predictionInWords(said({ predicted: "pos", prediction }))).toBe("The model predicts pos.");
  expect(predictionInWords(said({ predicted: "pos", prediction, believed: "neg" }))).toBe(
    "The model predicts pos, against the votes: it weighs all words of the text.",
  );
});

test("a weight has its sign", () => {
  expect(signed(1.204)).toBe("+1.20");
  expect(signed(-0.4)).toBe("−0.40");
});

test("a range of probabilities is asked for by its ends, which never cross", () => {
  expect(queryOf({ ...EVERYTHING, least: 0.6, most: 0.9 }, null)).toEqual({ least: 0.6, most: 0.9 });
  expect(queryOf({ ...EVERYTHING, least: 0.5 }, null)).toEqual({ least: 0.5 });
  expect(beginsOf(0.6)).toEqual([0, 0.3, 0.5, 0.6]);
  expect(endsOf(0.95)).toEqual([1, 0.99, 0.95]);
  expect(nothingFound({ least: 0.6, most: 0.9 }, true)).toBe(
    "Of no text is the predicted class 60\u202f% to 90\u202f% likely.",
  );
  expect(nothingFound({ least: 0.6 }, false)).toContain("There is no model yet");
  expect(nothingFound({ least: 0.6, text: "x" }, true)).toContain("all of this at once");
});
