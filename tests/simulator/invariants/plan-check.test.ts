import { describe, expect, it } from "@jest/globals";
import type { ServiceConfig } from "../../../shared/config/service-config.ts";
import { type Plan, plan } from "../../../shared/plan/plan.ts";
import type { Action } from "../../../shared/plan/policy/action.ts";
import type { Snapshot } from "../../../shared/plan/snapshot.ts";
import { checkPlan, type Planned, replanCheck } from "../../../simulator/invariants/plan-check.ts";
import {
  config,
  counts,
  cpuSignal,
  database,
  databaseReading,
  known,
  memory,
  nowMs,
  pool,
  requestsSignal,
  secondsAgo,
  service,
  serviceReading,
  snapshot,
  unknown,
} from "../../plan/builders.ts";

const rateOf = (perSecond: number) => ({
  kind: "series" as const,
  points: [120, 60].map((seconds) => ({ atMs: secondsAgo(seconds), value: perSecond * 60 })),
  periodSeconds: 60,
  seenAtMs: secondsAgo(60),
});

/** web calls back; both ask for more of 10 connections a task. 6 tasks each of 10 requests a second. */
const services: readonly ServiceConfig[] = [
  service({ name: "back", signals: [requestsSignal()], pools: [pool()] }),
  service({
    name: "web",
    signals: [requestsSignal()],
    pools: [pool()],
    calls: [{ service: "back", requestsPerRequest: 1 }],
  }),
];

const compiled = config(services, [database({ maxConnections: 200 })]);

const world: Snapshot = snapshot(
  services.map(({ name }) =>
    serviceReading({
      name,
      tasks: known(counts({ desired: 6, running: 6, healthy: 6 })),
      signals: [rateOf(name === "web" ? 80 : 60)],
    }),
  ),
  [databaseReading()],
  { domain: "back" },
);

const real: Plan = plan(world, memory(), compiled, nowMs);
const given: Planned = { config: compiled, snapshot: world, memoryBefore: memory(), plan: real };

const countTo = (name: string, to: number): Action => ({ kind: "set-desired-count", service: name, from: 6, to });

/** The same plan with other writes; its services' targets follow them. */
const writing = (...actions: readonly Action[]): Planned => ({
  ...given,
  plan: {
    ...real,
    actions,
    services: real.services.map((planned) => {
      const write = actions.find(({ service: name }) => name === planned.name);
      return write?.kind === "set-desired-count" ? { ...planned, targetTasks: write.to } : planned;
    }),
  },
});

const broken = (planned: Planned): readonly string[] => [
  ...new Set(checkPlan(planned).map(({ invariant }) => invariant)),
];

describe("a plan that Headgate made", () => {
  it("grows something here, and breaks nothing", () => {
    expect(real.actions.length).toBeGreaterThan(0);
    expect(checkPlan(given)).toEqual([]);
  });
});

describe("a plan that was tampered with breaks", () => {
  type Row = { when: string; planned: () => Planned; expected: readonly string[] };
  it.each<Row>([
    {
      when: "I1 and I9 with a count past the wall, beside the other order's answer",
      planned: () => writing(countTo("back", 20)),
      expected: ["I1", "I6", "I9"],
    },
    {
      when: "I2 with a count above the maximum",
      planned: () => writing(countTo("back", 21)),
      expected: ["I1", "I2", "I6", "I9"],
    },
    {
      when: "I3 with growth on a database that is not known",
      planned: () => {
        const changed = writing(countTo("back", 7));
        const budgets: Plan["budgets"] = [
          {
            kind: "unknown",
            database: "main",
            code: "limit-unknown",
            detail: "nobody told",
            limitConnections: null,
            observedConnections: null,
          },
        ];
        return { ...changed, plan: { ...changed.plan, budgets } };
      },
      expected: ["I3", "I6"],
    },
    {
      when: "I5 when it caps where there is room",
      planned: () => ({
        ...given,
        plan: {
          ...real,
          services: real.services.map((planned) => ({
            ...planned,
            admission: { kind: "capped", name: planned.name, tasks: 6, by: "main", freeUnits: 10, priceUnits: 10 },
          })),
        },
      }),
      expected: ["I5"],
    },
    { when: "I6 when another order gives other writes", planned: () => writing(), expected: ["I6"] },
    {
      when: "I7 when a caller is let past what its callee's healthy tasks carry",
      planned: () => writing(countTo("web", 8)),
      expected: ["I6", "I7"],
    },
    {
      when: "nothing where the caller's present tasks serve it all already, below 100 % CPU",
      planned: () => {
        const withCpu = services.map((entry) =>
          entry.name === "web" ? { ...entry, signals: [cpuSignal(), ...entry.signals] } : entry,
        );
        const readings = world.services.map((reading) =>
          reading.name === "web" ? { ...reading, signals: [unknown(), ...reading.signals] } : reading,
        );
        return {
          ...writing(countTo("web", 8)),
          config: config(withCpu, [database({ maxConnections: 200 })]),
          snapshot: { ...world, services: readings },
        };
      },
      expected: ["I6"],
    },
    {
      when: "I8 with a write that its mode doesn't have",
      planned: () => writing({ kind: "suspend-scale-out", service: "web" }),
      expected: ["I6", "I8"],
    },
  ])("$when", ({ planned, expected }) => expect(broken(planned())).toEqual(expected));
});

describe("the same moment again, with the writes done (I4)", () => {
  it("plans to nothing where it was right, and is told where it is not", () => {
    const after: Snapshot = {
      ...world,
      services: world.services.map((reading) => {
        const write = real.actions.find(({ service: name }) => name === reading.name);
        if (write?.kind !== "set-desired-count" || reading.tasks.kind === "unknown") return reading;
        return { ...reading, tasks: known({ ...reading.tasks.value, desired: write.to }) };
      }),
    };
    expect(replanCheck(compiled, after, real.memory, nowMs)).toEqual([]);
    expect(replanCheck(compiled, world, memory(), nowMs).map(({ invariant }) => invariant)).toEqual(["I4"]);
  });
});
