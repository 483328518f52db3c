import { describe, expect, it } from "@jest/globals";
import type { DatabaseConfig } from "../../shared/config/database-config.ts";
import type { PoolConfig } from "../../shared/config/pool-config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { deploymentEntry } from "../../shared/plan/budget/deployment-entry.ts";
import { lendsReplacement } from "../../shared/plan/budget/lends-replacement.ts";
import { keepReplacement, type Replacement } from "../../shared/plan/budget/replacement.ts";
import type { ServiceMemory } from "../../shared/plan/memory.ts";
import { partiesOf } from "../../shared/plan/party.ts";
import { type Plan, plan } from "../../shared/plan/plan.ts";
import type { ServiceReading, TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import type { SignalReading } from "../../shared/plan/readings/signal-reading.ts";
import {
  config,
  counts,
  cpuSignal,
  database,
  databaseReading,
  datapoint,
  known,
  memory,
  memorySignal,
  nowMs,
  pool,
  requestsSignal,
  scalableTarget,
  secondsAgo,
  series,
  service,
  serviceMemory,
  serviceReading,
  snapshot,
} from "./builders.ts";

type Given = {
  readonly web?: Partial<ServiceConfig>;
  readonly tasks?: Partial<TaskCounts>;
  readonly signals?: readonly SignalReading[];
  readonly memory?: Partial<ServiceMemory>;
  readonly api?: Partial<ServiceConfig>;
  readonly apiTasks?: Partial<TaskCounts>;
  readonly apiReading?: Partial<ServiceReading>;
  readonly database?: Partial<DatabaseConfig>;
};

/** Four times the margin. */
const twenty: PoolConfig = pool({ connectionsPerTask: 20, minimumConnectionsPerTask: 20 });
const inTwenties: Partial<ServiceConfig> = { pools: [twenty], maxTasks: 20 };

/** 4 tasks of 20 of a limit of 105: a margin of 5 and 15 for a replacement leave 85. An api has one task of 1. */
const planned = (given: Given): Plan => {
  const web = service({ ...inTwenties, signals: [cpuSignal()], ...given.web });
  const one = pool({ connectionsPerTask: 1, minimumConnectionsPerTask: 1 });
  const api = service({ name: "api", pools: [one], minTasks: 1, ...given.api });
  const readings = [
    serviceReading({
      tasks: known(counts({ desired: 4, running: 4, ...given.tasks })),
      signals: given.signals ?? [datapoint({ value: 100, tasks: 4 })],
    }),
    serviceReading({
      name: "api",
      tasks: known(counts({ desired: 1, running: 1, ...given.apiTasks })),
      signals: [datapoint({ value: 50, tasks: 1 })],
      ...given.apiReading,
    }),
  ];
  const databases = [database({ maxConnections: 105, marginConnections: 5, ...given.database })];
  const compiled = config([web, api], databases);
  const world = snapshot(readings, [databaseReading()], { domain: compiled.domains[0]!.id });
  return plan(world, memory(given.memory === undefined ? {} : { web: serviceMemory(given.memory) }), compiled, nowMs);
};

type Figures = { readonly kept: number; readonly lent: number; readonly budget: number; readonly free: number };

const figuresOf = ({ budgets }: Plan): Figures | string => {
  const budget = budgets[0]!;
  if (budget.kind === "unknown") return budget.code;
  const { replacementConnections: kept, replacementLentConnections: lent } = budget;
  return { kept, lent, budget: budget.budgetConnections, free: budget.freeConnections };
};

const kept: Figures = { kept: 15, lent: 0, budget: 85, free: 4 };
const lent: Figures = { kept: 0, lent: 15, budget: 100, free: 19 };

const requests = (perSecond: number): SignalReading => series([perSecond * 60]);
const byBoth = { signals: [cpuSignal(), requestsSignal()] };
const warm = datapoint({ value: 50, tasks: 4 });

describe("the room for a replaced task", () => {
  it.each<{ readonly when: string; readonly given: Given; readonly expected: Figures }>([
    {
      when: "is kept while the tasks can carry what is there: 74 % of 4 tasks",
      given: { signals: [datapoint({ value: 74, tasks: 4 })] },
      expected: kept,
    },
    {
      when: "is kept where full tasks would just carry it: requests for 8 at 50 %",
      given: { web: byBoth, signals: [warm, requests(80)] },
      expected: kept,
    },
    {
      when: "is lent where full tasks would not: requests for 9 at 50 %",
      given: { web: byBoth, signals: [warm, requests(81)] },
      expected: lent,
    },
    {
      when: "is kept where the tasks that are ordered will carry it",
      given: { web: byBoth, tasks: { desired: 4, running: 2, pending: 2 }, signals: [warm, requests(80)] },
      expected: kept,
    },
    { when: "is lent where the CPU has nothing left to say: 4 tasks at 100 %", given: {}, expected: lent },
    {
      when: "is lent from 95 % on",
      given: { signals: [datapoint({ value: 95, tasks: 4 })] },
      expected: lent,
    },
    {
      when: "is kept where the full datapoint is of fewer tasks than were ordered since",
      given: { signals: [datapoint({ value: 100, tasks: 3 })] },
      expected: kept,
    },
    {
      when: "is kept where no CPU signal tells how full a task is",
      given: { web: { signals: [requestsSignal()] }, signals: [requests(200)] },
      expected: kept,
    },
    {
      when: "is kept where the memory asks",
      given: {
        web: { signals: [cpuSignal(), memorySignal({ asksAlone: true })] },
        signals: [warm, datapoint({ value: 100, tasks: 9 })],
      },
      expected: kept,
    },
    {
      when: "is kept where a schedule asks, and no load",
      given: {
        web: {
          schedules: [
            {
              name: "sale",
              when: { kind: "between", fromMs: null, untilMs: nowMs + 600_000 },
              minTasks: 20,
              maxTasks: null,
            },
          ],
        },
        signals: [warm],
      },
      expected: kept,
    },
    {
      when: "is kept where a person has asked for many",
      given: {
        memory: { pin: { cause: "hand", tasks: 15, sinceMs: secondsAgo(60), untilMs: nowMs + 60_000 } },
        signals: [warm],
      },
      expected: kept,
    },
    {
      when: "is kept where more than a quarter of the tasks were starting in the full minute",
      given: {
        memory: {
          running: [
            { atMs: secondsAgo(3600), tasks: 2 },
            { atMs: secondsAgo(110), tasks: 4 },
          ],
        },
      },
      expected: kept,
    },
    {
      when: "is kept where the service asks for no more: it is at its maximum",
      given: { web: { maxTasks: 4 } },
      expected: kept,
    },
    {
      when: "is kept where the CPU is of 15 minutes ago",
      given: { signals: [datapoint({ value: 100, tasks: 4, atMs: secondsAgo(900) })] },
      expected: kept,
    },
    {
      when: "is kept while a task is unhealthy: 20 more are committed, of which the room has 16",
      given: { tasks: { unhealthy: 1 } },
      expected: { kept: 0, lent: 15, budget: 100, free: -1 },
    },
    {
      when: "is kept while a neighbour's task is unhealthy",
      given: { apiTasks: { unhealthy: 1 } },
      expected: { ...kept, free: 3 },
    },
    {
      when: "is kept while a neighbour is deployed",
      given: { apiTasks: { deployment: { kind: "rolling", sinceMs: secondsAgo(60) } } },
      expected: { ...kept, free: 3 },
    },
    {
      when: "is kept while a neighbour's tasks are moved between zones",
      given: { apiTasks: { rebalancing: true } },
      expected: { ...kept, free: 3 },
    },
    {
      when: "is kept beside a service that is governed: its rights would be taken back",
      given: { api: { mode: "govern" }, apiReading: { scalableTarget: known(scalableTarget({ minCapacity: 1 })) } },
      expected: kept,
    },
    {
      when: "is lent beside one that somebody else scales, with the step that it may take counted",
      given: { api: { mode: "observe" } },
      expected: { ...lent, free: 18 },
    },
    {
      when: "is lent in a domain where nothing is written",
      given: { web: { mode: "observe" }, api: { mode: "observe" } },
      expected: lent,
    },
    {
      when: "is nothing where the margin has it, and the margin is not lent",
      given: { database: { marginConnections: 20 } },
      expected: { kept: 0, lent: 0, budget: 85, free: 4 },
    },
    {
      when: "counts as what is left of it once tasks stand in it: nothing is free, nothing is short",
      given: { tasks: { desired: 4, running: 4, stopping: 0 }, database: { maxConnections: 95 }, signals: [warm] },
      expected: { kept: 9, lent: 6, budget: 81, free: 0 },
    },
    {
      when: "is gone where more than it stands past the budget",
      given: { database: { maxConnections: 80 }, signals: [warm] },
      expected: { kept: 0, lent: 15, budget: 75, free: -6 },
    },
  ])("$when", ({ given, expected }) => expect(figuresOf(planned(given))).toEqual(expected));

  it("is lent for who connects directly, not for a client of a proxy: that holds no pool of the database's", () => {
    const services = [
      service({ name: "api", signals: [cpuSignal()] }),
      service({ ...inTwenties, signals: [cpuSignal()] }),
    ];
    const readings = [
      serviceReading({ name: "api", signals: [datapoint({ value: 50 })] }),
      serviceReading({ signals: [datapoint({ value: 100 })] }),
    ];
    const compiled = config(services, [database()]);
    const world = snapshot(readings, [databaseReading()], { domain: compiled.domains[0]!.id });
    const [api, web] = partiesOf(world, memory(), compiled, nowMs);
    expect(lendsReplacement([web!], [api!, web!])).toBe(true);
    expect(lendsReplacement([api!], [api!, web!])).toBe(false);
  });

  it("is told where growth is capped although it is lent", () => {
    const { findings, actions } = planned({ database: { maxConnections: 110 } });
    expect(actions).toMatchObject([{ kind: "set-desired-count", service: "web", from: 4, to: 5 }]);
    expect(findings.find(({ code }) => code === "database-budget")).toMatchObject({
      detail:
        "15 connections kept for one replaced task are lent to growth in an overload; they are kept again as tasks stop",
      numbers: { grantedTasks: 5, replacementConnections: 0, replacementLentConnections: 15, leftConnections: 4 },
    });
    const calm = planned({ signals: [warm] }).findings;
    expect(calm.map(({ code }) => code)).not.toContain("budget-exceeded");
  });

  it("is not a deployment's, lent or stood in", () => {
    const web = service(inTwenties);
    const inIt = planned({ database: { maxConnections: 95 }, signals: [warm] });
    expect(deploymentEntry(web, inIt.budgets)).toEqual({ kind: "held", database: "main", missingConnections: 6 });
    expect(deploymentEntry(web, planned({}).budgets)).toEqual({ kind: "open" });
  });
});

describe("what is kept for a replaced task, of a budget of 100 with 15 needed", () => {
  const oneByOne = (kept: number): number => 100 - kept;
  const inFives = (kept: number): number => Math.floor((100 - kept) / 5) * 5;
  const of = (keptConnections: number, budgetConnections: number, free: number, besideIt: number): Replacement => ({
    keptConnections,
    budgetConnections,
    freeMilliConnections: free,
    freeMilliBesideReplacement: besideIt,
  });
  it.each<{
    readonly when: string;
    readonly committedMilli: number;
    readonly isLent: boolean;
    readonly budgetWith?: (kept: number) => number;
    readonly expected: Replacement;
  }>([
    { when: "is all of it below that", committedMilli: 84_000, isLent: false, expected: of(15, 85, 1000, 1000) },
    { when: "is all of it at the edge", committedMilli: 85_000, isLent: false, expected: of(15, 85, 0, 0) },
    { when: "is what is left past it", committedMilli: 86_000, isLent: false, expected: of(14, 86, 0, -1000) },
    { when: "is rounded down past a fraction", committedMilli: 86_100, isLent: false, expected: of(13, 87, 0, -1100) },
    { when: "is nothing where all is taken", committedMilli: 100_000, isLent: false, expected: of(0, 100, 0, -15_000) },
    { when: "is nothing past that", committedMilli: 101_000, isLent: false, expected: of(0, 100, -1000, -16_000) },
    { when: "is nothing while it is lent", committedMilli: 84_000, isLent: true, expected: of(0, 100, 16_000, 1000) },
    {
      when: "leaves nothing free where the budget moves in steps of 5",
      committedMilli: 88_000,
      isLent: false,
      budgetWith: inFives,
      expected: of(10, 88, 0, -3000),
    },
  ])("$when", ({ committedMilli, isLent, budgetWith = oneByOne, expected }) =>
    expect(keepReplacement(15, committedMilli, isLent, budgetWith)).toEqual(expected),
  );
});
