import { describe, expect, test } from "vitest";
import { segmentsOfText } from "../src/api/fixture";
import { occurrences, phraseOf, segmentsOf, spanOf, wordAtSegment, wordsOf } from "../src/text/words";
import { matchesOf, normalised } from "../src/views/label/find";
import { marksOf, stopsOf, weightsOf } from "../src/views/label/marks";

const segments = segmentsOfText("It broke, and broke again.");
// word      0  1      2   3     4
// segment   0  2      4   6     8      (9 is the full stop)
const words = wordsOf(segments);

describe("words and phrases", () => {
  test("the segments joined are the text", () => {
    expect(segments.map((segment) => segment.text).join("")).toBe("It broke, and broke again.");
  });

  test("words are the segments with a primitive, and know their segment", () => {
    expect(words.map((word) => word.primitive)).toEqual(["it", "broke", "and", "broke", "again"]);
    expect(words.map((word) => word.segment)).toEqual([0, 2, 4, 6, 8]);
    expect(wordAtSegment(words, segments.length)[6]).toBe(3);
    expect(wordAtSegment(words, segments.length)[7]).toBeUndefined();
  });

  test("a phrase is its primitives with one space between, whatever stands there in the text", () => {
    expect(phraseOf(words, spanOf(2, 1))).toBe("broke and");
  });

  test("occurrences of a word and of a phrase", () => {
    expect(occurrences(words, "broke")).toEqual([
      { from: 1, to: 1 },
      { from: 3, to: 3 },
    ]);
    expect(occurrences(words, "broke again")).toEqual([{ from: 3, to: 4 }]);
    expect(occurrences(words, "never")).toEqual([]);
  });

  test("the segments of a phrase include what is between its words", () => {
    expect(segmentsOf(words, { from: 1, to: 2 })).toEqual({ from: 2, to: 4 });
    expect(segmentsOf(words, { from: 1, to: 99 })).toBeNull();
  });
});

describe("marks", () => {
  test("the chosen word is marked, and the same primitive elsewhere more faintly", () => {
    const marks = marksOf(words, { from: 1, to: 1 }, "broke");
    expect(marks.get(2)?.mark).toBe("chosen");
    expect(marks.get(6)?.mark).toBe("same");
    expect(marks.size).toBe(2);
  });

  test("a phrase is marked without a gap, with its ends known", () => {
    const marks = marksOf(words, { from: 3, to: 4 }, "broke again");
    expect([6, 7, 8].map((at) => marks.get(at))).toEqual([
      { mark: "chosen", first: true, last: false },
      { mark: "chosen", first: false, last: false },
      { mark: "chosen", first: false, last: true },
    ]);
  });

  test("promising words weigh what the strongest primitive over them weighs", () => {
    const weights = weightsOf(
      words,
      new Map([
        ["broke", 0.5],
        ["broke again", 1],
      ]),
    );
    expect([...weights]).toEqual([
      [1, 0.5],
      [3, 1],
      [4, 1],
    ]);
  });

  test("the arrows stop at every occurrence of a promising primitive", () => {
    expect(stopsOf(words, new Map([["broke", 1]]))).toEqual([1, 3]);
  });
});

describe("finding a word", () => {
  const found = (query: string) => matchesOf(words, query).map((match) => match.primitive);

  test("words that begin with the query come before words that contain it", () => {
    expect(found("a")).toEqual(["and", "again"]);
    expect(found("IN")).toEqual(["again"]);
    expect(found("it")).toEqual(["it"]);
  });

  test("a word that stands twice is offered once, with its count and its first place", () => {
    expect(matchesOf(words, "bro")).toEqual([{ primitive: "broke", span: { from: 1, to: 1 }, times: 2 }]);
  });

  test("several words find a phrase", () => {
    expect(found("broke  an")).toEqual(["broke and"]);
    expect(found("and bro")).toEqual(["and broke"]);
  });

  test("an empty query finds nothing", () => {
    expect(found("  ")).toEqual([]);
    expect(normalised("  Easy   TO clean ")).toBe("easy to clean");
  });
});
