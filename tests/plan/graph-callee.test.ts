import { describe, expect, it } from "@jest/globals";
import { findDomains } from "../../shared/config/domains.ts";
import { anywhere } from "../../shared/plan/admit/places.ts";
import { admitCalls } from "../../shared/plan/graph/admit-calls.ts";
import { emptyGraphMemory } from "../../shared/plan/graph/graph-memory.ts";
import type { ServicePost } from "../../shared/plan/graph/service-post.ts";
import { plan } from "../../shared/plan/plan.ts";
import type { ServiceReading } from "../../shared/plan/readings/service-reading.ts";
import {
  calmMemory,
  config,
  counts,
  database,
  known,
  memory,
  nowMs,
  pool,
  requestsSignal,
  secondsAgo,
  service,
  serviceReading,
  snapshot,
} from "./builders.ts";
import { contender } from "./contenders.ts";
import { stageOf } from "./graph-case.ts";

const perTask = requestsSignal().targetPerSecond;
const call = (name: string) => ({ service: name, requestsPerRequest: 1 });

/** What arrived in each of the last minutes, in tasks' worth, oldest first; without a utilization. */
const readingOf = (name: string, desired: number, arrived: readonly number[]): ServiceReading =>
  serviceReading({
    name,
    tasks: known(counts({ desired })),
    signals: [
      {
        kind: "series",
        points: arrived.map((tasks, index) => ({
          atMs: secondsAgo(120 + 60 * (arrived.length - 1 - index)),
          value: tasks * perTask * 60,
        })),
        periodSeconds: 60,
        seenAtMs: secondsAgo(120),
      },
    ],
  });

const counting = (name: string, calls: readonly string[] = [], pools = [pool()]) =>
  service({ name, pools, signals: [requestsSignal()], calls: calls.map(call) });

const post = (demandTasks: number, measuredSecondsAgo: number): ServicePost => ({
  version: 1,
  service: "remote",
  domain: "remote",
  atMs: secondsAgo(30),
  expiresAtMs: nowMs + 90_000,
  measuredAtMs: secondsAgo(measuredSecondsAgo),
  arrivingPerSecond: 20 * perTask,
  perTaskPerSecond: perTask,
  healthyTasks: 4,
  startSeconds: 40,
  grants: {},
  sends: { order: 4 * perTask },
  demands: { order: demandTasks * perTask },
});

/** Order stands at 6 tasks; four tasks' worth of remote's requests arrive there. */
const planOrder = (given: {
  readonly demandTasks: number;
  readonly measuredSecondsAgo?: number;
  readonly arrived?: readonly number[];
  readonly granted?: number;
  readonly localTasks?: number;
}) => {
  const local = counting("local", ["order"]);
  const services = [counting("remote", ["order"], []), counting("order"), local];
  const compiled = config(services, [database({ maxConnections: 1_000, marginConnections: 50 })]);
  const readings = [
    readingOf("order", 6, given.arrived ?? [4]),
    // What exceeds its target is left unserved.
    readingOf("local", 2, [given.localTasks ?? 2]),
  ];
  const neighbours = [{ service: "remote", post: known(post(given.demandTasks, given.measuredSecondsAgo ?? 120)) }];
  const posted = {
    expiresAtMs: nowMs + 60_000,
    demands: {},
    grants: { order: { remote: (4 + (given.granted ?? 0)) * perTask } },
  };
  const before = {
    ...memory({ order: calmMemory(6), local: calmMemory(2) }),
    graph: { ...emptyGraphMemory, posted },
  };
  return plan(snapshot(readings, undefined, { domain: "local", neighbours }), before, compiled, nowMs);
};

const targetOf = (planned: ReturnType<typeof plan>, name: string) =>
  planned.services.find((entry) => entry.name === name)!.targetTasks;

describe("a callee of another domain's services", () => {
  it("grows for what they would send, at its pace, and grants what it carries now", () => {
    const planned = planOrder({ demandTasks: 4 });
    expect(targetOf(planned, "order")).toBe(8);
    const [posted] = planned.graph!.posts.filter(({ service: name }) => name === "order");
    expect(posted!.grants["remote"]).toEqual({
      basePerSecond: 4 * perTask,
      nowPerSecond: 2 * perTask,
      mostPerSecond: null,
      bound: null,
    });
    expect(planned.graph!.wakes).toEqual([{ domain: "remote", cause: "callee-ready" }]);
  });

  it("remembers that ask like one of its own, so that it isn't given up at the next look", () => {
    const planned = planOrder({ demandTasks: 4 });
    expect(planned.memory.services["order"]!.asks.at(-1)).toMatchObject({ tasks: 8 });
    expect(planned.services.find(({ name }) => name === "order")!.want).toMatchObject({ askTasks: 8 });
  });

  it("counts of a demand only what has not come since it was measured", () => {
    // Of the four that were asked for two minutes before, three have come.
    const planned = planOrder({ demandTasks: 4, measuredSecondsAgo: 240, arrived: [4, 6, 7] });
    expect(targetOf(planned, "order")).toBe(8);
  });

  it("names no end where only its pace holds it", () => {
    const planned = planOrder({ demandTasks: 100 });
    const [posted] = planned.graph!.posts.filter(({ service: name }) => name === "order");
    // Its pace allows 12 in this plan; that is no end.
    expect(posted!.grants["remote"]).toMatchObject({ mostPerSecond: null, bound: null });
    expect(targetOf(planned, "order")).toBe(12);
  });

  it("doesn't give to its own domain's callers what another domain may still use", () => {
    // Local asks for four; order's healthy tasks carry two more, and those were granted to remote.
    const free = planOrder({ demandTasks: 0, localTasks: 4 });
    const taken = planOrder({ demandTasks: 0, localTasks: 4, granted: 2 });
    expect(targetOf(free, "local")).toBe(4);
    expect(targetOf(taken, "local")).toBe(2);
  });
});

describe("a circle of calls", () => {
  const own = (perTaskPerSecond: number, reachTasks: number) =>
    ({
      kind: "own",
      perTaskPerSecond,
      healthyTasks: 1,
      currentTasks: 1,
      reachTasks,
      bound: { kind: "maximum", maxTasks: reachTasks },
      isOverdue: false,
    }) as const;

  it("never holds a service for what comes back to it: nobody waits for itself", () => {
    const source = { unservedPerSecond: 20, servedPerSecond: 20, perTaskPerSecond: 20 };
    const given = {
      calls: [
        { caller: "cart", callee: "pay", requestsPerRequest: 0.1 },
        { caller: "pay", callee: "cart", requestsPerRequest: 0.5 },
      ],
      nodes: [
        { name: "cart", source, arrivingPerSecond: 40, carrier: own(10, 2) },
        { name: "pay", source: null, arrivingPerSecond: 4, carrier: own(10, 1) },
      ],
      contenders: [
        contender({ name: "cart", currentTasks: 1, wantedTasks: 2, prices: [] }),
        contender({ name: "pay", currentTasks: 1, wantedTasks: 1, prices: [] }),
      ],
      free: new Map<string, number>(),
    };
    const { admissions } = admitCalls(stageOf(given), given.contenders, given.free, () => anywhere);
    expect(admissions.get("cart")).toEqual({ kind: "full", name: "cart", tasks: 2 });
  });
});

describe("a callee that asks for less than it has", () => {
  it("is kept for its caller's next task, and what it has is not paid for again", () => {
    const source = { unservedPerSecond: 20, servedPerSecond: 40, perTaskPerSecond: 10 };
    const carrier = { kind: "own", perTaskPerSecond: 10, isOverdue: false } as const;
    const bound = { kind: "maximum", maxTasks: 6 } as const;
    const given = {
      calls: [{ caller: "api", callee: "order", requestsPerRequest: 1 }],
      nodes: [
        {
          name: "api",
          source,
          arrivingPerSecond: 60,
          carrier: { ...carrier, healthyTasks: 4, currentTasks: 4, reachTasks: 6, bound },
        },
        {
          name: "order",
          source: null,
          arrivingPerSecond: 40,
          carrier: { ...carrier, healthyTasks: 6, currentTasks: 6, reachTasks: 6, bound },
        },
      ],
      contenders: [
        contender({ name: "api", currentTasks: 4, wantedTasks: 6, prices: [] }),
        contender({
          name: "order",
          currentTasks: 6,
          wantedTasks: 4,
          commitment: (tasks) => tasks,
          prices: [{ room: "main", unitsPerTask: 10 }],
        }),
      ],
      free: new Map([["main", 0]]),
    };
    const { admissions, left } = admitCalls(stageOf(given), given.contenders, given.free, () => anywhere);
    expect([...admissions.values()].map(({ name, kind, tasks }) => [name, kind, tasks])).toEqual([
      ["api", "full", 6],
      ["order", "full", 6],
    ]);
    expect(left.get("main")).toBe(0);
  });
});

describe("the domains of these tests", () => {
  it("are two: remote uses no database", () => {
    const domains = findDomains([counting("remote", [], []), counting("order"), counting("local")]);
    expect(domains.map(({ id, services }) => [id, services])).toEqual([
      ["local", ["local", "order"]],
      ["remote", ["remote"]],
    ]);
  });
});
