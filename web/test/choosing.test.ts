import { expect, test, vi } from "vitest";
import { type AnswerEvents, Answering } from "../src/api/answering";
import type { Answer } from "../src/api/client";
import { createFixture } from "../src/api/fixture";

function setup() {
  const client = createFixture();
  const events = {
    answered: vi.fn<(answer: Answer) => void>(),
    stale: vi.fn<() => Promise<void>>(async () => {}),
    unreachable: vi.fn<() => void>(),
    refused: vi.fn<(message: string) => void>(),
  } satisfies AnswerEvents;
  return { client, events, answering: new Answering(client, events) };
}

test("another text comes in place of the one on screen, and counts no answer", async () => {
  const { answering, events, client } = setup();
  const wanted = { wanted: "different", document: 0, step: 0 } as const;
  expect(await answering.send((c) => c.showOther(wanted))).toBe("answered");
  const answer = events.answered.mock.calls[0]?.[0];
  expect(answer?.suggestion).toMatchObject({ document: { document: 1 }, passed: 0 });
  expect(answer?.step.step).toBe(0);
  expect((await client.suggestion()).suggestion).toEqual(answer?.suggestion);
});

test("a text that another window has replaced is stale, though no answer was given", async () => {
  const { answering, events, client } = setup();
  await client.showOther({ wanted: "similar", document: 0, step: 0 });
  expect(await answering.send((c) => c.showOther({ wanted: "similar", document: 0, step: 0 }))).toBe("stale");
  expect(events.stale).toHaveBeenCalledOnce();
  expect(events.refused).not.toHaveBeenCalled();
});

test("a held key asks once", async () => {
  const { answering, events } = setup();
  const ask = () => answering.send((c) => c.showOther({ wanted: "similar", document: 0, step: 0 }));
  expect(await Promise.all([ask(), ask(), ask()])).toEqual(["answered", "ignored", "ignored"]);
  expect(events.answered).toHaveBeenCalledTimes(1);
});

test("another strategy leaves the text on screen", async () => {
  const { answering, events, client } = setup();
  const before = await client.suggestion();
  expect(await answering.send((c) => c.switchStrategy({ strategy: "coverage", step: 0 }))).toBe("answered");
  const answer = events.answered.mock.calls[0]?.[0];
  expect(answer).toMatchObject({ strategy: "coverage", suggestion: before.suggestion });
  expect(await answering.send((c) => c.switchStrategy({ strategy: "seu", step: 7 }))).toBe("stale");
  expect((await client.suggestion()).strategy).toBe("coverage");
});
