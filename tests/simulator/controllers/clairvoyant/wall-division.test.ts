import { describe, expect, it } from "@jest/globals";
import { Demand } from "../../../../simulator/controllers/clairvoyant/demand.ts";
import { taskConnections } from "../../../../simulator/controllers/clairvoyant/task-capacity.ts";
import { type Sharing, WallDivision } from "../../../../simulator/controllers/clairvoyant/wall-division.ts";
import type { QueueSpec, ServiceSpec, WorldSpec } from "../../../../simulator/world/spec.ts";
import { legalPool, legalService, legalWorld } from "../../world/small-world.ts";

const steady = (rate: number) => ({ kind: "perSecond", requestsPerSecond: [rate] }) as const;
const walled = (name: string, rate: number, connectionsPerTask: number): ServiceSpec =>
  legalService({ name, traffic: steady(rate), pool: legalPool({ connectionsPerTask }) });

/** Room for 50 connections; a task carries 50 requests a second. */
function divide(
  services: readonly ServiceSpec[],
  sharing: Sharing,
  queues: readonly QueueSpec[] = [],
  overbook = 1,
): number[] {
  const spec: WorldSpec = legalWorld({}, { services, queues });
  const demand = new Demand(spec);
  const ranges = services.map(() => ({ minTasks: 1, maxTasks: 40 }));
  const held = (service: number, database: string): number =>
    taskConnections(spec.services[service] as ServiceSpec, database, "most", 1);
  const division = new WallDivision(spec, demand, ranges, sharing, held, overbook);
  const rates = Float64Array.from(demand.sources, (_, source) => demand.highest(source, 0, 60));
  return [...division.divide({ rates, carries: Float64Array.from(services, () => 50) })];
}

describe("who gets the wall's connections", () => {
  type Row = { when: string; services: readonly ServiceSpec[]; sharing: Sharing; expected: readonly number[] };
  it.each<Row>([
    {
      when: "what fits is given",
      services: [walled("a", 100, 10), walled("b", 100, 10)],
      sharing: "equal",
      expected: [2, 2],
    },
    {
      when: "equal: the same share of the need",
      services: [walled("a", 300, 5), walled("b", 600, 5)],
      sharing: "equal",
      expected: [4, 6],
    },
    {
      when: "most: cheap requests first, all of them",
      services: [walled("a", 300, 10), walled("b", 300, 5)],
      sharing: "most",
      expected: [2, 6],
    },
    {
      when: "minima are kept though they don't fit",
      services: [walled("a", 300, 30), walled("b", 300, 30)],
      sharing: "equal",
      expected: [1, 1],
    },
    {
      when: "without a database there is no wall",
      services: [legalService({ traffic: steady(900) })],
      sharing: "equal",
      expected: [18],
    },
  ])("$when", ({ services, sharing, expected }) => expect(divide(services, sharing)).toEqual(expected));
});

it("overbooked twice, as if there were 100 connections", () => {
  expect(divide([walled("a", 300, 10), walled("b", 600, 10)], "equal")).toEqual([2, 3]);
  expect(divide([walled("a", 300, 10), walled("b", 600, 10)], "equal", [], 2)).toEqual([4, 6]);
});

it("most: messages come last, however cheap they are", () => {
  const { traffic: _messages, ...worker } = walled("worker", 0, 5);
  const queues = [{ name: "jobs", consumer: "worker", producer: { service: "shop", messagesPerRequest: 1 } }];
  expect(divide([walled("shop", 250, 10), worker], "most", queues)).toEqual([4, 2]);
});

describe("what a task holds", () => {
  const service = (pool: Parameters<typeof legalPool>[0]) => legalService({ pool: legalPool(pool) });
  it.each([
    { when: "a fixed pool is full", held: taskConnections(service({}), "orders", "opened", 0.5), expected: 10 },
    {
      when: "an elastic one at its most",
      held: taskConnections(service({ kind: "elastic" }), "orders", "most", 0.5),
      expected: 10,
    },
    {
      when: "or as opened for its load: 1.5 x 25 requests a second x 0.1 s, rounded up",
      held: taskConnections(service({ kind: "elastic", holdSecondsPerRequest: 0.1 }), "orders", "opened", 0.5),
      expected: 4,
    },
    {
      when: "or as much of it as is busy",
      held: taskConnections(service({ kind: "elastic", holdSecondsPerRequest: 0.1 }), "orders", "busy", 0.5),
      expected: 2.5,
    },
    {
      when: "behind a proxy nothing",
      held: taskConnections(service({ proxy: "front" }), "orders", "most", 1),
      expected: 0,
    },
    {
      when: "at a replica its reader pool",
      held: taskConnections(
        service({ reader: { database: "replica", connectionsPerTask: 3, requestsRatio: 0.5 } }),
        "replica",
        "most",
        1,
      ),
      expected: 3,
    },
  ])("$when", ({ held, expected }) => expect(held).toBe(expected));
});
