import { expect, test } from "vitest";
import { choiceText, parseChoice } from "../src/views/label/kept";
import { nothing } from "../src/views/label/selection";

const chosen = { ...nothing, label: 1, anchor: 3, focus: 3 };

test("what was chosen comes back for the same text", () => {
  expect(parseChoice(choiceText("reviews/7/12", chosen), "reviews/7/12")).toEqual(chosen);
});

test("nothing is chosen on another text, or where what was kept makes no sense", () => {
  expect(parseChoice(choiceText("reviews/7/12", chosen), "reviews/8/12")).toBe(nothing);
  const { cursor: _, ...older } = chosen;
  const texts = [null, "{", "null", '{"place": "p"}', '{"place": "p", "selection": {}}'];
  for (const text of [...texts, JSON.stringify({ place: "p", selection: older })])
    expect(parseChoice(text, "p")).toBe(nothing);
});
