import { describe, expect, it } from "@jest/globals";
import { EventSourceMapping, type MappingSpec } from "../../../simulator/cloud/event-source-mapping.ts";
import { Queue, type QueueSpec } from "../../../simulator/cloud/sqs.ts";
import { RandomStream } from "../../../simulator/world/random.ts";

type Delivery = { readonly atMs: number; readonly bodies: readonly string[] };

const endMs = 400_000;
const stepMs = 50;

/** A mapping that takes 2 s for an invocation, and what it has delivered when by the end. */
const play = async (about: {
  readonly queue?: Partial<QueueSpec>;
  readonly mapping?: Partial<MappingSpec>;
  readonly sent: readonly { readonly body: string; readonly group?: string; readonly atMs?: number }[];
  /** Bodies that the function returns, as often as it gets them; "dies": it throws. */
  readonly failing?: readonly string[] | "dies";
}) => {
  const deadLetter = new Queue({
    name: "work-dlq",
    fifo: about.queue?.fifo ?? false,
    visibilitySeconds: 30,
    maxReceiveCount: Number.POSITIVE_INFINITY,
    deadLetter: null,
  });
  const queue = new Queue({
    name: "work",
    fifo: false,
    visibilitySeconds: 120,
    maxReceiveCount: 5,
    deadLetter,
    ...about.queue,
  });
  const deliveries: Delivery[] = [];
  let nowMs = 0;
  const mapping = new EventSourceMapping(
    {
      queue,
      queueArn: "arn:aws:sqs:eu-central-1:123456789012:work",
      region: "eu-central-1",
      batchSize: 10,
      maximumConcurrency: 2,
      batchingWindowMs: 0,
      durationMs: () => 2_000,
      duplicateRatio: 0,
      handler: async ({ Records }) => {
        deliveries.push({ atMs: nowMs, bodies: Records.map(({ body }) => body) });
        if (about.failing === "dies") throw new Error("out of memory");
        const failed = Records.filter(({ body }) => about.failing?.includes(body));
        return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
      },
      ...about.mapping,
    },
    new RandomStream(1, 1),
  );
  const waiting = [...about.sent];
  for (; nowMs <= endMs; nowMs += stepMs) {
    while (waiting[0] !== undefined && (waiting[0].atMs ?? 0) <= nowMs) {
      const { body, group } = waiting.shift()!;
      queue.send({ body, group, deduplicationId: body }, nowMs);
    }
    await mapping.poll(nowMs);
  }
  return { deliveries, left: queue.messages, dead: deadLetter.messages, figures: mapping.figures };
};

const messages = (count: number, group?: string) =>
  Array.from({ length: count }, (_, index) => ({ body: `m${index}`, ...(group === undefined ? {} : { group }) }));

describe("a mapping", () => {
  it("waits for a batch to fill up for its window, from the first message on", async () => {
    const sent = [
      { body: "a", atMs: 200 },
      { body: "b", atMs: 900 },
      { body: "c", atMs: 1_500 },
    ];
    const { deliveries } = await play({ sent, mapping: { batchingWindowMs: 1_000 } });
    expect(deliveries).toEqual([
      { atMs: 1_200, bodies: ["a", "b"] },
      { atMs: 2_500, bodies: ["c"] },
    ]);
  });

  it("does not wait for a batch that is full", async () => {
    const { deliveries } = await play({ sent: messages(13), mapping: { batchingWindowMs: 1_000 } });
    expect(deliveries.map(({ atMs, bodies }) => [atMs, bodies.length])).toEqual([
      [0, 10],
      [1_000, 3],
    ]);
  });

  it("has no more invocations at once than it is told", async () => {
    const { deliveries, figures, left } = await play({ sent: messages(50) });
    expect(deliveries.map(({ atMs }) => atMs)).toEqual([0, 0, 2_000, 2_000, 4_000]);
    expect(figures).toEqual({ invocations: 5, delivered: 50, mostAtOnce: 2 });
    expect(left).toEqual([]);
  });

  it("leaves what the function returns, and nothing else, to the visibility timeout and then to the dead letters", async () => {
    const { deliveries, dead, left } = await play({
      sent: messages(3),
      failing: ["m1"],
      queue: { maxReceiveCount: 2 },
    });
    expect(deliveries).toEqual([
      { atMs: 0, bodies: ["m0", "m1", "m2"] },
      { atMs: 120_000, bodies: ["m1"] },
    ]);
    expect(dead.map(({ body }) => body)).toEqual(["m1"]);
    expect(left).toEqual([]);
  });

  it("takes nothing for handled when the function dies", async () => {
    const { deliveries, dead } = await play({ sent: messages(2), failing: "dies", queue: { maxReceiveCount: 3 } });
    expect(deliveries).toEqual([0, 120_000, 240_000].map((atMs) => ({ atMs, bodies: ["m0", "m1"] })));
    expect(dead).toHaveLength(2);
  });

  it("keeps a group in order and in one invocation at a time, and the others go on", async () => {
    const sent = [...messages(2, "a"), { body: "other", group: "b" }];
    const { deliveries } = await play({ sent, queue: { fifo: true }, mapping: { batchSize: 1 } });
    expect(deliveries).toEqual([
      { atMs: 0, bodies: ["m0"] },
      { atMs: 0, bodies: ["other"] },
      { atMs: 2_000, bodies: ["m1"] },
    ]);
  });

  it("keeps a group back for the visibility timeout of its first message that failed", async () => {
    const { deliveries } = await play({
      sent: messages(2, "a"),
      failing: ["m0"],
      queue: { fifo: true, maxReceiveCount: 1 },
      mapping: { batchSize: 1 },
    });
    expect(deliveries).toEqual([
      { atMs: 0, bodies: ["m0"] },
      { atMs: 120_000, bodies: ["m1"] },
    ]);
  });

  it("may deliver a message of a standard queue a second time, and none of a FIFO queue", async () => {
    const standard = await play({ sent: messages(1), mapping: { duplicateRatio: 1 } });
    expect(standard.deliveries.map(({ atMs }) => atMs)).toEqual([0, 2_000]);
    expect(standard.left).toEqual([]);
    const fifo = await play({ sent: messages(1, "a"), queue: { fifo: true }, mapping: { duplicateRatio: 1 } });
    expect(fifo.deliveries).toHaveLength(1);
  });
});
