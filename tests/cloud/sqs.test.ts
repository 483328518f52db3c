import { describe, expect, it } from "@jest/globals";
import { pollOnce } from "../../simulator/cloud/event-source.ts";
import { Queue } from "../../simulator/cloud/sqs.ts";

const standard = (deadLetter: Queue | null = null): Queue =>
  new Queue({ name: "events", fifo: false, visibilitySeconds: 120, maxReceiveCount: 5, deadLetter });
const fifo = (deadLetter: Queue | null = null): Queue =>
  new Queue({ name: "scaling.fifo", fifo: true, visibilitySeconds: 120, maxReceiveCount: 5, deadLetter });

let sent = 0;
const sendTo = (queue: Queue, body: string, group: string, atMs = 0, deduplicationId = `id-${++sent}`): void => {
  queue.send({ body, group, deduplicationId }, atMs);
};
const bodiesOf = (queue: Queue, atMs: number, most = 10): readonly string[] =>
  queue.receive(most, atMs).map(({ body }) => body);

describe("a standard queue", () => {
  it("delivers a delayed message when its delay is over, not before", () => {
    const queue = standard();
    queue.send({ body: "later", delaySeconds: 20 }, 1_000);
    queue.send({ body: "now" }, 1_000);
    expect(bodiesOf(queue, 20_999)).toEqual(["now"]);
    expect(queue.nextVisibleAtMs()).toBe(21_000);
    expect(bodiesOf(queue, 21_000)).toEqual(["later"]);
  });

  it("hides what is in flight and delivers it again after the visibility timeout, counted", () => {
    const queue = standard();
    queue.send({ body: "a" }, 0);
    expect(bodiesOf(queue, 0)).toEqual(["a"]);
    expect(bodiesOf(queue, 119_999)).toEqual([]);
    expect(queue.receive(10, 120_000)[0]?.receiveCount).toBe(2);
  });

  it("forgets what was deleted, and takes no harm from deleting it again", () => {
    const queue = standard();
    queue.send({ body: "a" }, 0);
    const [message] = queue.receive(10, 0);
    queue.delete(message!.messageId);
    queue.delete(message!.messageId);
    expect(bodiesOf(queue, 200_000)).toEqual([]);
  });

  it("moves a message to the dead-letter queue after five deliveries, with its attributes", () => {
    const deadLetter = standard();
    const queue = standard(deadLetter);
    queue.send({ body: "poison", attributes: { reason: { DataType: "String", StringValue: "why" } } }, 0);
    const deliveries = Array.from({ length: 8 }, (_, n) => bodiesOf(queue, n * 120_000).length);
    expect(deliveries).toEqual([1, 1, 1, 1, 1, 0, 0, 0]);
    expect(deadLetter.messages).toMatchObject([{ body: "poison", attributes: { reason: { StringValue: "why" } } }]);
    expect(queue.messages).toEqual([]);
  });

  it.each([-1, 901, 1.5, Number.NaN])("refuses a delay of %p s", (delaySeconds) => {
    expect(() => standard().send({ body: "a", delaySeconds }, 0)).toThrow(
      expect.objectContaining({ name: "InvalidParameterValue" }),
    );
  });

  it.each([
    ["of 1 MiB is taken", 1_048_576, false],
    ["one byte longer is refused", 1_048_577, true],
  ])("a body %s", (_when, bytes, refused) => {
    const send = () => standard().send({ body: "x".repeat(bytes) }, 0);
    if (refused) expect(send).toThrow("shorter than 1048576");
    else expect(send).not.toThrow();
  });
});

describe("a FIFO queue", () => {
  it("keeps a group's later messages back while one is in flight, and other groups not", () => {
    const queue = fifo();
    for (const [body, group] of [
      ["a1", "a"],
      ["a2", "a"],
      ["b1", "b"],
    ] as const)
      sendTo(queue, body, group);
    const [first] = queue.receive(1, 0);
    expect(first?.body).toBe("a1");
    expect(bodiesOf(queue, 1_000, 1)).toEqual(["b1"]);
    expect(bodiesOf(queue, 1_000)).toEqual([]);
    queue.delete(first!.messageId);
    expect(bodiesOf(queue, 1_000)).toEqual(["a2"]);
  });

  it("delivers a group in order again after a failure: the failed one first", () => {
    const queue = fifo();
    for (const body of ["a1", "a2"]) sendTo(queue, body, "a");
    queue.receive(1, 0);
    expect(bodiesOf(queue, 120_000, 1)).toEqual(["a1"]);
  });

  it("swallows a deduplication id for five minutes, over the whole queue and even after deletion", () => {
    const queue = fifo();
    sendTo(queue, "first", "a", 0, "same");
    sendTo(queue, "other group", "b", 1_000, "same");
    expect(queue.messages.map(({ body }) => body)).toEqual(["first"]);
    queue.delete(queue.messages[0]!.messageId);
    sendTo(queue, "too early", "a", 299_999, "same");
    expect(queue.messages).toEqual([]);
    sendTo(queue, "in time", "a", 300_000, "same");
    expect(queue.messages.map(({ body }) => body)).toEqual(["in time"]);
  });

  it("answers a swallowed message with the id of the first", () => {
    const queue = fifo();
    const ids = [0, 1].map((atMs) => queue.send({ body: "a", group: "a", deduplicationId: "same" }, atMs).messageId);
    expect(ids[1]).toBe(ids[0]);
  });

  it("goes on with a group when its first message has gone to the dead-letter queue", () => {
    const deadLetter = fifo();
    const queue = fifo(deadLetter);
    for (const body of ["poison", "next"]) sendTo(queue, body, "a");
    const deliveries = Array.from({ length: 6 }, (_, n) => bodiesOf(queue, n * 120_000, 1)[0]);
    expect(deliveries).toEqual(["poison", "poison", "poison", "poison", "poison", "next"]);
    expect(deadLetter.messages.map(({ body }) => body)).toEqual(["poison"]);
  });

  it.each([
    { when: "without a group", input: { body: "a", deduplicationId: "d" } },
    { when: "without a deduplication id", input: { body: "a", group: "g" } },
    { when: "with a delay of its own", input: { body: "a", group: "g", deduplicationId: "d", delaySeconds: 5 } },
  ])("refuses a message $when", ({ input }) => {
    expect(() => fifo().send(input, 0)).toThrow(expect.objectContaining({ name: "InvalidParameterValue" }));
  });
});

describe("the event source", () => {
  const source = (queue: Queue, handler: Parameters<typeof pollOnce>[0]["handler"]) => ({
    queue,
    queueArn: "arn",
    region: "eu-central-1",
    batchSize: 10,
    handler,
  });

  it.each([
    { when: "deletes what was handled and keeps what was returned", failures: ["events-2"], expected: ["b"] },
    { when: "deletes everything where nothing was returned", failures: [], expected: [] },
  ])("$when", async ({ failures, expected }) => {
    const queue = standard();
    for (const body of ["a", "b", "c"]) queue.send({ body }, 0);
    const batchItemFailures = failures.map((itemIdentifier) => ({ itemIdentifier }));
    expect(
      await pollOnce(
        source(queue, async () => ({ batchItemFailures })),
        0,
      ),
    ).toBe(3);
    expect(queue.messages.map(({ body }) => body)).toEqual(expected);
  });

  it("keeps everything where the function throws", async () => {
    const queue = standard();
    queue.send({ body: "a" }, 0);
    await pollOnce(
      source(queue, () => Promise.reject(new Error("crash"))),
      0,
    );
    expect(queue.messages).toMatchObject([{ body: "a", receiveCount: 1 }]);
  });
});
