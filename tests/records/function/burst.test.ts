import { describe, expect, it } from "@jest/globals";
import type { ServiceConfig } from "../../../shared/config/service-config.ts";
import { pollOnce } from "../../../simulator/cloud/event-source.ts";
import { eventSources } from "../../../simulator/controllers/headgate.ts";
import { RandomStream } from "../../../simulator/world/random.ts";
import { publishedService, recordOf, recordsConfig, recordsStack } from "./records-stack.ts";

const zones = [
  { name: "internal", hostedZoneId: "Z0SHOP", domain: "shop.internal", policy: "sync" },
  { name: "mesh", hostedZoneId: "Z0MESH", domain: "mesh.internal", policy: "sync" },
] as const;

/** All of them in the first zone, every third in the second one too, with a set per task. */
const manyServices = (count: number): readonly ServiceConfig[] =>
  Array.from({ length: count }, (_, index) => {
    const name = `service-${String(index + 1).padStart(2, "0")}`;
    const simple = recordOf({ name: `${name}.shop.internal` });
    const multivalue = recordOf({ zone: "mesh", name: `${name}.mesh.internal`, kind: "multivalue" });
    return publishedService(name, index % 3 === 0 ? [simple, multivalue] : [simple]);
  });

const change = "route53 ChangeResourceRecordSets";

const manyStack = (count: number) => {
  const services = manyServices(count);
  const config = recordsConfig(services, "sync", { zones });
  const stack = recordsStack(config, { initialTasks: 4, pendingSeconds: 2, bootSeconds: 1, drainSeconds: 2 });
  const { world, cloud } = stack;
  // The router and `records`; what the router sends to `scale` stays in its queue.
  const sources = eventSources(cloud, config, () => world.nowMs).filter(({ queue }) => queue !== cloud.queues.scaling);
  let taskEvents = 0;
  const bodies: string[] = [];
  const { events } = cloud.queues;
  const send = events.send.bind(events);
  events.send = (input, nowMs) => {
    if (input.body.includes('"ECS Task State Change"')) {
      taskEvents += 1;
      bodies.push(input.body);
    }
    return send(input, nowMs);
  };
  return {
    ...stack,
    services,
    taskEvents: () => taskEvents,
    distinctTaskEvents: () => new Set(bodies).size,
    /** At least once means more than once. */
    deliverAgain: (random: RandomStream): void =>
      void events.send({ body: bodies[Math.floor(random.uniform() * bodies.length)]! }, world.nowMs),
    second: async (): Promise<void> => {
      cloud.publishEvents();
      for (let handed = 1; handed > 0; ) {
        handed = 0;
        for (const source of sources) handed += await pollOnce(source, world.nowMs);
      }
      world.step();
    },
    writesOf: (zoneId: string) =>
      stack.calls.filter(({ name, input }) => name === change && input["HostedZoneId"] === zoneId),
    expectExactly: (): void => {
      for (const { name, publish } of services) {
        for (const record of publish.records) {
          const id = zones.find((zone) => zone.name === record.zone)!.hostedZoneId;
          expect([record.name, stack.values(record.name, "A", id)]).toEqual([record.name, stack.running(name)]);
        }
      }
    },
  };
};

const mostTaskEvents = 10_000;

describe("10,000 task events over 50 services in a minute", () => {
  it("lead to at most 12 change batches per zone, and exactly the right records", async () => {
    const stack = manyStack(50);
    const random = new RandomStream(20_261_121);
    for (const { name } of stack.services) stack.world.setDesiredCount(name, 5);
    for (let second = 0; second < 60; second += 1) await stack.second();
    const before = { events: stack.taskEvents(), distinct: stack.distinctTaskEvents(), calls: stack.calls.length };
    const beganAtSeconds = stack.nowSeconds();

    for (let second = 0; second < 60; second += 1) {
      for (const { name } of stack.services) {
        if (random.uniform() < 1 / 3) stack.world.setDesiredCount(name, Math.floor(random.uniform() * 8));
      }
      await stack.second();
      const due = Math.round(((second + 1) / 60) * mostTaskEvents);
      const real = stack.taskEvents() - before.events;
      for (let more = real; more < due; more += 1) stack.deliverAgain(random);
    }
    const inMinute = {
      events: stack.taskEvents() - before.events,
      distinct: stack.distinctTaskEvents() - before.distinct,
      calls: stack.calls.slice(before.calls),
    };
    const perZone = zones.map(({ hostedZoneId }) => ({
      zone: hostedZoneId,
      batches: stack.writesOf(hostedZoneId).filter(({ atSeconds }) => atSeconds >= beganAtSeconds).length,
    }));
    for (let second = 0; second < 15; second += 1) await stack.second();

    const counts = (name: string): number => inMinute.calls.filter((call) => call.name === name).length;
    console.log(
      `burst: ${inMinute.events} task events in 60 s (${inMinute.distinct} of them distinct), ` +
        `${perZone.map(({ zone, batches }) => `${zone} ${batches} change batches`).join(", ")}, ` +
        `${counts("route53 ListResourceRecordSets")} zone reads, ${counts("ecs DescribeTasks")} task reads`,
    );
    expect(inMinute.events).toBeGreaterThanOrEqual(mostTaskEvents);
    for (const { batches } of perZone) {
      expect(batches).toBeGreaterThan(5);
      expect(batches).toBeLessThanOrEqual(12);
    }
    stack.expectExactly();
    expect(stack.told()).toEqual([]);
  });
});

describe("an unchanged world", () => {
  it("makes no Route 53 write over an hour of ticks", async () => {
    const stack = manyStack(12);
    for (let second = 0; second < 60; second += 1) await stack.second();
    stack.expectExactly();
    const from = stack.calls.length;
    for (let second = 0; second < 3_600; second += 1) await stack.second();
    const calls = stack.calls.slice(from);
    const count = (pattern: RegExp): number => calls.filter(({ name }) => pattern.test(name)).length;
    console.log(
      `calm hour: ${count(/^route53 (?!List)/)} Route 53 writes, ${count(/^route53 List/)} zone reads, ` +
        `${count(/^dynamodb Put/)} table writes, ${count(/^sqs /)} messages sent`,
    );
    expect(count(/^route53 (?!List)/)).toBe(0);
    expect(count(/^sns /)).toBe(0);
    // A look per zone and minute, no more: nothing wakes itself.
    expect(count(/^route53 List/)).toBe(2 * 60);
    stack.expectExactly();
  });
});
