import { describe, expect, it } from "@jest/globals";
import type { Sqs } from "../../shared/aws/clients.ts";
import { makePassOn, makeWakeLater } from "../../shared/aws/wake-later.ts";
import { recordsWakeUp } from "../router/batches.ts";
import { wakeUpOf } from "../scale/small-stack.ts";
import { answering } from "./answering.ts";

describe("a delayed wake-up", () => {
  it.each([
    { inSeconds: 20, expected: 20 },
    { inSeconds: 5.01, expected: 6 },
    { inSeconds: 0, expected: 0 },
    { inSeconds: -3, expected: 0 },
    { inSeconds: 3_600, expected: 900 },
  ])("of $inSeconds s is delayed by $expected whole seconds", async ({ inSeconds, expected }) => {
    const { client, asked } = answering<Sqs>(() => ({}));
    await makeWakeLater(client, "queue")(wakeUpOf(), inSeconds);
    expect(asked).toEqual([
      {
        operation: "SendMessage",
        input: { QueueUrl: "queue", MessageBody: JSON.stringify(wakeUpOf()), DelaySeconds: expected },
      },
    ]);
  });

  it("of a destination goes the same way", async () => {
    const { client, asked } = answering<Sqs>(() => ({}));
    await makeWakeLater(client, "queue")(recordsWakeUp(), 7.5);
    expect(asked.map(({ input }) => input)).toEqual([
      { QueueUrl: "queue", MessageBody: JSON.stringify(recordsWakeUp()), DelaySeconds: 8 },
    ]);
  });

  it("a body is passed on as it is, at once", async () => {
    const { client, asked } = answering<Sqs>(() => ({}));
    await makePassOn(client, "queue")("}{");
    expect(asked).toEqual([{ operation: "SendMessage", input: { QueueUrl: "queue", MessageBody: "}{" } }]);
  });
});
