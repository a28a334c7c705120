import { describe, expect, test } from "vitest";
import { commandOf, type KeyLike, type KeyPlace, placeOf } from "../src/keys/keys";

const nowhere: KeyPlace = { typing: false, onControl: false, covered: false };

const press = (key: string, more: Partial<KeyLike> = {}, place: Partial<KeyPlace> = {}) =>
  commandOf(
    {
      key,
      code: "",
      shiftKey: false,
      ctrlKey: false,
      metaKey: false,
      altKey: false,
      repeat: false,
      isComposing: false,
      ...more,
    },
    { ...nowhere, ...place },
  );

describe("digits", () => {
  test("1 to 9 and 0 are the ten classes", () => {
    expect(press("1")).toEqual({ do: "class", label: 0 });
    expect(press("9")).toEqual({ do: "class", label: 8 });
    expect(press("0")).toEqual({ do: "class", label: 9 });
  });

  test("the digits' row of a French keyboard works unshifted and shifted", () => {
    expect(press("&", { code: "Digit1" })).toEqual({ do: "class", label: 0 });
    expect(press("1", { code: "Digit1", shiftKey: true })).toEqual({ do: "class", label: 0 });
  });

  test("the slash of a German keyboard, Shift and 7, is a slash", () => {
    expect(press("/", { code: "Digit7", shiftKey: true })).toEqual({ do: "find" });
    expect(press("!", { code: "Digit1", shiftKey: true })).toBeNull();
  });

  test("a numeric pad without its lock moves", () => {
    expect(press("ArrowLeft", { code: "Numpad4" })).toEqual({ do: "move", by: -1, extend: false });
  });
});

test("letters work with the shift lock on", () => {
  expect(press("L")).toEqual({ do: "label_only" });
  expect(press("w")).toEqual({ do: "pick" });
});

test("another text can be had by a letter, but not while a strategy is chosen", () => {
  expect(press("n")).toEqual({ do: "similar" });
  expect(press("D")).toEqual({ do: "different" });
  expect(press("n", { repeat: true })).toBeNull();
  expect(press("n", {}, { typing: true })).toBeNull();
});

test("arrows move, with Shift they extend, up and down jump", () => {
  expect(press("ArrowRight")).toEqual({ do: "move", by: 1, extend: false });
  expect(press("ArrowRight", { shiftKey: true })).toEqual({ do: "move", by: 1, extend: true });
  expect(press("ArrowUp")).toEqual({ do: "jump", by: -1 });
});

describe("undo", () => {
  test("is Ctrl-Z, or Cmd-Z", () => {
    expect(press("z", { ctrlKey: true })).toEqual({ do: "undo" });
    expect(press("z", { metaKey: true })).toEqual({ do: "undo" });
  });

  test("with Shift is redo, and so is Ctrl-Y; Cmd-Y is the browser's own", () => {
    expect(press("Z", { ctrlKey: true, shiftKey: true })).toEqual({ do: "redo" });
    expect(press("z", { metaKey: true, shiftKey: true })).toEqual({ do: "redo" });
    expect(press("y", { ctrlKey: true })).toEqual({ do: "redo" });
    expect(press("y", { metaKey: true })).toBeNull();
    expect(press("Y", { ctrlKey: true, shiftKey: true })).toBeNull();
    expect(press("y")).toBeNull();
  });

  test("is not repeated by a held key", () => {
    expect(press("z", { ctrlKey: true, repeat: true })).toBeNull();
    expect(press("y", { ctrlKey: true, repeat: true })).toBeNull();
  });
});

describe("keys that are not ours", () => {
  test("modifiers belong to the browser", () => {
    expect(press("l", { ctrlKey: true })).toBeNull();
    expect(press("1", { altKey: true })).toBeNull();
    expect(press("Enter", { metaKey: true })).toBeNull();
    expect(press("ArrowLeft", { altKey: true })).toBeNull();
  });

  test("a held key counts once, but a held arrow travels", () => {
    expect(press("Enter", { repeat: true })).toBeNull();
    expect(press(" ", { repeat: true })).toBeNull();
    expect(press("1", { repeat: true })).toBeNull();
    expect(press("ArrowRight", { repeat: true })).not.toBeNull();
  });

  test("while typing, composing, or under a dialog nothing fires", () => {
    for (const key of ["1", "Enter", " ", "l", "/", "Escape", "ArrowLeft"]) {
      expect(press(key, {}, { typing: true })).toBeNull();
      expect(press(key, { isComposing: true })).toBeNull();
      expect(press(key, {}, { covered: true })).toBeNull();
    }
    expect(press("z", { ctrlKey: true }, { typing: true })).toBeNull();
  });

  test("Enter and Space belong to the link or button that has the focus; other keys do not", () => {
    expect(press("Enter", {}, { onControl: true })).toBeNull();
    expect(press(" ", {}, { onControl: true })).toBeNull();
    expect(press("1", {}, { onControl: true })).not.toBeNull();
  });
});

describe("where a key falls", () => {
  const at = (html: string) => {
    document.body.innerHTML = html;
    return placeOf(document.body.querySelector("[data-here]"), document);
  };

  test("inputs are typed in, checkboxes are not", () => {
    expect(at("<input data-here>").typing).toBe(true);
    expect(at("<textarea data-here></textarea>").typing).toBe(true);
    expect(at('<input type="checkbox" data-here>')).toEqual({
      typing: false,
      onControl: true,
      covered: false,
    });
  });

  test("links and buttons are controls, with what is inside them", () => {
    expect(at("<button><span data-here>x</span></button>").onControl).toBe(true);
    expect(at('<a href="#" data-here>x</a>').onControl).toBe(true);
    expect(at("<p data-here>x</p>")).toEqual(nowhere);
  });

  test("a dialog covers the page", () => {
    expect(at('<p data-here>x</p><div role="dialog"></div>').covered).toBe(true);
  });
});
