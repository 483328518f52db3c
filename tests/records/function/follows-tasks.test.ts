import { describe, expect, it } from "@jest/globals";
import { type RecordsStack, recordsStack } from "./records-stack.ts";

const desiredInTurn = [1, 2, 5, 0, 3];

const goThrough = async (stack: RecordsStack, seconds: number, eachSecond: () => void = () => {}): Promise<void> => {
  for (const desired of desiredInTurn) {
    stack.world.setDesiredCount("order", desired);
    for (let second = 0; second < seconds; second += 1) {
      await stack.run(1);
      eachSecond();
    }
    expect(stack.values()).toEqual(stack.running());
    expect(stack.values()).toHaveLength(desired);
  }
};

const isTaskEvent = ({ body }: { readonly body: string }): boolean => body.includes('"ECS Task State Change"');

describe("a service's record follows its tasks", () => {
  it("from 1 to 2, 5, 0 and 3, within ten seconds of the last one's start or stop", async () => {
    const stack = recordsStack();
    await goThrough(stack, 3 + 10);
    expect(stack.told()).toEqual([]);
  });

  it("with every event delivered twice, and written no more often", async () => {
    const once = recordsStack();
    await goThrough(once, 20);
    const twice = recordsStack();
    const seen = new Set<string>();
    const { events } = twice.cloud.queues;
    const send = events.send.bind(events);
    events.send = (input, nowMs) => {
      if (isTaskEvent(input) && !seen.has(input.body)) {
        seen.add(input.body);
        send(input, nowMs);
      }
      return send(input, nowMs);
    };
    await goThrough(twice, 20);
    expect(seen.size).toBeGreaterThan(10);
    expect(twice.batches()).toBe(once.batches());
  });

  it("with every event half a minute late", async () => {
    const stack = recordsStack();
    const { events } = stack.cloud.queues;
    const send = events.send.bind(events);
    events.send = (input, nowMs) => send(isTaskEvent(input) ? { ...input, delaySeconds: 30 } : input, nowMs);
    await goThrough(stack, 45);
  });

  it("with every event lost: the tick repairs it within the minute", async () => {
    const stack = recordsStack();
    const { events } = stack.cloud.queues;
    const send = events.send.bind(events);
    events.send = (input, nowMs) => (isTaskEvent(input) ? { messageId: "lost" } : send(input, nowMs));
    await goThrough(stack, 66);
  });
});

describe("a task with a health check", () => {
  it("is looked at every ten seconds until it is healthy, and published then", async () => {
    const stack = recordsStack();
    stack.cloud.capacity.declareTasks("order", { healthCheck: true });
    await stack.run(15);
    stack.world.setDesiredCount("order", 2);
    // 3 s until it runs, 2 s until it is healthy, which raises no event: the next look is at most 10 s away.
    await stack.run(5 + 10 + 5);
    expect(stack.values()).toEqual(stack.running());
    expect(stack.values()).toHaveLength(2);
    expect(stack.delayedRecords()).toEqual([]);
  });

  it("that never gets healthy is left to the tick after ten minutes", async () => {
    const stack = recordsStack(undefined, { bootSeconds: 10_000 });
    stack.cloud.capacity.declareTasks("order", { healthCheck: true });
    await stack.run(30);
    stack.world.setDesiredCount("order", 2);
    const looksFrom = (from: number): number =>
      stack.calls.slice(from).filter(({ name }) => name === "route53 ListResourceRecordSets").length;
    const first = stack.calls.length;
    await stack.run(600);
    expect(looksFrom(first)).toBeGreaterThanOrEqual(55);
    const then = stack.calls.length;
    await stack.run(600);
    expect(looksFrom(then)).toBeLessThanOrEqual(13);
    expect(stack.values()).toHaveLength(1);
  });
});
