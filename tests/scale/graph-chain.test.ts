import { describe, expect, it } from "@jest/globals";
import { chainConfig, chainWorld } from "./graph-world.ts";
import { type SmallStack, smallStack } from "./small-stack.ts";

type Written = {
  readonly service: unknown;
  readonly to: number;
  readonly atSeconds: number;
  /** Of order, in the moment of the write. */
  readonly healthyTasks: number;
};

/** Records each write of a desired count beside the callee's healthy tasks in that moment. */
const recordWrites = (stack: SmallStack): readonly Written[] => {
  const written: Written[] = [];
  stack.failing(({ name, input, atSeconds }) => {
    if (name === "ecs UpdateService") {
      const healthyTasks = stack.world.counts("order").healthy;
      written.push({ service: input["service"], to: Number(input["desiredCount"]), atSeconds, healthyTasks });
    }
    return null;
  });
  return written;
};

const ran = async (given: Parameters<typeof chainWorld>[0], config = chainConfig(given), seconds = 1_200) => {
  const stack = smallStack(chainWorld(given), config);
  const written = recordWrites(stack);
  stack.warmUp(300);
  await stack.run(seconds);
  const wakes = stack.calls
    .filter(({ name }) => name === "sqs SendMessage")
    .flatMap(({ input }) => JSON.parse(String(input["MessageBody"])).causes as string[])
    .filter((cause) => cause === "callers-demand" || cause === "callee-ready");
  return { stack, written, wakes };
};

/** What the findings of a service's decisions were, in the order of their first telling. */
const told = (stack: SmallStack, service: string) =>
  stack
    .notices()
    .filter((notice) => notice.service === service && notice.state === "raised")
    .map(({ code, database }) => ({ code, database }));

/** A saturated task of the gateway sends 50 a second on, a healthy task of order carries 25, and 400 arrive. */
const sent = (gatewayTasks: number): number => Math.min(400, 50 * gatewayTasks);

describe.each([
  { domains: "one domain", oneDomain: true },
  { domains: "two domains", oneDomain: false },
])("a spike at the gateway, with its callee in $domains", ({ oneDomain }) => {
  it("grows the callee at once, the caller as far as the callee carries it, and then the rest", async () => {
    const { written } = await ran({ oneDomain });
    const gateway = written.filter(({ service }) => service === "gateway");
    const order = written.filter(({ service }) => service === "order");
    expect(order[0]).toMatchObject({ to: 16, atSeconds: gateway[0]!.atSeconds });
    expect(gateway[0]!.to).toBeGreaterThan(4);
    expect(gateway[0]!.to).toBeLessThan(8);
    for (const { to, healthyTasks } of gateway) expect(sent(to)).toBeLessThanOrEqual(25 * healthyTasks);
    expect(gateway.at(-1)!.to).toBeGreaterThanOrEqual(16);
  });

  it("holds the caller at what the callee's database lets it carry, and names the database", async () => {
    // 13 tasks of order: 153 - 8 - 5 - 5 replacement - 5 unmanaged = 130; with the gateway's four pools of 5 it is 150.
    const maxConnections = oneDomain ? 183 : 153;
    const { stack, written } = await ran({ oneDomain, maxConnections });
    const carried = stack.world.counts("order").desired * 25;
    expect(carried).toBeLessThan(400);
    expect(sent(stack.world.counts("gateway").desired)).toBeLessThanOrEqual(carried);
    expect(sent(stack.world.counts("gateway").desired + 1)).toBeGreaterThan(carried);
    for (const { service, to, healthyTasks } of written) {
      if (service === "gateway") expect(sent(to)).toBeLessThanOrEqual(25 * healthyTasks);
    }
    expect(told(stack, "gateway")).toContainEqual({ code: "callee-capacity", database: "orders" });
  });

  it("gives up waiting after three start times, says so, and stays at what is really carried", async () => {
    // What is started never runs.
    const { stack, written } = await ran({ oneDomain, order: { pendingSeconds: 100_000 } });
    const first = written.find(({ service }) => service === "order")!;
    const notice = stack.notices().find(({ code }) => code === "callee-not-ready")!;
    const waitedSeconds = (notice.atMs - stack.world.spec.startMs) / 1000 - first.atSeconds;
    expect(notice.service).toBe("gateway");
    expect(waitedSeconds).toBeGreaterThanOrEqual(90);
    expect(waitedSeconds).toBeLessThanOrEqual(150);
    expect(stack.world.counts("gateway").desired).toBe(6);
    // What was ordered stays ordered: it may run yet.
    expect(stack.world.counts("order").desired).toBeGreaterThanOrEqual(16);
  });

  it("of which there is none wakes nobody: two domains at rest never wake each other", async () => {
    const { written, wakes } = await ran({ oneDomain, spikeRequests: 100 }, undefined, 3_600);
    expect(written).toEqual([]);
    expect(wakes).toEqual([]);
  });
});

describe("domains that wake each other", () => {
  it("do so for a rise only, and fewer times than there are plans", async () => {
    const { wakes } = await ran({ oneDomain: false });
    expect(wakes[0]).toBe("callers-demand");
    expect(wakes).toContain("callee-ready");
    expect(wakes.length).toBeLessThanOrEqual(8);
  });

  it("don't when they are one domain", async () => {
    expect((await ran({ oneDomain: true })).wakes).toEqual([]);
  });
});
