import { describe, expect, it } from "@jest/globals";
import type { DatabaseConfig } from "../../shared/config/database-config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { findingCodes } from "../../shared/plan/explain/codes.ts";
import type { Finding } from "../../shared/plan/explain/finding.ts";
import type { ServiceMemory } from "../../shared/plan/memory.ts";
import { plan } from "../../shared/plan/plan.ts";
import type { ServiceReading, TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import {
  alarm,
  alarmSignal,
  calmMemory,
  config,
  counts,
  cpuSignal,
  database,
  datapoint,
  known,
  memory,
  nowMs,
  scalableTarget,
  secondsAgo,
  service,
  serviceReading,
  snapshot,
  unknown,
} from "./builders.ts";

type Given = {
  readonly service?: Partial<ServiceConfig>;
  readonly database?: Partial<DatabaseConfig>;
  readonly counts?: Partial<TaskCounts>;
  readonly value?: number;
  readonly reading?: Partial<ServiceReading>;
  readonly memory?: ServiceMemory;
};

const findingsOf = (given: Given): readonly Finding[] => {
  const tasks = counts(given.counts);
  const reading = serviceReading({
    tasks: known(tasks),
    signals: [datapoint({ value: given.value ?? 50, tasks: tasks.running })],
    ...given.reading,
  });
  const remembered = given.memory === undefined ? {} : { web: given.memory };
  const world = config([service(given.service)], [database({ maxConnections: 300, ...given.database })]);
  return plan(snapshot([reading], []), memory(remembered), world, nowMs).findings;
};

const says = (changes: Partial<Finding> & Pick<Finding, "code">): Finding => ({
  service: "web",
  database: null,
  numbers: {},
  detail: "",
  unlocks: [],
  ...changes,
});

const pinned = (cause: "hand" | "deployment", tasks: number): ServiceMemory =>
  calmMemory(3, { pin: { cause, tasks, sinceMs: secondsAgo(60), untilMs: nowMs + 5 } });

/** The terms of a limit of 100 with 6 tasks of 10. */
const hundred = {
  limitConnections: 100,
  reservedConnections: 0,
  marginConnections: 10,
  replacementConnections: 0,
  connectorConnections: 0,
  unmanagedConnections: 0,
  budgetConnections: 90,
  committedConnections: 60,
};

describe("the findings", () => {
  it.each<{ readonly when: string; readonly given: Given; readonly expected: readonly Finding[] }>([
    { when: "are none while nothing happens", given: {}, expected: [] },
    {
      when: "say what was scaled out and by which signal",
      given: { value: 75 },
      expected: [
        says({
          code: "scaled-out",
          numbers: { desiredTasks: 6, targetTasks: 9, askTasks: 9 },
          detail: "cpu at 1.50 x target asks for 9",
        }),
      ],
    },
    {
      when: "name every signal that asks, an alarm as such",
      given: {
        service: { signals: [cpuSignal(), alarmSignal()] },
        reading: { signals: [datapoint({ value: 75 }), alarm()] },
      },
      expected: [
        says({
          code: "scaled-out",
          numbers: { desiredTasks: 6, targetTasks: 9, askTasks: 9 },
          detail: "cpu at 1.50 x target asks for 9; slow in ALARM asks for 8",
        }),
      ],
    },
    {
      when: "say what was scaled in",
      given: { value: 25, memory: calmMemory(3) },
      expected: [
        says({
          code: "scaled-in",
          numbers: { desiredTasks: 6, targetTasks: 3, askTasks: 3 },
          detail: "cpu at 0.50 x target asks for 3",
        }),
      ],
    },
    {
      when: "say what a database caps, term by term, and what would unlock more",
      given: { value: 100, database: { maxConnections: 100 } },
      expected: [
        says({
          code: "scaled-out",
          numbers: { desiredTasks: 6, targetTasks: 9, askTasks: 12 },
          detail: "cpu at 2.00 x target asks for 12",
        }),
        says({
          code: "database-budget",
          database: "main",
          numbers: { askTasks: 12, grantedTasks: 9, priceConnections: 10, ...hundred, leftConnections: 0 },
          unlocks: [
            { kind: "smaller-pool", connectionsPerTask: 7, insteadOf: 10, tasks: 12 },
            { kind: "larger-limit", maxConnections: 133, insteadOf: 100, tasks: 12 },
          ],
        }),
        says({
          code: "deployment-exceeds-budget",
          database: "main",
          numbers: {
            surgeTasks: 18,
            connectionsPerTask: 10,
            demandConnections: 90,
            leftConnections: 0,
            budgetConnections: 90,
          },
        }),
      ],
    },
    {
      when: "say why an unknown budget holds",
      given: { value: 75, database: { maxConnections: null, marginConnections: null } },
      expected: [
        says({
          code: "limit-unknown",
          database: "main",
          numbers: { askTasks: 9, grantedTasks: 6 },
          detail: "max_connections of main is not known: the function limits has not read it yet",
        }),
      ],
    },
    {
      when: "say it with the budget's own code: a database that nobody could read",
      given: { value: 75, database: { unmanagedConnections: null } },
      expected: [
        says({
          code: "connections-unknown",
          database: "main",
          numbers: { askTasks: 9, grantedTasks: 6 },
          detail: "not read",
        }),
      ],
    },
    {
      when: "say that a budget is exceeded, of the database and not of a service",
      given: { database: { maxConnections: 60 } },
      expected: [
        says({
          code: "budget-exceeded",
          service: null,
          database: "main",
          numbers: { committedConnections: 60, budgetConnections: 50, limitConnections: 60 },
        }),
        says({
          code: "deployment-exceeds-budget",
          database: "main",
          numbers: {
            surgeTasks: 12,
            connectionsPerTask: 10,
            demandConnections: 60,
            leftConnections: -10,
            budgetConnections: 50,
          },
        }),
      ],
    },
    {
      when: "say the maximumPercent at which the next deployment fits: 60 more don't, 40 do",
      given: { database: { maxConnections: 110 }, service: { drainSeconds: 0 } },
      expected: [
        says({
          code: "deployment-exceeds-budget",
          database: "main",
          numbers: {
            surgeTasks: 12,
            connectionsPerTask: 10,
            demandConnections: 60,
            leftConnections: 40,
            budgetConnections: 100,
          },
          unlocks: [{ kind: "lower-maximum-percent", maximumPercent: 145, insteadOf: 200 }],
        }),
      ],
    },
    {
      when: "offer no maximumPercent below 100, which ECS would not take",
      given: { database: { maxConnections: 90 }, counts: { minimumHealthyPercent: 50 } },
      expected: [
        says({
          code: "deployment-exceeds-budget",
          database: "main",
          numbers: {
            surgeTasks: 12,
            connectionsPerTask: 10,
            demandConnections: 60,
            leftConnections: 20,
            budgetConnections: 80,
          },
        }),
      ],
    },
    {
      when: "say nothing of the next deployment while one runs, or where it just fits",
      given: { database: { maxConnections: 130 } },
      expected: [],
    },
    {
      when: "say that the maximum binds",
      given: { value: 100, service: { maxTasks: 8 } },
      expected: [
        says({
          code: "scaled-out",
          numbers: { desiredTasks: 6, targetTasks: 8, askTasks: 8 },
          detail: "cpu at 2.00 x target asks for 12",
        }),
        says({
          code: "max-tasks",
          numbers: { askTasks: 12, maxTasks: 8 },
          detail: "cpu at 2.00 x target asks for 12",
        }),
      ],
    },
    {
      when: "say that a hand holds the count, and until when",
      given: { value: 25, memory: pinned("hand", 6) },
      expected: [says({ code: "pinned-by-hand", numbers: { pinnedTasks: 6, askTasks: 3, untilMs: nowMs + 5 } })],
    },
    {
      when: "say that what a deployment has reset is asked for again",
      given: { memory: pinned("deployment", 8) },
      expected: [
        says({
          code: "scaled-out",
          numbers: { desiredTasks: 6, targetTasks: 8, askTasks: 8 },
          detail: "cpu at 1.00 x target asks for 6",
        }),
        says({ code: "restored-after-deployment", numbers: { pinnedTasks: 8, askTasks: 6, untilMs: nowMs + 5 } }),
      ],
    },
    {
      when: "say nothing of a pin that the signals ask for themselves",
      given: { memory: pinned("hand", 6) },
      expected: [],
    },
    {
      when: "say that a deployment holds a scale-in",
      given: {
        value: 25,
        memory: calmMemory(3),
        counts: { deployment: { kind: "rolling", sinceMs: secondsAgo(60) } },
      },
      expected: [says({ code: "deployment-in-progress", numbers: { desiredTasks: 6 } })],
    },
    {
      when: "say which signal holds",
      given: { reading: { signals: [unknown({ detail: "AccessDenied" })] } },
      expected: [says({ code: "signal-unknown", detail: "cpu: AccessDenied" })],
    },
    {
      when: "say that an alarm is muted, and nothing of one that is OK",
      given: {
        service: { signals: [cpuSignal(), alarmSignal(), alarmSignal({ name: "other" })] },
        reading: { signals: [datapoint(), alarm({ actionsEnabled: false }), alarm({ state: "OK" })] },
      },
      expected: [says({ code: "alarm-muted", detail: "web-slow has its actions disabled" })],
    },
    {
      when: "say that ECS can't be read",
      given: { reading: { tasks: unknown({ detail: "AccessDenied" }) } },
      expected: [says({ code: "tasks-unknown", detail: "AccessDenied" })],
    },
    {
      when: "say that a service does not exist",
      given: { reading: { tasks: unknown({ because: "not-found", detail: "no web" }) } },
      expected: [says({ code: "service-not-found", detail: "no web" })],
    },
    {
      when: "say that a service is switched off",
      given: { counts: { desired: 0 } },
      expected: [says({ code: "scaled-to-zero", detail: "the desired count is 0", numbers: { desiredTasks: 0 } })],
    },
    {
      when: "of govern say that the scalable target is missing",
      given: { service: { mode: "govern" } },
      expected: [says({ code: "autoscaling-target-unknown", detail: "no scalable target is registered" })],
    },
  ])("$when", ({ given, expected }) => expect(findingsOf(given)).toEqual(expected));

  it("of govern say nothing of a ceiling below the user's that nobody asks beyond", () => {
    const findings = findingsOf({
      service: { mode: "govern" },
      database: { maxConnections: 130 },
      reading: { scalableTarget: known(scalableTarget()) },
    });
    expect(findings.map(({ code }) => code)).toEqual(["deployment-exceeds-budget"]);
  });

  it("of govern say that its ceiling binds where the signals ask beyond it, and nothing of a change", () => {
    const findings = findingsOf({
      service: { mode: "govern" },
      value: 100,
      database: { maxConnections: 100 },
      reading: { scalableTarget: known(scalableTarget()) },
    });
    expect(findings.map(({ code, numbers }) => [code, numbers["askTasks"], numbers["grantedTasks"]])).toEqual([
      ["database-budget", 12, 9],
      ["deployment-exceeds-budget", undefined, undefined],
    ]);
  });

  it("have codes with a meaning and a remedy each", () => {
    for (const { means, remedy } of Object.values(findingCodes)) {
      expect([means, remedy].every((text) => /^\S.{10,}\.$/s.test(text))).toBe(true);
    }
  });
});
