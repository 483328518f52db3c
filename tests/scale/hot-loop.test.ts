import { describe, expect, it } from "@jest/globals";
import { type SmallStack, smallStack } from "./small-stack.ts";
import { fullConnections, highRequests, stackConfig, worldSpec } from "./small-world.ts";

/** A service that asks for more than its database carries: nothing changes, and the ask stays. */
const cappedStack = (): SmallStack => {
  const stack = smallStack(
    worldSpec(highRequests, fullConnections),
    stackConfig({}, { maxConnections: fullConnections }),
  );
  stack.warmUp(180);
  return stack;
};

const readsOf = (stack: SmallStack, domain: string): readonly number[] =>
  stack.calls
    .filter(({ name, input }) => name === "ecs DescribeServices" && JSON.stringify(input).includes(`"${domain}"`))
    .map(({ atSeconds }) => atSeconds);

const loopMessages = (stack: SmallStack) => stack.delayed().filter(({ wakeUp }) => wakeUp.domain === "checkout");

describe("the hot loop", () => {
  it("wakes a domain at 20 s and backs off to 40, 80 and 300 s while its plan is unchanged", async () => {
    const stack = cappedStack();
    await stack.run(1_100);
    expect(readsOf(stack, "checkout")).toEqual([180, 200, 240, 320, 620, 920, 1_220]);
  });

  it("has at most one message under way, whatever else wakes the domain", async () => {
    const stack = cappedStack();
    const tokens = new Set<string | null>();
    for (let round = 0; round < 60; round += 1) {
      await stack.run(10);
      if (round % 3 === 0) await stack.wake({ causes: ["alarm"], correlationId: `alarm-${round}` });
      const { loopToken } = await stack.state();
      const valid = loopMessages(stack).filter(({ wakeUp }) => wakeUp.loopToken === loopToken);
      expect(valid).toHaveLength(1);
      // One that a plan which wants an earlier look has made superfluous lasts for a minute at most.
      expect(loopMessages(stack).length).toBeLessThanOrEqual(2);
      tokens.add(loopToken);
    }
    expect(tokens.size).toBeGreaterThan(10);
  });

  it("has one message under way after a hundred wake-ups in a minute, and its next read at its time", async () => {
    const stack = cappedStack();
    for (let second = 0; second < 60; second += 1) {
      await stack.wake({ correlationId: `event-${second}` });
      await stack.wake({ correlationId: `again-${second}` });
      await stack.run(1);
      expect(loopMessages(stack).length).toBeLessThanOrEqual(1);
    }
    const lastReadAtSeconds = stack.nowSeconds() - 1;
    const { nextReadAtMs } = await stack.state();
    // Unchanged for long: it has backed off to 300 s.
    expect(nextReadAtMs).toBe(stack.world.nowMs - 1_000 + 300_000);
    await stack.run(310);
    expect(readsOf(stack, "checkout").filter((atSeconds) => atSeconds > lastReadAtSeconds)).toEqual([
      lastReadAtSeconds + 300,
    ]);
  });

  it("sends a message on that comes before the domain is to be read, without a read", async () => {
    const stack = cappedStack();
    await stack.wake();
    const { loopToken } = await stack.state();
    await stack.wake({ correlationId: "event-2" });
    const { nextReadAtMs, readStartedAtMs } = await stack.state();
    expect(nextReadAtMs).toBe(stack.world.nowMs + 40_000);
    stack.warmUp(20);
    const from = stack.calls.length;
    await stack.wake({ causes: ["hot-loop"], loopToken });
    expect(stack.namesOf(from)).toEqual(["dynamodb BatchGetItem", "dynamodb TransactWriteItems", "sqs SendMessage"]);
    const state = await stack.state();
    expect(state).toMatchObject({ nextReadAtMs, readStartedAtMs });
    expect(loopMessages(stack).at(-1)).toMatchObject({ delaySeconds: 20, wakeUp: { loopToken: state.loopToken } });
  });

  it.each([
    { when: "whose token is no longer the domain's", loopToken: "other" },
    { when: "that nobody has sent, of a domain that was never read", loopToken: "1", first: true },
  ])("drops a message $when, without a read", async ({ loopToken, first = false }) => {
    const stack = cappedStack();
    if (!first) await stack.wake();
    const from = stack.calls.length;
    await stack.wake({ causes: ["hot-loop"], loopToken });
    expect(stack.namesOf(from)).toEqual(["dynamodb BatchGetItem"]);
  });

  it("is repaired by the tick: with its message lost, the domain is read again once nextReadAt has come", async () => {
    const stack = cappedStack();
    await stack.run(1);
    const [message] = loopMessages(stack);
    stack.cloud.queues.events.delete(message!.messageId);
    await stack.run(119);
    const [first, second] = readsOf(stack, "checkout");
    expect([first, second]).toEqual([180, 240]);
  });

  it("ends when the plan is done: a domain at its target is read by the tick alone", async () => {
    const stack = smallStack(worldSpec(), stackConfig());
    stack.warmUp(180);
    await stack.run(600);
    expect(stack.delayed()).toEqual([]);
    expect(readsOf(stack, "checkout").every((atSeconds) => atSeconds % 60 === 0)).toBe(true);
  });
});

describe("wake-ups", () => {
  it("sent before the start of the last finished read are acknowledged without work", async () => {
    const stack = cappedStack();
    await stack.wake();
    const from = stack.calls.length;
    expect(await stack.wake({ correlationId: "late" }, stack.world.nowMs - 1)).toEqual({ batchItemFailures: [] });
    expect(stack.namesOf(from)).toEqual(["dynamodb BatchGetItem"]);
  });

  it("sent in the same millisecond or later are read again", async () => {
    const stack = cappedStack();
    await stack.wake();
    const { version } = await stack.state();
    await stack.wake({ correlationId: "same-time" });
    expect((await stack.state()).version).toBe(version + 1);
  });

  it("of two domains in one batch both run", async () => {
    const stack = smallStack(worldSpec(), stackConfig());
    stack.warmUp(180);
    await stack.run(1);
    expect([readsOf(stack, "checkout"), readsOf(stack, "search")]).toEqual([[180], [180]]);
  });

  it("of a domain that the configuration doesn't have are acknowledged, and nothing is called", async () => {
    const stack = cappedStack();
    expect(await stack.wake({ domain: "unheard-of" })).toEqual({ batchItemFailures: [] });
    expect(stack.calls).toEqual([]);
  });

  const task = (id: string): string =>
    JSON.stringify({
      version: "0",
      id,
      "detail-type": "ECS Task State Change",
      source: "aws.ecs",
      account: "123456789012",
      time: "2026-03-14T00:03:00Z",
      region: "eu-central-1",
      resources: [],
      detail: {
        clusterArn: "arn:aws:ecs:eu-central-1:123456789012:cluster/shop",
        taskArn: `arn:aws:ecs:eu-central-1:123456789012:task/shop/${"0".repeat(32)}`,
        group: "service:checkout",
        lastStatus: "RUNNING",
        desiredStatus: "RUNNING",
        version: 1,
      },
    });
  const first = "11111111-1111-4111-8111-111111111111";
  const second = "22222222-2222-4222-8222-222222222222";

  it.each([
    { when: "the same event twice within five minutes is read once", ids: [first, first], expected: 1 },
    { when: "a new event within five minutes is not swallowed by the one before", ids: [first, second], expected: 2 },
  ])("$when", async ({ ids, expected }) => {
    const stack = smallStack(worldSpec(), stackConfig());
    stack.warmUp(185);
    const { events } = stack.cloud.queues;
    for (const id of ids) {
      events.send({ body: task(id) }, stack.world.nowMs);
      await stack.run(5);
    }
    expect(readsOf(stack, "checkout")).toHaveLength(expected);
  });
});
