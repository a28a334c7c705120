import { expect, test, vi } from "vitest";
import { type AnswerEvents, Answering } from "../src/api/answering";
import type { Answer } from "../src/api/client";
import { ServerError, UnreachableError } from "../src/api/errors";
import { createFixture } from "../src/api/fixture";

const label = { document: 0, label: "negative" };

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

test("an answer carries the next screen", async () => {
  const { answering, events } = setup();
  expect(await answering.send((client) => client.giveLabel({ ...label, step: 0 }))).toBe("answered");
  expect(events.answered.mock.calls[0]?.[0].suggestion?.document.document).toBe(1);
});

test("while one answer is under way another is ignored", async () => {
  const { answering, events } = setup();
  const first = answering.send((client) => client.giveLabel({ ...label, step: 0 }));
  expect(answering.busy()).toBe(true);
  expect(await answering.send((client) => client.giveLabel({ ...label, step: 0 }))).toBe("ignored");
  expect(await first).toBe("answered");
  expect(answering.busy()).toBe(false);
  expect(events.answered).toHaveBeenCalledTimes(1);
});

test("an answer that was overtaken waits until the page has caught up", async () => {
  const { answering, client, events } = setup();
  await client.skip({ document: 0, step: 0 });
  expect(await answering.send((c) => c.giveLabel({ ...label, step: 0 }))).toBe("stale");
  expect(events.stale).toHaveBeenCalledOnce();
  expect(events.answered).not.toHaveBeenCalled();
});

test("a refusal is told in the server's words", async () => {
  const { answering, events } = setup();
  expect(await answering.send((client) => client.undo(0))).toBe("refused");
  expect(events.refused).toHaveBeenCalledWith("There is nothing to undo.");
});

test("a refusal is said where the answer was given, if that is asked for", async () => {
  const { answering, events } = setup();
  const here = vi.fn<(message: string) => void>();
  expect(await answering.send((client) => client.redo(0), here)).toBe("refused");
  expect(here).toHaveBeenCalledWith("There is nothing to redo.");
  expect(events.refused).not.toHaveBeenCalled();
});

test("what was undone can be given again, until something else is answered", async () => {
  const { client } = setup();
  await client.writeFunction({ primitive: "waste", label: "negative", document: 0, step: 0 });
  const undone = await client.undo(1);
  expect([undone.step.can_undo, undone.step.can_redo]).toEqual([null, "the answer that was undone"]);
  expect((await client.functions()).functions).toEqual([]);
  const again = await client.redo(2);
  expect((await client.functions()).functions).toHaveLength(1);
  expect([again.suggestion?.document.document, again.step.can_redo]).toEqual([1, null]);
  await client.undo(3);
  expect((await client.skip({ document: 0, step: 4 })).step.can_redo).toBeNull();
});

test("a server that is gone is told apart from one that refuses", async () => {
  const { answering, events } = setup();
  expect(await answering.send(() => Promise.reject(new UnreachableError()))).toBe("unreachable");
  expect(events.unreachable).toHaveBeenCalledOnce();
  expect(answering.busy()).toBe(false);
});

test("an error body becomes an error with its name and message", () => {
  const error = ServerError.fromReply(409, { error: "StaleStepError", message: "Too late." });
  expect(error).toMatchObject({ kind: "StaleStepError", message: "Too late.", status: 409, isStale: true });
});

test("a gateway that answers for an absent server is no answer", () => {
  expect(ServerError.fromReply(502, "<html>")).toBeInstanceOf(UnreachableError);
  expect(ServerError.fromReply(500, "<html>").message).toBe("The server answered 500 without saying why.");
});
