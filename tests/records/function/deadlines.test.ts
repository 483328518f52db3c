import { describe, expect, it } from "@jest/globals";
import { publishesNothing } from "../../../shared/config/publication.ts";
import { publishedService, recordsConfig, recordsStack } from "./records-stack.ts";

const serviceId = "srv-0order";
const destination = `cloud-map/${serviceId}`;

describe("a function that has 30 s", () => {
  it("takes for unknown what it could not ask for in time, writes nothing, and ends", async () => {
    const stack = recordsStack();
    await stack.run(15);
    const [before, batches] = [stack.setsOf(), stack.batches()];
    stack.world.setDesiredCount("order", 3);
    stack.pass(10);
    const from = stack.calls.length;
    stack.failing(({ name }) => {
      if (name === "ecs ListTasks") stack.pass(13);
      return null;
    });
    expect(await stack.wakeRecords()).toEqual({ batchItemFailures: [] });
    stack.failing(() => null);
    expect(stack.namesOf(from).filter((name) => name.startsWith("ecs "))).toEqual(["ecs ListTasks"]);
    expect([stack.setsOf(), stack.batches()]).toEqual([before, batches]);
    await stack.run(65);
    expect(stack.values()).toEqual(stack.running());
    expect(stack.values()).toHaveLength(3);
    expect(stack.told()).toEqual([]);
  });

  it("leaves writes that it has no time for to the next look, without a word and without an attempt", async () => {
    const order = {
      ...publishedService("order", []),
      publish: {
        ...publishesNothing,
        cloudMap: [
          { serviceId, policy: "sync" as const, family: "ipv4" as const, containerPort: null, ttlSeconds: 10 },
        ],
      },
    };
    const stack = recordsStack(recordsConfig([order], "sync", { zones: [] }), { initialTasks: 6 });
    stack.cloud.serviceDiscovery.declareService(serviceId, {});
    stack.pass(10);
    const registered = () => stack.calls.filter(({ name }) => name === "servicediscovery RegisterInstance").length;
    stack.failing(({ name }) => {
      if (name === "servicediscovery RegisterInstance") stack.pass(8);
      return null;
    });
    await stack.wakeRecords({ destination });
    stack.failing(() => null);
    expect(registered()).toBe(3);
    expect(stack.delayedRecords()[0]?.wakeUp).toMatchObject({ destination, attempt: 0 });
    await stack.run(20);
    expect(registered()).toBe(6);
    expect(stack.told()).toEqual([]);
  });
});
