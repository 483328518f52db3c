import { beforeAll, describe, expect, it } from "@jest/globals";
import { failOn, type SmallStack } from "./small-stack.ts";
import {
  answering,
  cachingClients,
  publishedIn,
  publishedStackConfig,
  quietStack,
  ttlSeconds,
} from "./withdrawal-stack.ts";

const busySeconds = 400;

const protectionOf = (stack: SmallStack): readonly (number | null)[] =>
  stack.world.tasks("checkout").map(({ protectedUntilMs }) => protectedUntilMs);

const loweredAt = (stack: SmallStack): readonly number[] =>
  stack.calls
    .filter(({ name, input }) => name === "ecs UpdateService" && "desiredCount" in input)
    .map(({ atSeconds }) => atSeconds);

const warm = async (stack: SmallStack): Promise<void> => {
  stack.warmUp(120);
  await stack.run(180);
};

describe("a service in DNS that shrinks from four tasks to two", () => {
  const stack = quietStack(busySeconds);
  const clients = cachingClients(stack, 60);
  const seen: { second: number; published: number; answering: number; desired: number }[] = [];

  beforeAll(async () => {
    await warm(stack);
    for (let second = 0; second < 1500; second += 1) {
      await stack.run(1);
      clients.second(second);
      const service = stack.world.counts("checkout");
      seen.push({
        second: stack.nowSeconds(),
        published: publishedIn(stack).length,
        answering: answering(stack).length,
        desired: service.desired,
      });
    }
  });

  it("does, by one write", () => {
    expect(answering(stack)).toHaveLength(2);
    expect(loweredAt(stack)).toHaveLength(1);
  });

  it("never lets a client that keeps to the TTL meet a task that is gone", () => {
    const { requests, failed } = clients.sent();
    console.log(`${requests} requests of 60 clients, ${failed} of them to a task that had stopped`);
    expect(requests).toBeGreaterThan(100_000);
    expect(failed).toBe(0);
  });

  it("takes the victims out of DNS for TTL and a minute before one of them stops", () => {
    const out = seen.find(({ published }) => published === 2)!.second;
    const gone = seen.find(({ answering: count }) => count < 4)!.second;
    expect(gone - out).toBeGreaterThanOrEqual(ttlSeconds + 60);
  });

  it("publishes whoever stays, and nobody else, afterwards", () => {
    expect(publishedIn(stack)).toEqual(answering(stack));
  });

  it("leaves nobody protected, and remembers nothing of it", async () => {
    expect(protectionOf(stack)).toEqual([null, null]);
    expect((await stack.state()).memory.services["checkout"]?.withdrawal).toBeUndefined();
  });

  it("costs no call about single tasks before and after", () => {
    const [first, last] = [seen.find(({ published }) => published === 2)!.second, loweredAt(stack)[0]!];
    const about = stack.calls.filter(({ name }) => name === "ecs GetTaskProtection").map(({ atSeconds }) => atSeconds);
    expect(about.length).toBeGreaterThan(3);
    expect(Math.min(...about)).toBeGreaterThan(first - 60);
    expect(Math.max(...about)).toBeLessThan(last + 120);
  });
});

describe("without it", () => {
  it("clients do meet tasks that are gone", async () => {
    const stack = quietStack(10_000);
    const clients = cachingClients(stack, 60);
    await warm(stack);
    for (let second = 0; second < 120; second += 1) {
      if (second === 40) stack.world.setDesiredCount("checkout", 2);
      await stack.run(1);
      clients.second(second);
    }
    expect(clients.sent().failed).toBeGreaterThan(100);
  });
});

describe("a scale-in that can't be made safe", () => {
  it("is not made while the destination doesn't confirm, and says which after 15 minutes", async () => {
    const stack = quietStack(busySeconds);
    await warm(stack);
    stack.failing(failOn("route53 ChangeResourceRecordSets", "AccessDenied"));
    await stack.run(2700);
    expect(loweredAt(stack)).toEqual([]);
    expect(answering(stack)).toHaveLength(4);
    const [notice] = stack.notices().filter(({ code }) => code === "withdrawal-stuck");
    expect(notice?.finding.detail).toBe("not confirmed by zone/Z0SHOP");
  });

  it("is not made while protection is denied, which halts nothing else", async () => {
    const stack = quietStack(busySeconds);
    await warm(stack);
    stack.failing(failOn("ecs UpdateTaskProtection", "AccessDeniedException"));
    await stack.run(2700);
    expect(loweredAt(stack)).toEqual([]);
    expect((await stack.state()).breaker).toEqual({ failedWrites: 0, openUntilMs: null });
    expect(stack.notices().map(({ code }) => code)).toEqual(
      expect.arrayContaining(["withdrawal-stuck", "write-failed"]),
    );
  });

  it("is made once the right is there", async () => {
    const stack = quietStack(busySeconds);
    await warm(stack);
    stack.failing(failOn("ecs GetTaskProtection", "AccessDeniedException"));
    await stack.run(1200);
    expect(loweredAt(stack)).toEqual([]);
    stack.failing(() => null);
    await stack.run(900);
    expect(answering(stack)).toHaveLength(2);
    expect(publishedIn(stack)).toEqual(answering(stack));
  });
});

describe("a zone that is only observed", () => {
  it("changes nothing about a scale-in: no call about single tasks, no post", async () => {
    const stack = quietStack(
      busySeconds,
      publishedStackConfig({
        zones: [{ name: "internal", hostedZoneId: "Z0SHOP", domain: "shop.internal", policy: "observe" }],
      }),
    );
    await warm(stack);
    await stack.run(900);
    expect(answering(stack)).toHaveLength(2);
    expect(stack.namesOf().filter((name) => /TaskProtection/.test(name))).toEqual([]);
  });
});
