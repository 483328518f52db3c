import { describe, expect, it } from "@jest/globals";
import type { Memory, ServiceMemory } from "../../shared/plan/memory.ts";
import { tasksAt } from "../../shared/plan/memory.ts";
import { plan } from "../../shared/plan/plan.ts";
import type { ServiceReading } from "../../shared/plan/readings/service-reading.ts";
import {
  calmMemory,
  config,
  counts,
  database,
  datapoint,
  known,
  memory,
  nowMs,
  secondsAgo,
  service,
  serviceMemory,
  serviceReading,
  snapshot,
  unknown,
} from "./builders.ts";

const after = (reading: Partial<ServiceReading>, before: ServiceMemory | null): ServiceMemory | undefined => {
  const earlier: Memory = memory(before === null ? {} : { web: before });
  return plan(snapshot([serviceReading(reading)]), earlier, config([service()], [database()]), nowMs).memory.services[
    "web"
  ];
};

const remembered: ServiceMemory = {
  asks: [{ atMs: nowMs, tasks: 6 }],
  changes: [],
  running: [{ atMs: nowMs, tasks: 6 }],
  intended: null,
  revision: "ecs-svc/1",
  pin: null,
  alarmSteps: {},
  ceiling: null,
};

describe("the next plan is told", () => {
  it.each<{
    readonly when: string;
    readonly reading: Partial<ServiceReading>;
    readonly before: ServiceMemory | null;
    readonly expected: ServiceMemory;
  }>([
    { when: "what was read at first", reading: {}, before: null, expected: remembered },
    {
      when: "of a write: what it is, what it replaces, and when",
      reading: { signals: [datapoint({ value: 75 })] },
      before: null,
      expected: {
        ...remembered,
        asks: [{ atMs: nowMs, tasks: 9 }],
        changes: [{ atMs: nowMs, from: 6, to: 9 }],
        intended: { atMs: nowMs, from: 6, to: 9 },
      },
    },
    {
      when: "once a write was read back, only what stands",
      reading: {},
      before: serviceMemory({
        changes: [
          { atMs: secondsAgo(400), from: 2, to: 3 },
          { atMs: secondsAgo(60), from: 3, to: 6 },
        ],
        intended: { atMs: secondsAgo(60), from: 3, to: 6 },
        running: [{ atMs: secondsAgo(60), tasks: 6 }],
      }),
      expected: {
        ...remembered,
        changes: [{ atMs: secondsAgo(60), from: 3, to: 6 }],
        intended: { atMs: secondsAgo(60), from: 6, to: 6 },
        running: [{ atMs: secondsAgo(60), tasks: 6 }],
      },
    },
    {
      when: "of running tasks only the changes, with the one that held 15 minutes ago",
      reading: {},
      before: serviceMemory({
        running: [
          { atMs: secondsAgo(2000), tasks: 3 },
          { atMs: secondsAgo(1000), tasks: 4 },
          { atMs: secondsAgo(900), tasks: 2 },
          { atMs: secondsAgo(800), tasks: 5 },
        ],
      }),
      expected: {
        ...remembered,
        running: [
          { atMs: secondsAgo(900), tasks: 2 },
          { atMs: secondsAgo(800), tasks: 5 },
          { atMs: nowMs, tasks: 6 },
        ],
      },
    },
    {
      when: "of a service that can't be read what was known before",
      reading: { tasks: unknown() },
      before: calmMemory(5, { revision: "ecs-svc/9" }),
      expected: calmMemory(5, { revision: "ecs-svc/9" }),
    },
    {
      when: "of a service that is left alone its tasks and revision, the rest as before",
      reading: { tasks: known(counts({ desired: 0, revision: "ecs-svc/2" })) },
      before: calmMemory(5, { intended: { atMs: 1, from: 5, to: 5 } }),
      expected: calmMemory(5, {
        intended: { atMs: 1, from: 5, to: 5 },
        revision: "ecs-svc/2",
        running: [{ atMs: nowMs, tasks: 0 }],
      }),
    },
  ])("$when", ({ reading, before, expected }) => expect(after(reading, before)).toEqual(expected));
});

it("a history tells what held at a moment, and nothing before it begins", () => {
  const history = [
    { atMs: 100, tasks: 3 },
    { atMs: 200, tasks: 5 },
  ];
  expect([99, 100, 199, 200, 900].map((atMs) => tasksAt(history, atMs))).toEqual([null, 3, 3, 5, 5]);
});
