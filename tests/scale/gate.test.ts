import { describe, expect, it } from "@jest/globals";
import { gatedConfig, gatedStack, sharedConfig } from "./gate-stack.ts";
import { checkoutTarget } from "./governed-stack.ts";
import { fullConnections } from "./small-world.ts";

/** Three times what four tasks carry at their target, up and down by a fifth from minute to minute. */
const flood = (second: number): number => 300 * (1 + 0.2 * Math.sin(Math.floor(second / 60) * 2.3));
/** max_connections at which exactly four tasks of each of two services fit. */
const fullForBoth = fullConnections + 40;

const told = (stack: ReturnType<typeof gatedStack>): readonly string[] =>
  stack
    .notices()
    .filter(({ code }) => code.startsWith("gate-"))
    .map(({ code, state }) => `${code} ${state}`);

const calm = async (stack: ReturnType<typeof gatedStack>): Promise<void> => {
  stack.warmUp(180);
  await stack.flood(300, () => 100);
  expect(stack.limits()).toEqual([null]);
};

describe("a flood of a service that its database keeps from growing", () => {
  it("closes the gate at what four tasks carry, and reloads nginx but a few times in 30 minutes of it", async () => {
    const stack = gatedStack(gatedConfig(fullConnections), fullConnections);
    await calm(stack);
    await stack.flood(1800, flood);
    const [, ...limits] = stack.limits();
    console.log(`30 minutes of a flood with noise: ${limits.length} reloads, ${limits.join(" and ")} r/s`);
    expect(limits.length).toBeLessThanOrEqual(3);
    // At the target 100, with the tolerance of the signal and 5 % more 115.
    for (const limit of limits) expect(limit).toBeGreaterThan(107);
    for (const limit of limits) expect(limit).toBeLessThan(127);
    expect(stack.letThrough()).toBeLessThan(127);
    expect(stack.world.counts("checkout").running).toBe(4);
    expect(told(stack)).toEqual(["gate-closed raised"]);
  });

  it("reaches nginx within seconds of the decision, by a wake-up and not by the tick", async () => {
    const stack = gatedStack(gatedConfig(fullConnections), fullConnections);
    await calm(stack);
    const from = stack.calls.length;
    await stack.flood(600, flood);
    const posted = stack.calls.slice(from).find(({ name, input }) => name === "dynamodb PutItem" && isGatePost(input));
    const sent = stack.calls.slice(from).find(({ name }) => name === "ssm SendCommand");
    expect(sent!.atSeconds - posted!.atSeconds).toBeGreaterThanOrEqual(0);
    expect(sent!.atSeconds - posted!.atSeconds).toBeLessThanOrEqual(12);
  });

  it("opens it when the flood is over", async () => {
    const stack = gatedStack(gatedConfig(fullConnections), fullConnections);
    await calm(stack);
    await stack.flood(900, flood);
    expect(stack.letThrough()).toBeLessThan(127);
    await stack.flood(2400, () => 60);
    expect(stack.letThrough()).toBe(Number.POSITIVE_INFINITY);
    expect(told(stack)).toEqual(["gate-closed raised", "gate-closed cleared"]);
  });

  it("widens it when another service gives its connections back", async () => {
    const stack = gatedStack(sharedConfig(fullForBoth), fullForBoth);
    await calm(stack);
    await stack.flood(900, flood);
    const before = stack.letThrough();
    expect(before).toBeLessThan(127);
    stack.searched(20);
    await stack.flood(1800, flood);
    const { running } = stack.world.counts("checkout");
    console.log(
      `from 4 to ${running} tasks: from ${before} to ${stack.letThrough()} r/s, limits ${stack.limits().join(" ")}`,
    );
    expect(running).toBe(6);
    // Never open in between: each task that the budget gives widens it.
    expect(stack.limits().slice(1)).not.toContain(null);
    expect(stack.letThrough() / before).toBeGreaterThan(1.4);
    expect(stack.letThrough() / before).toBeLessThan(1.6);
  });
});

const isGatePost = (input: Record<string, unknown>): boolean => JSON.stringify(input).includes('"S":"GATE"');

describe("a closed gate that nobody confirms any more", () => {
  it("is open ten minutes after the last word, and closed again after the next", async () => {
    const stack = gatedStack(gatedConfig(fullConnections), fullConnections);
    await calm(stack);
    await stack.flood(900, flood);
    stack.failing(({ name, input }) =>
      name === "dynamodb PutItem" && isGatePost(input) ? new Error("on purpose") : null,
    );
    await stack.flood(240, flood);
    expect(stack.letThrough()).toBeLessThan(127);
    await stack.flood(500, flood);
    expect(stack.letThrough()).toBe(Number.POSITIVE_INFINITY);
    stack.failing(() => null);
    await stack.flood(600, flood);
    expect(stack.letThrough()).toBeLessThan(127);
  });
});

describe("a gate is only offered", () => {
  const observed = {
    nginxFleets: gatedConfig(fullConnections).nginxFleets.map((fleet) => ({ ...fleet, policy: "observe" as const })),
  };
  it.each([
    { when: "where the fleet is observed", config: gatedConfig(fullConnections, {}, observed), files: [] },
    { when: "where the service is observed", config: gatedConfig(fullConnections, { mode: "observe" }), files: [null] },
  ])("$when", async ({ config, files }) => {
    const stack = gatedStack(config, fullConnections);
    stack.warmUp(180);
    await stack.flood(300, () => 100);
    await stack.flood(900, flood);
    expect(stack.limits()).toEqual(files);
    expect(told(stack)).toEqual(["gate-offered raised"]);
  });
});

describe("a governed service", () => {
  it("is shed like a scaled one while its database keeps its own autoscaler from growing", async () => {
    const stack = gatedStack(gatedConfig(fullConnections, { mode: "govern" }), fullConnections);
    stack.warmUp(180);
    stack.cloud.autoScaling.registerScalableTarget({ ...checkoutTarget, MinCapacity: 2, MaxCapacity: 10 });
    await stack.flood(300, () => 100);
    await stack.flood(900, flood);
    expect(stack.letThrough()).toBeLessThan(127);
    expect(told(stack)).toEqual(["gate-closed raised"]);
  });
});
