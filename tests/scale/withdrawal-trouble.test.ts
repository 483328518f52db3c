import { describe, expect, it } from "@jest/globals";
import type { Config } from "../../shared/config/config.ts";
import { publishesNothing } from "../../shared/config/publication.ts";
import { startMs } from "../simulator/world/small-world.ts";
import type { SmallStack } from "./small-stack.ts";
import { answering, cachingClients, publishedIn, publishedStackConfig, quietStack } from "./withdrawal-stack.ts";

const busySeconds = 400;

const loweredAt = (stack: SmallStack): readonly number[] =>
  stack.calls
    .filter(({ name, input }) => name === "ecs UpdateService" && "desiredCount" in input)
    .map(({ atSeconds }) => atSeconds);

const protectedTasks = (stack: SmallStack): number =>
  stack.world.tasks("checkout").filter(({ protectedUntilMs }) => protectedUntilMs !== null).length;

/** Until two of four tasks are out of DNS and still run. */
const untilWithdrawn = async (stack: SmallStack): Promise<void> => {
  stack.warmUp(120);
  await stack.run(180);
  for (let second = 0; second < 1500 && publishedIn(stack).length !== 2; second += 1) await stack.run(1);
  expect([publishedIn(stack).length, answering(stack).length]).toEqual([2, 4]);
};

/** Seconds with clients that keep an answer for its TTL. @returns requests to tasks that had stopped */
const failedIn = async (stack: SmallStack, seconds: number): Promise<number> => {
  const clients = cachingClients(stack, 60);
  for (let second = 0; second < seconds; second += 1) {
    await stack.run(1);
    clients.second(second);
  }
  return clients.sent().failed;
};

const withCheckout = (config: Config, changes: Partial<Config["services"][number]>): Config => ({
  ...config,
  services: config.services.map((service) => (service.name === "checkout" ? { ...service, ...changes } : service)),
});

describe("in the middle of a round", () => {
  it("a function that is out of order for 40 minutes leaves nobody out of DNS, and begins anew afterwards", async () => {
    const stack = quietStack(busySeconds);
    await untilWithdrawn(stack);
    // What `scale` reads first: `records` goes on.
    stack.failing(({ name, input }) =>
      name === "dynamodb BatchGetItem" && JSON.stringify(input).includes('"DOMAIN#checkout"}')
        ? new Error("on purpose")
        : null,
    );
    await stack.run(29 * 60);
    expect(publishedIn(stack)).toHaveLength(2);
    await stack.run(11 * 60);
    expect(publishedIn(stack)).toEqual(answering(stack));
    expect(answering(stack)).toHaveLength(4);
    stack.failing(() => null);
    expect(await failedIn(stack, 1200)).toBe(0);
    expect(answering(stack)).toHaveLength(2);
    expect(publishedIn(stack)).toEqual(answering(stack));
    expect(protectedTasks(stack)).toBe(0);
  });

  it("a deployment gives everybody back at once, and the round comes after it", async () => {
    const stack = quietStack(busySeconds);
    await untilWithdrawn(stack);
    stack.world.startDeployment("checkout", { pendingSeconds: 30 });
    await stack.run(60);
    expect(protectedTasks(stack)).toBe(0);
    expect(loweredAt(stack)).toEqual([]);
    await stack.run(1800);
    expect(answering(stack)).toHaveLength(2);
    expect(publishedIn(stack)).toEqual(answering(stack));
    expect(protectedTasks(stack)).toBe(0);
  });

  it("a destination that leaves headgate.yml is waited for no longer, and nobody stays protected", async () => {
    const config = publishedStackConfig();
    const stack = quietStack(busySeconds, config);
    await untilWithdrawn(stack);
    Object.assign(config, withCheckout(config, { publish: publishesNothing }));
    await stack.run(600);
    expect(answering(stack)).toHaveLength(2);
    expect(protectedTasks(stack)).toBe(0);
    expect((await stack.state()).memory.services["checkout"]?.withdrawal).toBeUndefined();
  });

  it("a minimum that is raised ends it, and everybody is published again", async () => {
    const config = publishedStackConfig();
    const stack = quietStack(busySeconds, config);
    await untilWithdrawn(stack);
    Object.assign(config, withCheckout(config, { minTasks: 4 }));
    await stack.run(180);
    expect(publishedIn(stack)).toEqual(answering(stack));
    expect(answering(stack)).toHaveLength(4);
    expect(protectedTasks(stack)).toBe(0);
  });

  it("a memory that is lost keeps nobody out of DNS, and the next round is as safe", async () => {
    const stack = quietStack(busySeconds);
    await untilWithdrawn(stack);
    const { table } = stack.cloud;
    const stateOf = (of: SmallStack) =>
      of.cloud.table.items().find(({ pk, sk }) => sk?.S === "STATE" && pk?.S === "DOMAIN#checkout")!;
    const fresh = quietStack(busySeconds);
    fresh.warmUp(120);
    await fresh.run(61);
    // As of its first minute, under the version of now: the table has no delete.
    table.putItem({ TableName: table.name, Item: { ...stateOf(fresh), version: stateOf(stack)["version"]! } });
    expect(await failedIn(stack, 3600)).toBe(0);
    expect(answering(stack)).toHaveLength(2);
    expect(publishedIn(stack)).toEqual(answering(stack));
    expect(protectedTasks(stack)).toBe(0);
  });
});

describe("a service that is parked", () => {
  it("is taken out of DNS whole before its last task stops, and nothing of it is left", async () => {
    const off = {
      name: "off",
      when: { kind: "between", fromMs: startMs + 500_000, untilMs: null },
      minTasks: null,
      maxTasks: 0,
    } as const;
    const config = withCheckout(publishedStackConfig(), { schedules: [off] });
    const stack = quietStack(10_000, config);
    stack.warmUp(120);
    await stack.run(300);
    expect(publishedIn(stack)).toHaveLength(4);
    expect(await failedIn(stack, 1800)).toBe(0);
    expect(answering(stack)).toEqual([]);
    expect(publishedIn(stack)).toEqual([]);
    // Halved every five minutes, as its pace has it: 2, 1, 0.
    expect(loweredAt(stack)).toHaveLength(3);
  });
});
