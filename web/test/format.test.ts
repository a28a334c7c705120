import { expect, test } from "vitest";
import { amount, count, percent, percentOr, plural, score, shorten } from "../src/text/format";
import { roomFor } from "../src/ui/scale";
import { balanceSentence } from "../src/views/label/balance";

const NBSP = "\u00a0";
const plain = (text: string) => text.replaceAll("\u202f", " ").replaceAll(NBSP, " ");

test("counts are grouped and have their number", () => {
  expect(count(18000)).toBe("18,000");
  expect(plural(1, "text")).toBe(`1${NBSP}text`);
  expect(plural(1204, "text")).toBe(`1,204${NBSP}texts`);
});

test("nothing and everything are said only when they are meant", () => {
  expect(plain(percent(0))).toBe("0 %");
  expect(plain(percent(1))).toBe("100 %");
  expect(plain(percent(0.0004))).toBe("<0.1 %");
  expect(plain(percent(0.9996))).toBe(">99.9 %");
  expect(plain(percent(0.004))).toBe("0.4 %");
  expect(plain(percent(0.634))).toBe("63 %");
  expect(plain(percent(0.995))).toBe("99.5 %");
});

test("scores have three decimals", () => {
  expect(score(0.7)).toBe("0.700");
});

test("amounts of any size keep about two digits", () => {
  expect(amount(1204.4)).toBe("1,204");
  expect(amount(6.83)).toBe("6.8");
  expect(amount(0.0312)).toBe("0.031");
  expect(amount(0.00003)).toBe("3e−5");
  expect(amount(0)).toBe("0");
});

test("long texts are shortened between letters, never within one", () => {
  expect(shorten("short", 10)).toBe("short");
  expect(shorten("a rather long text", 9)).toBe("a rather…");
  expect(shorten("👍👍👍👍", 3)).toBe("👍👍…");
});

test("two classes are a ratio", () => {
  const sentence = balanceSentence(["n", "p"], { n: 0.54, p: 0.46 }, { n: 0.5, p: 0.5 });
  expect(sentence).toBe("54 : 46, believed 50 : 50");
});

test("of many classes the one that is farthest from what is believed is named", () => {
  const predicted = { a: 0.5, b: 0.3, c: 0.2 };
  const believed = { a: 0.45, b: 0.45, c: 0.1 };
  expect(plain(balanceSentence(["a", "b", "c"], predicted, believed))).toBe("b 30 %, believed 45 %");
});

test("before there are models nothing is predicted, and that is said", () => {
  expect(balanceSentence(["n", "p"], {}, { n: 0.5, p: 0.5 })).toBe("nothing is predicted yet");
});

test("a scale of shares goes over a tenth at least, and never beyond 0 and 1", () => {
  const rounded = (low: number, high: number) =>
    roomFor(low, high).map((end) => Math.round(end * 1000) / 1000);
  expect(rounded(0.5, 0.5)).toEqual([0.45, 0.55]);
  expect(rounded(0.4, 0.6)).toEqual([0.384, 0.616]);
  expect(rounded(0.99, 1)).toEqual([0.945, 1]);
  expect(rounded(0, 0)).toEqual([0, 0.05]);
});

test("the class that is farthest from what is believed is named, but not at any length", () => {
  const long = "a name ".repeat(20).trim();
  const said = balanceSentence(
    [long, "b", "c"],
    { [long]: 0.5, b: 0.25, c: 0.25 },
    { [long]: 0.1, b: 0.45, c: 0.45 },
  );
  expect(plain(said)).toBe("a name a name a name a name a name a na… 50 %, believed 10 %");
});

test("a share that is not known is a dash, and none that is 0", () => {
  expect([percentOr(null), percentOr(undefined)]).toEqual(["–", "–"]);
  expect(plain(percentOr(0))).toBe("0 %");
});
