import { describe, expect, test } from "vitest";
import { segmentsOfText } from "../src/api/fixture";
import { wordsOf } from "../src/text/words";
import {
  type Choice,
  jump,
  nothing,
  primaryOf,
  primitiveOf,
  type Selection,
  select,
  step,
} from "../src/views/label/selection";

const words = wordsOf(segmentsOfText("What a waste of money."));
const WASTE = 2;

const chosen = (...choices: Choice[]): Selection => choices.reduce(select, nothing);
const word = (index: number, extend = false): Choice => ({ type: "word", word: index, extend });
const move = (to: number, extend = false): Choice => ({ type: "move", to, extend });
const negative: Choice = { type: "class", label: 0 };

describe("choosing with the mouse", () => {
  test("a click chooses a word, whatever came first", () => {
    expect(primitiveOf(chosen(negative, word(WASTE)), words)).toBe("waste");
    expect(primitiveOf(chosen(word(WASTE), negative), words)).toBe("waste");
    expect(chosen(word(WASTE), negative).label).toBe(0);
  });

  test("a second click lets the word go and keeps the class", () => {
    const selection = chosen(negative, word(WASTE), word(WASTE));
    expect(primitiveOf(selection, words)).toBeNull();
    expect(selection.label).toBe(0);
  });

  test("a click on another word changes the word", () => {
    expect(primitiveOf(chosen(word(WASTE), word(4)), words)).toBe("money");
  });

  test("Shift-click makes a phrase, either way round", () => {
    expect(primitiveOf(chosen(word(WASTE), word(4, true)), words)).toBe("waste of money");
    expect(primitiveOf(chosen(word(4), word(WASTE, true)), words)).toBe("waste of money");
  });

  test("Shift-click with nothing chosen is a click", () => {
    expect(primitiveOf(chosen(word(WASTE, true)), words)).toBe("waste");
  });

  test("a drag makes a phrase", () => {
    expect(primitiveOf(chosen({ type: "drag", from: 3, to: 2 }), words)).toBe("waste of");
  });
});

describe("choosing with the keyboard", () => {
  test("moving chooses nothing; picking does", () => {
    expect(primitiveOf(chosen(move(WASTE)), words)).toBeNull();
    expect(primitiveOf(chosen(move(WASTE), { type: "pick" }), words)).toBe("waste");
  });

  test("picking the word again lets it go", () => {
    expect(primitiveOf(chosen(move(WASTE), { type: "pick" }, { type: "pick" }), words)).toBeNull();
  });

  test("with Shift the phrase grows from the word under the cursor", () => {
    expect(primitiveOf(chosen(move(WASTE), move(3, true)), words)).toBe("waste of");
    expect(primitiveOf(chosen(move(WASTE), move(3, true), move(4, true)), words)).toBe("waste of money");
    expect(primitiveOf(chosen(move(WASTE), move(3, true), move(2, true)), words)).toBe("waste");
  });

  test("with Shift away from an older choice a new phrase begins", () => {
    expect(primitiveOf(chosen(word(0), move(3), move(4, true)), words)).toBe("of money");
  });

  test("picking with no cursor changes nothing", () => {
    expect(select(nothing, { type: "pick" })).toBe(nothing);
  });

  test("a word entered by hand replaces the one chosen", () => {
    const selection = chosen(negative, word(WASTE), { type: "typed", primitive: "rubbish" });
    expect(primitiveOf(selection, words)).toBe("rubbish");
    expect(primitiveOf(select(selection, word(WASTE)), words)).toBe("waste");
  });

  test("clearing lets everything go", () => {
    expect(chosen(negative, word(WASTE), { type: "clear" })).toBe(nothing);
    expect(select(nothing, { type: "clear" })).toBe(nothing);
  });
});

describe("what Enter does", () => {
  test("nothing before anything is chosen", () => {
    expect(primaryOf(nothing, words)).toEqual({ does: "wait", for: "anything" });
  });

  test("a word without a class waits for the class", () => {
    expect(primaryOf(chosen(word(WASTE)), words)).toEqual({ does: "wait", for: "class" });
  });

  test("a class without a word saves the label only", () => {
    expect(primaryOf(chosen(negative), words)).toEqual({ does: "label", label: 0 });
  });

  test("both save the function", () => {
    expect(primaryOf(chosen(negative, word(WASTE)), words)).toEqual({
      does: "function",
      primitive: "waste",
      label: 0,
    });
  });

  test("a cursor on a word that is not chosen chooses it first: nothing is saved by surprise", () => {
    expect(primaryOf(chosen(negative, move(WASTE)), words)).toEqual({ does: "pick", word: WASTE });
    expect(primaryOf(chosen(negative, word(WASTE), move(4)), words)).toEqual({ does: "pick", word: 4 });
  });
});

describe("where the cursor goes", () => {
  test("from nowhere it enters at the near end, and it stops at the ends", () => {
    expect(step(null, 1, 5)).toBe(0);
    expect(step(null, -1, 5)).toBe(4);
    expect(step(4, 1, 5)).toBe(4);
    expect(step(0, -1, 5)).toBe(0);
    expect(step(null, 1, 0)).toBeNull();
  });

  test("jumps go to the next place in the text, and round at the ends", () => {
    const places = [7, 2, 11];
    expect(jump(null, 1, places)).toBe(2);
    expect(jump(2, 1, places)).toBe(7);
    expect(jump(11, 1, places)).toBe(2);
    expect(jump(7, -1, places)).toBe(2);
    expect(jump(null, -1, places)).toBe(11);
    expect(jump(3, 1, [])).toBeNull();
  });
});
