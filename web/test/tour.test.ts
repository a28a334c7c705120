import { describe, expect, test } from "vitest";
import { EDGE, GAP, ringOf, sameBox, spotOf } from "../src/app/tour/place";
import { leadsAround, partsOf, STEPS, tourMove } from "../src/app/tour/steps";

describe("what is said", () => {
  test("four to six steps, each short, each with a part of the page of its own", () => {
    expect(STEPS.length).toBeGreaterThanOrEqual(4);
    expect(STEPS.length).toBeLessThanOrEqual(6);
    expect(new Set(STEPS.map(({ target }) => target)).size).toBe(STEPS.length);
    for (const { text } of STEPS) expect(text.length).toBeLessThan(200);
  });

  test("keys are named by what they do, so that a changed one is shown", () => {
    expect(partsOf("Press {skip}, or {classes}.")).toEqual([
      "Press ",
      { keys: "skip" },
      ", or ",
      { keys: "classes" },
      ".",
    ]);
    for (const { text } of STEPS) expect(() => partsOf(text)).not.toThrow();
    expect(() => partsOf("{fly}")).toThrow(new Error("The tour names an action that there is not: fly"));
  });
});

describe("keys of the tour", () => {
  test("lead on, back and out", () => {
    expect(["Enter", "ArrowRight", "ArrowLeft", "Escape"].map((key) => tourMove(key, false))).toEqual([
      "next",
      "next",
      "back",
      "end",
    ]);
  });

  test("on one of its buttons Enter and Space press it", () => {
    expect(tourMove("Enter", true)).toBeNull();
    expect(tourMove(" ", true)).toBeNull();
    expect(tourMove("Escape", true)).toBe("end");
  });

  test("all others are work, or lead around", () => {
    for (const key of ["1", "w", "/", "ArrowDown"]) {
      expect(tourMove(key, false)).toBeNull();
      expect(leadsAround(key)).toBe(false);
    }
    expect(leadsAround("Tab")).toBe(true);
  });
});

describe("where the card stands", () => {
  const view = { width: 1000, height: 800 };
  const card = { width: 300, height: 200 };
  const box = (left: number, top: number, width: number, height: number) => ({ left, top, width, height });

  test("beneath, in the middle of what it is about", () => {
    expect(spotOf(box(400, 100, 200, 50), card, view, "below")).toEqual({ left: 350, top: 150 + GAP });
  });

  test("to the right, where that hides less", () => {
    expect(spotOf(box(100, 300, 400, 100), card, view, "right")).toEqual({ left: 500 + GAP, top: 250 });
  });

  test("above what is at the lower end, within the window", () => {
    const top = 700 - GAP - 200;
    expect(spotOf(box(900, 700, 80, 60), card, view, "right")).toEqual({ left: 1000 - 300 - EDGE, top });
  });

  test("before what fills the right side", () => {
    expect(spotOf(box(600, 0, 400, 800), card, view, "below")).toEqual({ left: 600 - GAP - 300, top: 300 });
  });

  test("over the end of what fills the window, and at the lower edge when there is nothing to point at", () => {
    const lowest = 800 - 200 - EDGE;
    expect(spotOf(box(0, 60, 1000, 900), card, view, "right")).toEqual({ left: 350, top: lowest });
    expect(spotOf(null, card, view, "below")).toEqual({ left: 350, top: lowest });
  });

  test("at the edge behind which it was scrolled", () => {
    expect(spotOf(box(350, -400, 300, 50), card, view, "below").top).toBe(EDGE);
    expect(spotOf(box(350, 1400, 300, 50), card, view, "below").top).toBe(800 - 200 - EDGE);
  });

  test("never outside of a window that is smaller than the card", () => {
    const small = { width: 280, height: 150 };
    expect(spotOf(box(0, 0, 280, 150), card, small, "below")).toEqual({ left: EDGE, top: EDGE });
    expect(spotOf(null, card, small, "below")).toEqual({ left: EDGE, top: EDGE });
  });

  test("the ring is a little larger, and within the window", () => {
    expect(ringOf(box(100, 100, 50, 20), view)).toEqual(box(94, 94, 62, 32));
    expect(ringOf(box(0, 0, 1000, 900), view)).toEqual(box(2, 2, 996, 796));
    expect(ringOf(box(0, 900, 100, 20), view)).toEqual(box(2, 894, 104, 0));
  });

  test("boxes are compared by what they are", () => {
    expect(sameBox(box(1, 2, 3, 4), box(1, 2, 3, 4))).toBe(true);
    expect(sameBox(box(1, 2, 3, 4), box(1, 2, 3, 5))).toBe(false);
    expect(sameBox(null, box(1, 2, 3, 4))).toBe(false);
  });
});
