import { describe, expect, it } from "@jest/globals";
import { failOn, type SmallStack, smallStack } from "./small-stack.ts";
import { fullConnections, highRequests, stackConfig, worldSpec } from "./small-world.ts";

const growingStack = (): SmallStack => {
  const stack = smallStack(worldSpec(highRequests), stackConfig());
  stack.warmUp(180);
  return stack;
};

const denied = failOn("ecs UpdateService", "AccessDeniedException", "not authorized to perform: ecs:UpdateService");

describe("the circuit breaker", () => {
  it("halts a domain's writes for 15 minutes after three failed plans, tells why, and then goes on", async () => {
    const stack = growingStack();
    stack.failing(denied);
    await stack.run(1_200);
    const attempts = stack.writes().map(({ atSeconds }) => atSeconds);
    const [first, second, third, next] = attempts;
    expect([first, second, third]).toEqual([180, 200, 240]);
    expect(next).toBeGreaterThanOrEqual(third! + 900);
    const told = stack.notices().map(({ code, state }) => [code, state]);
    expect(told).toContainEqual(["writes-halted", "raised"]);
    const reason = stack.notices().find(({ code }) => code === "write-failed");
    expect(reason).toMatchObject({ service: "checkout", state: "raised" });
    expect(reason?.finding.detail).toBe("AccessDeniedException: not authorized to perform: ecs:UpdateService");
  });

  it("reads on while it is open, and writes as soon as it closes", async () => {
    const stack = growingStack();
    stack.failing(denied);
    await stack.run(100);
    stack.failing(() => null);
    const { version, breaker } = await stack.state();
    await stack.run(600);
    expect(stack.world.counts("checkout").desired).toBe(4);
    expect((await stack.state()).version).toBeGreaterThan(version);
    await stack.run(700);
    expect(stack.nowSeconds() * 1000 + stack.world.spec.startMs).toBeGreaterThan(breaker.openUntilMs!);
    expect(stack.world.counts("checkout").desired).toBeGreaterThanOrEqual(7);
    expect((await stack.state()).breaker).toEqual({ failedWrites: 0, openUntilMs: null });
  });

  it("is one domain's own: its neighbour is written", async () => {
    const config = stackConfig();
    const services = config.services.map((service) => ({ ...service, minTasks: 5 }));
    const stack = smallStack(worldSpec(), { ...config, services });
    stack.warmUp(180);
    stack.failing((call) => (call.input["service"] === "checkout" ? denied(call) : null));
    await stack.run(400);
    expect([stack.world.counts("checkout").desired, stack.world.counts("search").desired]).toEqual([4, 5]);
  });

  it("is not opened by two failures with a success between them", async () => {
    const stack = growingStack();
    for (const fails of [true, true, false, true]) {
      stack.failing(fails ? denied : () => null);
      await stack.wake({ correlationId: `${stack.nowSeconds()}` });
      stack.world.setDesiredCount("checkout", 4);
      stack.warmUp(31);
    }
    expect((await stack.state()).breaker.openUntilMs).toBeNull();
  });
});

describe("pause", () => {
  const pause = { pk: { S: "CONTROL" }, sk: { S: "PAUSE" } };

  it("stops everything: nothing is read but the item, nothing is written, nothing is told", async () => {
    const stack = growingStack();
    stack.cloud.table.putItem({ TableName: stack.cloud.table.name, Item: pause });
    await stack.run(300);
    const ours = new Set(stack.namesOf());
    expect([...ours].sort()).toEqual(["dynamodb BatchGetItem", "sqs SendMessageBatch"]);
    expect(stack.notices()).toEqual([]);
  });

  it("stops a hot loop in its run, and the tick takes up again when it is over", async () => {
    const config = stackConfig({}, { maxConnections: fullConnections });
    const stack = smallStack(worldSpec(highRequests, fullConnections), config);
    stack.warmUp(180);
    await stack.run(30);
    const { table } = stack.cloud;
    const read = table.batchGetItem.bind(table);
    const before = (await stack.state()).version;
    table.putItem({ TableName: table.name, Item: pause });
    await stack.run(600);
    expect((await stack.state()).version).toBe(before);
    // The rehearsal's table knows no delete, so from now on it overlooks the item.
    table.batchGetItem = ({ RequestItems = {} }) => {
      const Keys = RequestItems[table.name]?.Keys?.filter(({ sk }) => sk?.S !== "PAUSE");
      return read({ RequestItems: { [table.name]: { ...RequestItems[table.name], Keys } } });
    };
    await stack.run(61);
    expect((await stack.state()).version).toBeGreaterThan(before);
  });
});

describe("the daily read budget", () => {
  it("once spent leaves the domain to the tick, every 300 s, and says so; events and loop messages cause no read", async () => {
    const config = stackConfig({}, { maxConnections: fullConnections }, { dailyReadBudget: 4 });
    const stack = smallStack(worldSpec(highRequests, fullConnections), config);
    stack.warmUp(180);
    await stack.run(181);
    for (let alarm = 0; alarm < 10; alarm += 1) await stack.wake({ correlationId: `alarm-${alarm}` });
    expect((await stack.state()).reads.count).toBe(4);
    await stack.run(1_500);
    expect((await stack.state()).reads.count).toBeLessThanOrEqual(4 + 6);
    expect((await stack.state()).loopToken).toBeNull();
    expect(stack.notices().map(({ code }) => code)).toContain("read-budget-spent");
  });

  it("starts again at midnight UTC", async () => {
    const config = stackConfig({}, { maxConnections: fullConnections }, { dailyReadBudget: 4 });
    const spec = worldSpec(highRequests, fullConnections);
    const stack = smallStack({ ...spec, startMs: spec.startMs - 600_000 }, config);
    stack.warmUp(180);
    await stack.run(700);
    const { reads } = await stack.state();
    expect(reads.day).toBe("2026-03-14");
    expect(reads.count).toBeLessThanOrEqual(4);
  });

  it("is the domain's own", async () => {
    const config = stackConfig({}, { maxConnections: fullConnections }, { dailyReadBudget: 4 });
    const stack = smallStack(worldSpec(highRequests, fullConnections), config);
    stack.warmUp(180);
    await stack.run(900);
    expect((await stack.state("search")).reads.count).toBeLessThanOrEqual(4 + 12);
    expect((await stack.state("search")).reads.count).toBeGreaterThan(0);
  });
});
