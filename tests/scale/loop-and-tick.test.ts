import { describe, expect, it } from "@jest/globals";
import { type SmallStack, smallStack, wakeUpOf } from "./small-stack.ts";
import { fullConnections, highRequests, stackConfig, worldSpec } from "./small-world.ts";

/** Seconds at which the domain was read: each read asks for the metrics once. */
const readsOf = (stack: SmallStack): readonly number[] =>
  stack.calls
    .filter(({ name, input }) => name === "cloudwatch GetMetricData" && isCheckout(input))
    .map(({ atSeconds }) => atSeconds);

const isCheckout = (input: Record<string, unknown>): boolean => JSON.stringify(input).includes("checkout");

describe("the hot loop", () => {
  it("wakes a domain that wants more than it gets after 20, 40, 80 and then 300 s, while the plan stays the same", async () => {
    // A pool that is full: the ask stays above the count for good.
    const stack = smallStack(
      worldSpec(highRequests, fullConnections),
      stackConfig({}, { maxConnections: fullConnections }),
    );
    stack.warmUp(600);
    await stack.wake();
    const reads: number[] = [stack.nowSeconds()];
    while (reads.length < 6) {
      const [next, ...others] = stack.delayed();
      expect(others).toEqual([]);
      expect(next!.delaySeconds).toBeLessThanOrEqual(60);
      stack.cloud.queues.events.delete(next!.messageId);
      stack.warmUp(next!.delaySeconds);
      const before = readsOf(stack).length;
      await stack.wake(next!.wakeUp);
      if (readsOf(stack).length > before) reads.push(stack.nowSeconds());
    }
    expect(reads.slice(1).map((atSeconds, index) => atSeconds - reads[index]!)).toEqual([20, 40, 80, 300, 300]);
  });

  it("has one delayed message only, however often the domain is read meanwhile", async () => {
    const stack = smallStack(worldSpec(highRequests), stackConfig());
    stack.warmUp(600);
    for (let read = 0; read < 5; read += 1) await stack.wake();
    expect(stack.delayed()).toHaveLength(1);
  });

  it("acknowledges a wake-up from before the last finished read without work", async () => {
    const stack = smallStack(worldSpec(), stackConfig());
    stack.warmUp(600);
    const sentAtMs = stack.world.nowMs - 5_000;
    await stack.wake();
    const before = stack.calls.length;
    expect(await stack.wake({}, sentAtMs)).toEqual({ batchItemFailures: [] });
    expect(stack.namesOf(before)).toEqual(["dynamodb BatchGetItem"]);
  });

  it("is repaired by the tick when its message is lost", async () => {
    const stack = smallStack(worldSpec(highRequests), stackConfig());
    stack.warmUp(600);
    await stack.wake();
    for (const { messageId } of stack.delayed()) stack.cloud.queues.events.delete(messageId);
    const before = readsOf(stack).length;
    await stack.run(61);
    expect(readsOf(stack).length).toBeGreaterThan(before);
  });

  it("leaves a calm domain alone for five minutes", async () => {
    const stack = smallStack(worldSpec(60), stackConfig({ minTasks: 4 }));
    stack.warmUp(1_200);
    await stack.run(900);
    expect(readsOf(stack).length).toBeLessThanOrEqual(4);
    expect(stack.delayed()).toEqual([]);
  });

  it("stops for other wake-ups when the day's reads are spent; the tick still reads", async () => {
    const stack = smallStack(worldSpec(highRequests), stackConfig({}, {}, { dailyReadBudget: 2 }));
    stack.warmUp(600);
    await stack.wake();
    await stack.wake();
    const before = readsOf(stack).length;
    await stack.wake();
    expect(readsOf(stack).length).toBe(before);
    await stack.wake({ causes: ["tick"] });
    expect(readsOf(stack).length).toBe(before + 1);
    expect(stack.notices().map(({ code }) => code)).not.toContain("wake-up-abandoned");
  });
});

describe("two domains in one batch", () => {
  it("are both read, although one tick woke them", async () => {
    const stack = smallStack(worldSpec(), stackConfig());
    stack.warmUp(600);
    await stack.run(1);
    const domains = stack.calls
      .filter(({ name }) => name === "sqs SendMessageBatch")
      .flatMap(({ input }) => {
        const { Entries } = input as { Entries: readonly { MessageGroupId: string; MessageDeduplicationId: string }[] };
        return Entries;
      });
    expect(domains.map(({ MessageGroupId }) => MessageGroupId).sort()).toEqual(["checkout", "search"]);
    expect(new Set(domains.map(({ MessageDeduplicationId }) => MessageDeduplicationId)).size).toBe(2);
    expect((await stack.state("checkout")).version).toBe(1);
    expect((await stack.state("search")).version).toBe(1);
  });
});

describe("a wake-up", () => {
  it("of a domain that the configuration doesn't have is acknowledged", async () => {
    const stack = smallStack(worldSpec(), stackConfig());
    expect(await stack.wake({ domain: "gone" })).toEqual({ batchItemFailures: [] });
    expect(stack.calls).toEqual([]);
  });

  it("does nothing while Headgate is paused", async () => {
    const stack = smallStack(worldSpec(highRequests), stackConfig());
    stack.warmUp(600);
    stack.cloud.table.putItem({
      TableName: stack.cloud.table.name,
      Item: { pk: { S: "CONTROL" }, sk: { S: "PAUSE" } },
    });
    await stack.wake(wakeUpOf());
    expect(stack.namesOf()).toEqual(["dynamodb BatchGetItem"]);
    expect(stack.world.counts("checkout").desired).toBe(4);
  });

  it("that is none is passed on, and the router dead-letters it with its reason", async () => {
    const stack = smallStack(worldSpec(), stackConfig());
    stack.warmUp(60);
    expect(await stack.wake("{ not json")).toEqual({ batchItemFailures: [] });
    await stack.run(2);
    const [letter] = stack.cloud.queues.eventsDeadLetter.messages;
    expect(letter?.body).toBe("{ not json");
    expect(letter?.attributes["reason"]?.StringValue).toMatch(/json/i);
  });
});
