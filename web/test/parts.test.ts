import { expect, test, vi } from "vitest";
import { Parts, parts } from "../src/app/parts";

test("who listens is told once that a part is missing, and once that all is there again", () => {
  const store = new Parts();
  const listener = vi.fn();
  const stop = store.subscribe(listener);
  for (const missing of [false, true, true, false]) store.report(missing);
  expect(listener).toHaveBeenCalledTimes(2);
  stop();
  store.report(true);
  expect(listener).toHaveBeenCalledTimes(2);
  expect(store.missing()).toBe(true);
});

test("Vite's own word for a part that is not there is heard", () => {
  expect(parts.missing()).toBe(false);
  window.dispatchEvent(new Event("vite:preloadError"));
  expect(parts.missing()).toBe(true);
});
