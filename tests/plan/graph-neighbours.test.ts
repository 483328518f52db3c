import { describe, expect, it } from "@jest/globals";
import type { ServicePost } from "../../shared/plan/graph/service-post.ts";
import { plan } from "../../shared/plan/plan.ts";
import type { NeighbourReading } from "../../shared/plan/snapshot.ts";
import type { Reading } from "../../shared/reading.ts";
import {
  calmMemory,
  config,
  counts,
  cpuSignal,
  datapoint,
  known,
  memory,
  nowMs,
  requestsSignal,
  secondsAgo,
  service,
  serviceReading,
  snapshot,
  unknown,
} from "./builders.ts";

const perTask = requestsSignal().targetPerSecond;

/** Four saturated tasks of web: they serve eight tasks' worth at target, and sixteen arrive. */
const web = service({
  name: "web",
  pools: [],
  signals: [cpuSignal(), requestsSignal()],
  calls: [{ service: "order", requestsPerRequest: 1 }],
});
const order = service({ name: "order", pools: [], signals: [cpuSignal(), requestsSignal()] });

const webReading = serviceReading({
  name: "web",
  tasks: known(counts({ desired: 4 })),
  signals: [
    datapoint({ value: 100, tasks: 4 }),
    {
      kind: "series",
      points: [{ atMs: secondsAgo(120), value: 16 * perTask * 60 }],
      periodSeconds: 60,
      seenAtMs: secondsAgo(120),
    },
  ],
});

const post = (changes: Partial<ServicePost> = {}): ServicePost => ({
  version: 1,
  service: "order",
  domain: "order",
  atMs: secondsAgo(30),
  expiresAtMs: nowMs + 90_000,
  measuredAtMs: secondsAgo(120),
  arrivingPerSecond: 8 * perTask,
  perTaskPerSecond: perTask,
  healthyTasks: 10,
  startSeconds: 40,
  grants: { web: { basePerSecond: 8 * perTask, nowPerSecond: 2 * perTask, mostPerSecond: null, bound: null } },
  sends: {},
  demands: {},
  ...changes,
});

const planned = (reading: Reading<ServicePost>, before = memory({ web: calmMemory(4) })) => {
  const neighbours: readonly NeighbourReading[] = [{ service: "order", post: reading }];
  const result = plan(snapshot([webReading], [], { neighbours }), before, config([web, order], []), nowMs);
  return {
    target: result.services[0]!.targetTasks,
    codes: result.findings.map(({ code }) => code).filter((code) => /call|waiting/.test(code)),
    finding: result.findings.find(({ code }) => /callee/.test(code)),
    graph: result.graph!,
    memory: result.memory,
  };
};

type Row = {
  readonly when: string;
  readonly given: Reading<ServicePost>;
  /** Of the 8 that the pace allows; a saturated task sends on two tasks' worth. */
  readonly target: number;
  readonly codes: readonly string[];
};

describe("a caller of a service in another domain", () => {
  it.each<Row>([
    {
      when: "grows by what its healthy tasks carry, and waits for the rest",
      given: known(post()),
      target: 5,
      codes: ["waiting-for-callee"],
    },
    {
      when: "gets all where the grant carries it",
      given: known(
        post({
          grants: { web: { basePerSecond: 8 * perTask, nowPerSecond: 99 * perTask, mostPerSecond: null, bound: null } },
        }),
      ),
      target: 8,
      codes: [],
    },
    {
      when: "gets less of a grant by what it sends more since it was given",
      given: known(
        post({
          grants: { web: { basePerSecond: 6 * perTask, nowPerSecond: 2 * perTask, mostPerSecond: null, bound: null } },
        }),
      ),
      target: 4,
      codes: ["waiting-for-callee"],
    },
    {
      when: "is held by what binds the callee there",
      given: known(
        post({
          grants: {
            web: {
              basePerSecond: 8 * perTask,
              nowPerSecond: 2 * perTask,
              mostPerSecond: 4 * perTask,
              bound: { code: "callee-capacity", database: "orders" },
            },
          },
        }),
      ),
      target: 5,
      codes: ["waiting-for-callee"],
    },
    {
      when: "is capped where no more is to be had there",
      given: known(
        post({
          grants: {
            web: {
              basePerSecond: 8 * perTask,
              nowPerSecond: 2 * perTask,
              mostPerSecond: 2 * perTask,
              bound: { code: "callee-capacity", database: "orders" },
            },
          },
        }),
      ),
      target: 5,
      codes: ["callee-capacity"],
    },
    {
      when: "doesn't grow on a post that is past its end",
      given: known(post({ expiresAtMs: nowMs })),
      target: 4,
      codes: ["callee-unknown"],
    },
    {
      when: "grows on a post of the last millisecond before its end",
      given: known(post({ expiresAtMs: nowMs + 1 })),
      target: 5,
      codes: ["waiting-for-callee"],
    },
    {
      when: "doesn't grow while nothing was posted: unknown is not without a limit",
      given: unknown({ because: "no-data" }),
      target: 4,
      codes: ["callee-unknown"],
    },
    {
      when: "is not capped by one without a load signal, though its post is old",
      given: known(post({ perTaskPerSecond: null, expiresAtMs: secondsAgo(5) })),
      target: 8,
      codes: [],
    },
  ])("$when", ({ given, target, codes }) => {
    const result = planned(given);
    expect({ target: result.target, codes: result.codes }).toEqual({ target, codes });
  });

  it("names the callee and the database that binds it, with the rates", () => {
    const bound = { code: "callee-capacity", database: "orders" } as const;
    const grant = { basePerSecond: 8 * perTask, nowPerSecond: 2 * perTask, mostPerSecond: 2 * perTask, bound };
    expect(planned(known(post({ grants: { web: grant } }))).finding).toEqual({
      code: "callee-capacity",
      service: "web",
      database: "orders",
      numbers: {
        askTasks: 16,
        grantedTasks: 5,
        neededPerSecond: 12 * perTask,
        carriedPerSecond: 10 * perTask,
      },
      detail: "order is bound in its own domain: callee-capacity, by orders",
      unlocks: [],
    });
  });

  it("posts what it would send and wakes the callee's domain, once", () => {
    const first = planned(known(post()));
    expect(first.graph.posts).toMatchObject([
      { service: "web", sends: { order: 8 * perTask }, demands: { order: 8 * perTask } },
    ]);
    expect(first.graph.wakes).toEqual([{ domain: "order", cause: "callers-demand" }]);
    expect(planned(known(post()), first.memory).graph.wakes).toEqual([]);
  });

  it("posts until two reads later, and for two minutes at least", () => {
    const { graph } = planned(known(post()));
    expect(graph.posts[0]!.expiresAtMs).toBe(nowMs + 120_000);
  });
});
