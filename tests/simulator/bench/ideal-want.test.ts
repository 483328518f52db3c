import { expect, it } from "@jest/globals";
import { idealWants } from "../../../simulator/bench/ideal-want.ts";
import type { WorldSpec } from "../../../simulator/world/spec.ts";
import { legalScenario } from "../runs/small-scenario.ts";
import { legalPool, legalService, legalWorld } from "../world/small-world.ts";

type Row = { readonly when: string; readonly world: WorldSpec; readonly seconds?: number; readonly expected: number };

const steps = (...rates: readonly number[]) =>
  ({ kind: "perSecond", requestsPerSecond: rates.flatMap((rate) => Array<number>(60).fill(rate)) }) as const;
const orders = legalWorld().databases;
// A task carries 30 requests a second at the target of 60 %; 5 connections are others'.
const web = (requestsPerSecond: number, pool = legalPool()) =>
  legalService({ pool, traffic: { kind: "perSecond", requestsPerSecond: [requestsPerSecond] } });

it.each<Row>([
  { when: "90 a second are three tasks of ten", world: legalWorld(web(90)), expected: 5 + 30 },
  { when: "a request more is a fourth task", world: legalWorld(web(91)), expected: 5 + 40 },
  { when: "no traffic is the minimum of one task", world: legalWorld(web(0)), expected: 5 + 10 },
  {
    when: "the busiest minute counts",
    world: legalWorld({ pool: legalPool(), traffic: steps(30, 120, 60) }),
    seconds: 180,
    expected: 5 + 40,
  },
  {
    when: "a second's burst is spread over its minute",
    world: legalWorld({
      pool: legalPool(),
      traffic: { kind: "perSecond", requestsPerSecond: [630, ...Array<number>(59).fill(20)] },
    }),
    expected: 5 + 20,
  },
  {
    when: "peaks at different times don't add up",
    world: legalWorld(
      {},
      {
        services: [
          legalService({ name: "a", pool: legalPool(), traffic: steps(120, 30) }),
          legalService({ name: "b", pool: legalPool(), traffic: steps(30, 120) }),
        ],
      },
    ),
    seconds: 120,
    expected: 5 + 50,
  },
  {
    // 3 tasks with 30 requests a second each, 1.5 x 30 x 0.1 s = 4.5 connections
    when: "an elastic pool holds what its load keeps busy, and half as many again",
    world: legalWorld(web(90, legalPool({ kind: "elastic", holdSecondsPerRequest: 0.1 }))),
    expected: 5 + 15,
  },
  {
    when: "an elastic pool is never larger than it may be",
    world: legalWorld(web(90, legalPool({ kind: "elastic", holdSecondsPerRequest: 1 }))),
    expected: 5 + 30,
  },
  {
    when: "what callers pass on is traffic of the callee's",
    world: legalWorld(
      {},
      {
        services: [
          legalService({ name: "front", calls: [{ service: "shop", requestsPerRequest: 0.9 }] }),
          { ...legalService({ pool: legalPool() }), traffic: undefined } as never,
        ],
      },
    ),
    expected: 5 + 30,
  },
  {
    when: "messages are traffic of their consumer's",
    world: legalWorld(
      {},
      {
        services: [{ ...legalService({ pool: legalPool() }), traffic: undefined } as never],
        queues: [{ name: "mail", consumer: "shop", traffic: { kind: "perSecond", requestsPerSecond: [61] } }],
      },
    ),
    expected: 5 + 30,
  },
  {
    // 1.5 x 90 x 0.1 s
    when: "behind a proxy it is what is borrowed",
    world: legalWorld(web(90, legalPool({ proxy: "pooler", holdSecondsPerRequest: 0.1 })), {
      proxies: [{ name: "pooler", database: "orders", maxConnections: 40 }],
    }),
    expected: 5 + 14,
  },
  {
    when: "a proxy opens no more than it may",
    world: legalWorld(web(90, legalPool({ proxy: "pooler", holdSecondsPerRequest: 0.1 })), {
      proxies: [{ name: "pooler", database: "orders", maxConnections: 8 }],
    }),
    expected: 5 + 8,
  },
])("$when", ({ world, seconds = 60, expected }) => {
  const { terms } = legalScenario({ world });
  expect(idealWants({ ...world, databases: orders }, terms, seconds)).toEqual([
    { database: "orders", peakConnections: expected, wall: 55 },
  ]);
});

it("a second pool counts at its replica", () => {
  const replica = { name: "replica", maxConnections: 20, reservedConnections: 0, baseConnections: 2, cores: 2 };
  const reader = { database: "replica", connectionsPerTask: 4, requestsRatio: 0.5 };
  const world = legalWorld(web(90, legalPool({ reader })), { databases: [...orders, replica] });
  const wants = idealWants(world, legalScenario({ world }).terms, 60);
  expect(wants.map(({ database, peakConnections }) => [database, peakConnections])).toEqual([
    ["orders", 35],
    ["replica", 14],
  ]);
});
