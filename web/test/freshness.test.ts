import { describe, expect, test } from "vitest";
import type { Step } from "../src/api/client";
import { freshness, newest, pollInterval } from "../src/api/freshness";

const at = (step: number, models_step: number, learning = false): Step => ({
  step,
  models_step,
  learning,
  learnt_seconds: null,
  can_undo: null,
  can_redo: null,
});

test("freshness in words", () => {
  expect(freshness(at(0, 0)).text).toBe("no answers yet");
  expect(freshness(at(17, 17)).text).toBe("models have seen answer 17");
  expect(freshness(at(17, 15, true)).text).toBe("learning … 2 answers behind");
  expect(freshness(at(17, 16, true)).text).toBe("learning … 1 answer behind");
  expect(freshness(at(1, 0)).text).toBe("no models yet");
  expect(freshness(at(17, 15)).text).toBe("models are 2 answers behind");
});

describe("of two steps the one that knows more", () => {
  test("a later answer, then newer models", () => {
    expect(newest(at(3, 3), at(4, 2))).toEqual(at(4, 2));
    expect(newest(at(4, 4), at(4, 2))).toEqual(at(4, 4));
  });

  test("learning that has ended", () => {
    expect(newest(at(4, 2, true), at(4, 2, false))?.learning).toBe(false);
  });

  test("the only one there is", () => {
    expect(newest(undefined, at(1, 1))).toEqual(at(1, 1));
    expect(newest(undefined, undefined)).toBeUndefined();
  });
});

describe("asking again", () => {
  test("never while models have seen everything", () => {
    expect(pollInterval(at(5, 5), 0)).toBe(false);
    expect(pollInterval(undefined, 0)).toBe(false);
  });

  test("as long as models are being learnt", () => {
    expect(pollInterval(at(5, 4, true), 1000)).toBe(400);
  });

  test("a few times when the server says that it is not learning", () => {
    expect(pollInterval(at(5, 4), 0)).toBe(400);
    expect(pollInterval(at(5, 4), 8)).toBe(false);
  });
});
