import { describe, expect, test } from "vitest";
import { blocksOf, linesOf } from "../src/text/blocks";

const pieces = (...texts: string[]) => texts.map((text) => ({ text }));
const joined = (texts: readonly { text: string }[], from: number, to: number) =>
  texts
    .slice(from, to)
    .map(({ text }) => text)
    .join("");

describe("long texts in blocks", () => {
  test("a text of usual length is one block, and an empty one none", () => {
    expect(blocksOf(pieces("A word,\n", "and ", "another"))).toEqual([{ from: 0, to: 3, lines: 2 }]);
    expect(blocksOf([])).toEqual([]);
  });

  test("a block ends with a line, once it is long enough", () => {
    const text = pieces("x".repeat(1999), "\n", "y".repeat(1000), "\n", "z".repeat(20_000));
    expect(blocksOf(text)).toEqual([
      { from: 0, to: 2, lines: 26 },
      { from: 2, to: 5, lines: 264 },
    ]);
  });

  test("without ends of lines it is cut between words", () => {
    const text = Array.from({ length: 20_000 }, (_, at) => ({ text: at % 2 ? " " : "word" }));
    const blocks = blocksOf(text);
    expect(blocks.length).toBe(3);
    for (const { from, to } of blocks) expect(joined(text, from, to)).toMatch(/^word.* $/);
  });

  test("joined, the blocks are the text", () => {
    const text = pieces(
      ...Array.from({ length: 9000 }, (_, at) => (at % 7 ? `w${at}` : at % 2 ? " " : ".\n\n")),
    );
    const blocks = blocksOf(text);
    expect(blocks.length).toBeGreaterThan(5);
    expect(blocks.map(({ from, to }) => joined(text, from, to)).join("")).toBe(joined(text, 0, text.length));
  });

  test("pieces are cut behind ends of lines, and keep what else they say", () => {
    expect(
      linesOf([
        { text: "a\n\nb", found: true },
        { text: " c", found: false },
      ]),
    ).toEqual([
      { text: "a\n", found: true },
      { text: "\n", found: true },
      { text: "b", found: true },
      { text: " c", found: false },
    ]);
  });
});
