import { describe, expect, test } from "vitest";
import { plainText, readCut } from "../src/text/cut";

const between = (text: string) => ({ text, primitive: null });
const word = (text: string, primitive = text) => ({ text, primitive });

describe("a text as the server sends it", () => {
  // The example of `cut_text` in Python.
  const sent = { cut: "A |Funny^funny~fish|, |not| a |dog|!", marks: "|~^" };

  test("its words and what stands between them", () => {
    expect(readCut(sent)).toEqual([
      between("A "),
      word("Funny", "funny"),
      between(" "),
      word("fish"),
      between(", "),
      word("not"),
      between(" a "),
      word("dog"),
      between("!"),
    ]);
    expect(plainText(sent)).toBe("A Funny fish, not a dog!");
  });

  test("words with nothing between them, no words, and nothing at all", () => {
    expect(readCut({ cut: "=服==務+好=", marks: "=+*" })).toEqual([
      word("服"),
      word("務"),
      between(" "),
      word("好"),
    ]);
    expect(readCut({ cut: "?!", marks: "|~^" })).toEqual([between("?!")]);
    expect(readCut({ cut: "", marks: "|~^" })).toEqual([]);
  });
});
