import { describe, expect, it } from "@jest/globals";
import { budgetOf } from "../../shared/config/budget.ts";
import type { DatabaseConfig } from "../../shared/config/database-config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { Budget, KnownBudget } from "../../shared/plan/budget/budget.ts";
import type { Memory, ServiceMemory, Unmanaged } from "../../shared/plan/memory.ts";
import { plan } from "../../shared/plan/plan.ts";
import type { DatabaseReading } from "../../shared/plan/readings/database-reading.ts";
import type { ServiceReading, TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import {
  config,
  connectionsAt,
  counts,
  cpuSignal,
  database,
  databaseReading,
  known,
  memory,
  nowMs,
  pool,
  scalableTarget,
  secondsAgo,
  service,
  serviceMemory,
  serviceReading,
  snapshot,
  unknown,
} from "./builders.ts";

type Given = {
  readonly database?: Partial<DatabaseConfig>;
  readonly services?: readonly ServiceConfig[];
  readonly readings?: readonly ServiceReading[];
  readonly reading?: DatabaseReading;
  readonly unmanaged?: Unmanaged;
  readonly memory?: Readonly<Record<string, ServiceMemory>>;
  readonly readAtMs?: number;
};

const planned = (given: Given) => {
  const { services = [service()], readings = [serviceReading()], reading = databaseReading() } = given;
  const databases: Memory["databases"] = given.unmanaged === undefined ? {} : { main: { unmanaged: given.unmanaged } };
  const changes = { domain: [...services.map(({ name }) => name)].sort()[0]!, readAtMs: given.readAtMs ?? nowMs };
  const world = snapshot(readings, [reading], changes);
  return plan(world, memory(given.memory, databases), config(services, [database(given.database)]), nowMs);
};

const budgetIn = (given: Given): Budget => planned(given).budgets[0]!;

/** 6 tasks of 10 against a limit of 200. */
const settled: KnownBudget = {
  kind: "known",
  database: "main",
  limitConnections: 200,
  limitExpectedConnections: 200,
  limitSource: "configured",
  limitExact: true,
  limitNotes: [],
  reservedConnections: 0,
  marginConnections: 10,
  replacementConnections: 0,
  replacementLentConnections: 0,
  connectorConnections: 0,
  unmanagedConnections: 0,
  unmanagedSource: "configured",
  unmanagedLowConnections: 0,
  readers: null,
  failoverConnections: null,
  sharePercent: 100,
  budgetConnections: 190,
  committedConnections: 60,
  directConnections: 60,
  freeConnections: 130,
  freeMilliConnections: 130_000,
  freeMilliBesideReplacement: 130_000,
  observedConnections: 60,
  elasticUseMillionths: null,
  saturated: false,
  pressure: [],
  pressureUnread: [],
};
/** What follows from the others, so that a row names each figure once. */
const derived = (changes: Partial<KnownBudget>): Partial<KnownBudget> => ({
  directConnections: changes.committedConnections ?? settled.committedConnections,
  freeMilliConnections: (changes.freeConnections ?? settled.freeConnections) * 1000,
  freeMilliBesideReplacement: (changes.freeConnections ?? settled.freeConnections) * 1000,
  limitExpectedConnections: changes.limitConnections ?? settled.limitConnections,
  ...changes,
});
const measuring = { unmanagedConnections: null } as const;
const ten = service({ pools: [pool({ connectionsPerTask: 25 })] });

describe("the budget of a database", () => {
  it.each<{ readonly when: string; readonly given: Given; readonly expected: Partial<KnownBudget> }>([
    { when: "is the limit less the margin: 200 - 10", given: {}, expected: {} },
    {
      when: "has a margin of 5 % of the limit where none is configured",
      given: { database: { marginConnections: null } },
      expected: {},
    },
    {
      when: "keeps PostgreSQL's 8 slots where nothing is configured",
      given: { database: { engine: "postgres", reservedConnections: null } },
      expected: { reservedConnections: 8, budgetConnections: 182, freeConnections: 122 },
    },
    {
      when: "is this stack's share of what is left, rounded down: 33 % of 190",
      given: { database: { sharePercent: 33 } },
      expected: { sharePercent: 33, budgetConnections: 62, freeConnections: 2 },
    },
    {
      when: "in the red is everybody's, whatever the share",
      given: { database: { maxConnections: 5, sharePercent: 50 } },
      expected: { sharePercent: 50, limitConnections: 5, budgetConnections: -5, freeConnections: -65 },
    },
    {
      when: "is less by what the engine keeps",
      given: { database: { reservedConnections: 8 } },
      expected: { reservedConnections: 8, budgetConnections: 182, freeConnections: 122 },
    },
    {
      when: "is less by every connector",
      given: {
        database: {
          connectors: [
            { name: "jobs", connections: 7 },
            { name: "report", connections: 4 },
          ],
        },
      },
      expected: { connectorConnections: 11, budgetConnections: 179, freeConnections: 119 },
    },
    {
      when: "is less by the user's figure of unmanaged sessions, though nothing can be read",
      given: { database: { unmanagedConnections: 20 }, reading: databaseReading({ connections: unknown() }) },
      expected: {
        unmanagedConnections: 20,
        unmanagedLowConnections: 20,
        budgetConnections: 170,
        freeConnections: 110,
        observedConnections: null,
      },
    },
    {
      when: "keeps what one replaced task of the largest pool needs beyond the margin: 25 - 10",
      given: { services: [ten] },
      expected: {
        replacementConnections: 15,
        budgetConnections: 175,
        committedConnections: 150,
        freeConnections: 25,
      },
    },
    {
      when: "keeps one replacement per database, not per service",
      given: {
        services: [ten, service({ name: "api", pools: [pool({ connectionsPerTask: 20 })] })],
        readings: [
          serviceReading({ tasks: known(counts({ desired: 1 })) }),
          serviceReading({ name: "api", tasks: known(counts({ desired: 1 })) }),
        ],
      },
      expected: {
        replacementConnections: 15,
        budgetConnections: 175,
        committedConnections: 45,
        freeConnections: 130,
      },
    },
    {
      when: "is less by the high end of what was measured",
      given: {
        database: measuring,
        services: [service({ pools: [pool({ minimumConnectionsPerTask: 9, kind: "elastic" })] })],
        reading: databaseReading({ connections: known([connectionsAt(secondsAgo(180), 75)]) }),
      },
      expected: {
        unmanagedSource: "measured",
        unmanagedConnections: 21,
        unmanagedLowConnections: 15,
        budgetConnections: 169,
        freeConnections: 109,
        observedConnections: 75,
      },
    },
    {
      when: "still knows a datapoint that ended 600 s ago",
      given: {
        database: measuring,
        reading: databaseReading({ connections: known([connectionsAt(secondsAgo(660), 60)]) }),
      },
      expected: { unmanagedSource: "measured" },
    },
    {
      when: "keeps a measurement for a day of restlessness",
      given: {
        database: measuring,
        readings: [serviceReading({ tasks: known(counts({ pending: 1 })) })],
        unmanaged: { lowConnections: 1, highConnections: 5, measuredAtMs: secondsAgo(24 * 3600) },
      },
      expected: {
        unmanagedSource: "measured",
        unmanagedConnections: 5,
        unmanagedLowConnections: 1,
        budgetConnections: 185,
        committedConnections: 70,
        freeConnections: 115,
      },
    },
    {
      when: "is in the red where more exists than it carries",
      given: { database: { maxConnections: 60 } },
      expected: { limitConnections: 60, budgetConnections: 50, freeConnections: -10 },
    },
    {
      when: "counts a service that ECS doesn't know as no task",
      given: { readings: [serviceReading({ tasks: unknown({ because: "not-found" }) })] },
      expected: { committedConnections: 0, freeConnections: 190 },
    },
  ])("$when", ({ given, expected }) => expect(budgetIn(given)).toEqual({ ...settled, ...derived(expected) }));

  it.each<{ readonly when: string; readonly given: Given; readonly expected: readonly [string, string] }>([
    {
      when: "without a limit",
      given: { database: { maxConnections: null, marginConnections: null } },
      expected: ["limit-unknown", "max_connections of main is not known: the function limits has not read it yet"],
    },
    {
      when: "while a service on it can't be read",
      given: { readings: [serviceReading({ tasks: unknown() })] },
      expected: ["neighbour-unknown", "web can't be read"],
    },
    {
      when: "while a service on it was not read",
      given: { services: [service(), service({ name: "api" })] },
      expected: ["neighbour-unknown", "api can't be read"],
    },
    {
      when: "while its sessions can't be read",
      given: { database: measuring, reading: databaseReading({ connections: unknown({ detail: "AccessDenied" }) }) },
      expected: ["connections-unknown", "AccessDenied"],
    },
    {
      when: "while nobody has read it",
      given: { database: measuring, reading: databaseReading({ name: "other" }) },
      expected: ["connections-unknown", "not read"],
    },
    {
      when: "once the newest datapoint ended 601 s ago",
      given: {
        database: measuring,
        reading: databaseReading({ connections: known([connectionsAt(secondsAgo(661), 60)]) }),
      },
      expected: ["connections-stale", "the newest datapoint is 601 s old"],
    },
    {
      when: "with an empty list of datapoints",
      given: { database: measuring, reading: databaseReading({ connections: known([]) }) },
      expected: ["connections-stale", "the newest datapoint is missing"],
    },
    {
      when: "with a datapoint that is no number",
      given: {
        database: measuring,
        reading: databaseReading({ connections: known([connectionsAt(secondsAgo(180), Number.NaN)]) }),
      },
      expected: ["connections-stale", "the newest datapoint is missing"],
    },
    {
      when: "while no minute was stable yet",
      given: { database: measuring, readings: [serviceReading({ tasks: known(counts({ pending: 1 })) })] },
      expected: ["connections-settling", "no minute without task changes was seen yet"],
    },
    {
      when: "once the last measurement is older than a day",
      given: {
        database: measuring,
        readings: [serviceReading({ tasks: known(counts({ pending: 1 })) })],
        unmanaged: { lowConnections: 1, highConnections: 5, measuredAtMs: secondsAgo(24 * 3600 + 1) },
      },
      expected: ["connections-settling", "no minute without task changes was seen yet"],
    },
  ])("is unknown $when", ({ given, expected }) => {
    const budget = budgetIn(given);
    expect(budget.kind === "unknown" ? [budget.code, budget.detail] : budget).toEqual(expected);
  });

  it("unknown still says what is known: the limit and what was observed", () => {
    expect(budgetIn({ readings: [serviceReading({ tasks: unknown() })] })).toEqual({
      kind: "unknown",
      database: "main",
      code: "neighbour-unknown",
      detail: "web can't be read",
      limitConnections: 200,
      observedConnections: 60,
    });
  });

  it("keeps the last measurement while a neighbour can't be read", () => {
    const unmanaged = { lowConnections: 1, highConnections: 5, measuredAtMs: secondsAgo(100) };
    const { memory: kept } = planned({ readings: [serviceReading({ tasks: unknown() })], unmanaged });
    expect(kept.databases).toEqual({ main: { unmanaged } });
  });

  it("is the same as the arithmetic that validate prints", () => {
    const services = [ten, service({ name: "api" })];
    const declared = database({
      reservedConnections: 8,
      unmanagedConnections: 3,
      connectors: [{ name: "jobs", connections: 7 }],
    });
    const tasks = known(counts({ desired: 3, running: 3 }));
    const readings = [serviceReading({ tasks }), serviceReading({ name: "api", tasks })];
    const budget = budgetIn({ services, readings, database: declared });
    expect(budget.kind === "known" ? budget.budgetConnections : null).toBe(budgetOf(declared, services).connections);
  });
});

const asGoverned = (changes: Partial<TaskCounts>, target: ServiceReading["scalableTarget"]): Given => ({
  services: [service({ mode: "govern" })],
  readings: [serviceReading({ tasks: known(counts(changes)), scalableTarget: target })],
});
const external: Partial<TaskCounts> = { deployment: { kind: "external", sinceMs: secondsAgo(60) } };
const bystander = (changes: Partial<ServiceConfig>, tasks: Partial<TaskCounts>): Given => ({
  services: [service({ name: "api", minTasks: 0, pools: [pool()] }), service({ mode: "observe", ...changes })],
  readings: [
    serviceReading({ tasks: known(counts(tasks)) }),
    serviceReading({ name: "api", tasks: known(counts({ desired: 1 })) }),
  ],
});

describe("what is committed", () => {
  it.each<{ readonly when: string; readonly given: Given; readonly expected: number }>([
    { when: "is 10 for each of 6 tasks", given: {}, expected: 60 },
    {
      when: "counts pending and stopping tasks",
      given: { readings: [serviceReading({ tasks: known(counts({ pending: 2, stopping: 3 })) })] },
      expected: 110,
    },
    {
      when: "counts desired tasks that have not started",
      given: { readings: [serviceReading({ tasks: known(counts({ running: 2 })) })] },
      expected: 60,
    },
    {
      when: "counts the surge of a rolling deployment",
      given: { readings: [serviceReading({ tasks: known(counts({ deployment: { kind: "rolling", sinceMs: 1 } })) })] },
      expected: 120,
    },
    {
      when: "counts the surge always where it is reserved",
      given: { services: [service({ surge: "reserve" })] },
      expected: 120,
    },
    {
      when: "counts stopping tasks beside a reserved surge",
      given: {
        services: [service({ surge: "reserve" })],
        readings: [serviceReading({ tasks: known(counts({ stopping: 2 })) })],
      },
      expected: 140,
    },
    {
      when: "counts a rollout's own stopping tasks once",
      given: {
        readings: [
          serviceReading({ tasks: known(counts({ stopping: 2, deployment: { kind: "rolling", sinceMs: 1 } })) }),
        ],
      },
      expected: 120,
    },
    {
      when: "keeps what was lowered since the reading began: it is not gone before the next reading",
      given: {
        readings: [serviceReading({ tasks: known(counts({ desired: 4, running: 4 })) })],
        memory: { web: serviceMemory({ changes: [{ atMs: nowMs, from: 7, to: 4 }] }) },
      },
      expected: 70,
    },
    {
      when: "lets go what was lowered before the reading began",
      given: {
        readings: [serviceReading({ tasks: known(counts({ desired: 4, running: 4 })) })],
        memory: { web: serviceMemory({ changes: [{ atMs: nowMs - 1, from: 7, to: 4 }] }) },
      },
      expected: 40,
    },
    {
      when: "of govern is what exists where the ceiling is ours to move",
      given: asGoverned({}, known(scalableTarget())),
      expected: 60,
    },
    {
      when: "of govern is at least MinCapacity",
      given: asGoverned({}, known(scalableTarget({ minCapacity: 8 }))),
      expected: 80,
    },
    {
      when: "of govern is all of maxTasks where the ceiling can't be read",
      given: asGoverned({}, unknown()),
      expected: 200,
    },
    {
      when: "of govern is what is desired where nothing scales it",
      given: asGoverned({}, known("none")),
      expected: 60,
    },
    {
      when: "of govern is the whole ceiling, twice, while a deployment is not ours",
      given: asGoverned(external, known(scalableTarget({ maxCapacity: 15 }))),
      expected: 300,
    },
    {
      when: "of govern with a reserved surge starts at what exists: 8 tasks surge to 16",
      given: {
        services: [service({ mode: "govern", surge: "reserve" })],
        readings: [
          serviceReading({ tasks: known(counts({ desired: 6, running: 8 })), scalableTarget: known(scalableTarget()) }),
        ],
      },
      expected: 160,
    },
    {
      when: "of a bystander has the step of its autoscaler: 6 at a target of 50 may become 12",
      given: bystander({}, {}),
      expected: 130,
    },
    {
      when: "of a bystander rounds its step up: 5 at a target of 60 may become 9",
      given: bystander({ signals: [cpuSignal({ target: 60 })] }, { desired: 5 }),
      expected: 100,
    },
    { when: "of a bystander goes to its maximum at most", given: bystander({ maxTasks: 8 }, {}), expected: 90 },
    {
      when: "of a bystander that is past its maximum has no step",
      given: bystander({ maxTasks: 5 }, {}),
      expected: 70,
    },
    { when: "of a bystander without cpu assumes a target of 50", given: bystander({ signals: [] }, {}), expected: 130 },
  ])("$when", ({ given, expected }) => {
    const budget = budgetIn(given);
    expect(budget.kind === "known" ? budget.committedConnections : budget).toBe(expected);
  });
});
