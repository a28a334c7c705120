import { expect, test } from "vitest";
import { cellsOf, shownCells } from "../src/views/label/columns";

const columns = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, at) => [`c${at}`, `${at}`]));
const names = (n: number, all = false) => {
  const { shown, more } = shownCells(cellsOf(columns(n)), all);
  return [shown.map((cell) => cell.name).join(" "), more];
};

test("short names and values stand as they are, in the order of the file", () => {
  expect(cellsOf({ stars: "4", by: "me" })).toEqual([
    { column: "stars", name: "stars", value: "4", whole: undefined },
    { column: "by", name: "by", value: "me", whole: undefined },
  ]);
});

test("what is cut is told whole", () => {
  const [cell] = cellsOf({ link: "x".repeat(41) });
  expect(cell?.value).toBe(`${"x".repeat(39)}…`);
  expect(cell?.whole).toBe(`link: ${"x".repeat(41)}`);
  expect(cellsOf({ link: "x".repeat(40) })[0]?.whole).toBeUndefined();
  const [named] = cellsOf({ ["n".repeat(25)]: "4" });
  expect([named?.name, named?.column, named?.whole]).toEqual([
    `${"n".repeat(23)}…`,
    "n".repeat(25),
    `${"n".repeat(25)}: 4`,
  ]);
});

test("of many columns five are shown until all are asked for, and one is not kept back alone", () => {
  expect(names(0)).toEqual(["", 0]);
  expect(names(6)).toEqual(["c0 c1 c2 c3 c4 c5", 0]);
  expect(names(7)).toEqual(["c0 c1 c2 c3 c4", 2]);
  expect(names(7, true)).toEqual(["c0 c1 c2 c3 c4 c5 c6", 0]);
});
