import { describe, expect, test } from "vitest";
import { KEYS_KEPT_AT, type Memory, memoryIn } from "../src/app/browserMemory";
import { ACTIONS, type Action } from "../src/keys/actions";
import {
  ariaKeys,
  changesOf,
  classKeys,
  DEFAULTS,
  type Keymap,
  keymapOf,
  keyOf,
  nameOf,
  parseChanges,
  strokesOf,
} from "../src/keys/keymap";
import { KeymapStore } from "../src/keys/keymapStore";
import { commandOf, type KeyLike, type KeyPlace } from "../src/keys/keys";
import { proposalOf, rebound, restored, swapped, type Taken } from "../src/keys/rebinding";

const plain: KeyLike = {
  key: "",
  code: "",
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  isComposing: false,
};
const pressed = (key: string, more: Partial<KeyLike> = {}): KeyLike => ({ ...plain, key, ...more });
const nowhere: KeyPlace = { typing: false, onControl: false, covered: false };
const does = (keymap: Keymap, key: string, more: Partial<KeyLike> = {}, place = nowhere) =>
  commandOf(pressed(key, more), place, keymap);

/** Press a key for an action that waits for one. */
const propose = (action: Action, key: string, more: Partial<KeyLike> = {}, keymap = DEFAULTS) =>
  proposalOf(pressed(key, more), action, keymap);

describe("the defaults", () => {
  test("no key stands for two actions, and every action has one", () => {
    const all = ACTIONS.flatMap(({ keys }) => keys);
    expect(new Set(all).size).toBe(all.length);
    expect(ACTIONS.every(({ keys }) => keys.length > 0)).toBe(true);
  });

  test("each could be chosen by the person, too", () => {
    const bare = Object.fromEntries(ACTIONS.map(({ action }) => [action, []])) as unknown as Keymap;
    for (const { action, keys } of ACTIONS) {
      for (const stroke of keys) {
        const parts = stroke.split(" ");
        const key = parts.pop() as string;
        const held = { ctrlKey: parts.includes("Ctrl"), shiftKey: parts.includes("Shift") };
        const event = pressed(key === "Space" ? " " : key, held);
        expect(proposalOf(event, action, bare)).toEqual({ is: "free", stroke });
      }
    }
  });
});

describe("how a key press is written", () => {
  test("Shift counts only with Ctrl, and Cmd is Ctrl", () => {
    expect(strokesOf(pressed("L", { shiftKey: true }))).toEqual(["l"]);
    expect(strokesOf(pressed("?", { shiftKey: true }))).toEqual(["?"]);
    expect(strokesOf(pressed("Z", { ctrlKey: true, shiftKey: true }))).toEqual(["Ctrl Shift z"]);
    expect(strokesOf(pressed("z", { metaKey: true }))).toEqual(["Ctrl z"]);
    expect(strokesOf(pressed(" "))).toEqual(["Space"]);
  });

  test("a key without a letter of ours is known by its place, too", () => {
    expect(strokesOf(pressed("&", { code: "Digit1" }))).toEqual(["&", "1"]);
    expect(strokesOf(pressed("я", { code: "KeyZ", ctrlKey: true }))).toEqual(["Ctrl я", "Ctrl z"]);
    expect(strokesOf(pressed("w", { code: "KeyZ" }))).toEqual(["w"]);
  });

  test("Alt, Cmd-Y and what is no key are not ours", () => {
    expect(strokesOf(pressed("l", { altKey: true }))).toEqual([]);
    expect(strokesOf(pressed("y", { metaKey: true }))).toEqual([]);
    for (const key of ["Shift", "Dead", "Unidentified", "Process"])
      expect(strokesOf(pressed(key))).toEqual([]);
  });

  test("names are those on the keyboard", () => {
    const names = ["Ctrl Shift z", "ArrowLeft", "Escape", "Space", "/", "ß", "PageDown"].map(nameOf);
    expect(names).toEqual(["Ctrl Shift Z", "←", "Esc", "Space", "/", "ß", "PgDn"]);
    expect(ariaKeys(DEFAULTS, "redo")).toBe("Control+Shift+z");
    expect(ariaKeys(DEFAULTS, undefined)).toBeUndefined();
  });
});

describe("keys of classes", () => {
  test("are told shortly while they are in order", () => {
    expect([1, 2, 5, 10].map((n) => classKeys(DEFAULTS, n))).toEqual(["1", "1 2", "1 … 5", "1 … 9 0"]);
  });

  test("are told one by one when one of them was changed", () => {
    expect(classKeys(rebound(DEFAULTS, "class_2", "x"), 3)).toBe("1 X 3");
    expect(classKeys(rebound(DEFAULTS, "class_9", "x"), 3)).toBe("1 … 3");
  });
});

describe("a changed key", () => {
  const keymap = rebound(DEFAULTS, "skip", "s");

  test("does what it was given, and the former one nothing", () => {
    expect(does(keymap, "s")).toEqual({ do: "skip" });
    expect(does(keymap, " ")).toBeNull();
    expect(keyOf(keymap, "skip")).toBe("S");
  });

  test("keeps what belongs to the action: held arrows travel, Shift makes a phrase", () => {
    const vim = rebound(DEFAULTS, "word_right", "ö");
    expect(does(vim, "ö", { repeat: true })).toEqual({ do: "move", by: 1, extend: false });
    expect(does(vim, "Ö", { shiftKey: true })).toEqual({ do: "move", by: 1, extend: true });
    expect(does(keymap, "s", { repeat: true })).toBeNull();
  });

  test("Enter and Space stay a focused button's own, whatever they do elsewhere", () => {
    const other = rebound(rebound(DEFAULTS, "primary", "s"), "word_right", "Enter");
    expect(does(other, "Enter", {}, { ...nowhere, onControl: true })).toBeNull();
    expect(does(other, "s", {}, { ...nowhere, onControl: true })).toEqual({ do: "primary" });
  });

  test("one more key of an action is no change", () => {
    expect(rebound(DEFAULTS, "redo", "Ctrl y")).toBe(DEFAULTS);
    expect(changesOf(DEFAULTS)).toEqual({});
  });
});

describe("which key an action can have", () => {
  test("a free one", () => {
    expect(propose("skip", "s")).toEqual({ is: "free", stroke: "s" });
    expect(propose("skip", "Enter", { ctrlKey: true })).toEqual({ is: "free", stroke: "Ctrl Enter" });
    expect(propose("skip", " ")).toEqual({ is: "free", stroke: "Space" });
  });

  test("Esc keeps the key as it was, and is only ever the key of letting go", () => {
    expect(propose("skip", "Escape")).toEqual({ is: "cancelled" });
    const keymap = rebound(DEFAULTS, "clear", "x");
    expect(propose("clear", "Escape", {}, keymap)).toEqual({ is: "free", stroke: "Escape" });
  });

  test("Shift alone is waited with", () => {
    expect(propose("skip", "Shift", { shiftKey: true })).toEqual({ is: "waiting" });
  });

  test("a taken one says whose it is", () => {
    expect(propose("skip", "W")).toEqual({ is: "taken", stroke: "w", by: "pick", swappable: true });
  });

  test("what could not be exchanged is not offered", () => {
    const taken = { is: "taken", stroke: "ArrowLeft", by: "word_left", swappable: false };
    expect(propose("undo", "ArrowLeft")).toEqual(taken);
    expect(propose("clear", "w")).toEqual({ is: "taken", stroke: "w", by: "pick", swappable: false });
  });

  test("the browser's own is refused, with what to do", () => {
    const why = (action: Action, key: string, more: Partial<KeyLike> = {}) => {
      const proposal = propose(action, key, more);
      return proposal.is === "refused" && proposal.why;
    };
    expect(why("skip", "w", { ctrlKey: true })).toBe("Ctrl W belongs to the browser. Press another key.");
    expect(why("skip", "F5")).toBe("F5 belongs to the browser. Press another key.");
    expect(why("skip", "x", { altKey: true })).toBe(
      "Keys with Alt belong to the browser. Press a key alone, or with Ctrl.",
    );
    expect(why("skip", "Dead")).toBe("The browser does not say which key this is. Press another one.");
    const alone = "With Shift this key chooses a phrase, so it must be one that is pressed alone.";
    expect(why("word_left", ">", { shiftKey: true })).toBe(alone);
    expect(why("word_left", "b", { ctrlKey: true })).toBe(alone);
  });
});

test("two actions exchange their keys", () => {
  const taken = propose("skip", "w") as Taken;
  const keymap = swapped(DEFAULTS, "skip", taken);
  expect([keyOf(keymap, "skip"), keyOf(keymap, "pick")]).toEqual(["W", "Space"]);
  expect(changesOf(keymap)).toEqual({ skip: ["w"], pick: ["Space"] });
});

test("an action gets its own key back, unless another has it now", () => {
  const moved = rebound(DEFAULTS, "skip", "s");
  expect(restored(moved, "skip")).toEqual(DEFAULTS);
  const lent = rebound(moved, "pick", "Space");
  expect(restored(lent, "skip")).toEqual({ is: "taken", stroke: "Space", by: "pick", swappable: true });
});

describe("what is kept", () => {
  test("is what was changed, and comes back", () => {
    const keymap = rebound(rebound(DEFAULTS, "skip", "s"), "undo", "Ctrl Backspace");
    expect(keymapOf(parseChanges(JSON.stringify(changesOf(keymap))))).toEqual(keymap);
  });

  test("nonsense is left out", () => {
    const texts = [
      null,
      "",
      "{",
      "7",
      "null",
      '{"skip": "s"}',
      '{"skip": [7]}',
      '{"skip": [""]}',
      '{"fly": ["s"]}',
    ];
    for (const text of texts) expect(parseChanges(text)).toEqual({});
    expect(parseChanges('{"skip": ["s"], "pick": ["s", "p"]}')).toEqual({ skip: ["s"], pick: ["p"] });
  });

  test("what a person chose counts against another action's default", () => {
    const keymap = keymapOf({ skip: ["l"] });
    expect(keymap.label_only).toEqual([]);
    expect(keyOf(keymap, "label_only")).toBe("");
    expect(does(keymap, "l")).toEqual({ do: "skip" });
  });

  test("is forgotten when all is as at first", () => {
    const kept = new Map<string, string>();
    const memory: Memory = {
      read: (at) => kept.get(at) ?? null,
      write: (at, text) => void (text === null ? kept.delete(at) : kept.set(at, text)),
    };
    const store = new KeymapStore(memory);
    store.change(rebound(store.now(), "skip", "s"));
    expect(kept.get(KEYS_KEPT_AT)).toBe('{"skip":["s"]}');
    expect(new KeymapStore(memory).now().skip).toEqual(["s"]);
    store.reset();
    expect(kept.size).toBe(0);
    expect(store.now()).toEqual(DEFAULTS);
  });

  test("where storage is blocked, keys change for as long as the page is open", () => {
    const blocked = memoryIn(() => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    });
    const store = new KeymapStore(blocked);
    store.change(rebound(store.now(), "skip", "s"));
    expect(store.now().skip).toEqual(["s"]);
  });
});
