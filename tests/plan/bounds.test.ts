import { describe, expect, it } from "@jest/globals";
import type { ScheduleConfig } from "../../shared/config/schedule-config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { type Bounds, boundsAt } from "../../shared/plan/demand/bounds.ts";
import { backlogSignal, cpuSignal, service } from "./builders.ts";

const cron = (name: string, text: string, minutes: number, bounds: Partial<ScheduleConfig>): ScheduleConfig => ({
  name,
  when: { kind: "cron", cron: text, timeZone: "Europe/Berlin", durationSeconds: minutes * 60 },
  minTasks: null,
  maxTasks: null,
  ...bounds,
});
const once = (
  name: string,
  from: string | null,
  until: string | null,
  bounds: Partial<ScheduleConfig>,
): ScheduleConfig => ({
  name,
  when: {
    kind: "between",
    fromMs: from === null ? null : Date.parse(from),
    untilMs: until === null ? null : Date.parse(until),
  },
  minTasks: null,
  maxTasks: null,
  ...bounds,
});

type Row = {
  readonly when: string;
  readonly at: string;
  readonly schedules: readonly ScheduleConfig[];
  readonly service?: Partial<ServiceConfig>;
  readonly expected: Partial<Bounds>;
};

const open = (leastTasks: number, mostTasks: number): Partial<Bounds> => ({ leastTasks, mostTasks, parked: false });
const office = cron("office", "0 8 * * 1-5", 600, { minTasks: 8 });
const night = cron("night", "0 22 * * *", 480, { maxTasks: 0 });

describe("a service of 3 to 20 tasks", () => {
  it.each<Row>([
    { when: "has its own bounds without a schedule", at: "2026-01-12T07:00Z", schedules: [], expected: open(3, 20) },
    { when: "has them until the window opens", at: "2026-01-12T06:59:59Z", schedules: [office], expected: open(3, 20) },
    {
      when: "has the window's from 08:00 in Berlin in winter",
      at: "2026-01-12T07:00Z",
      schedules: [office],
      expected: open(8, 20),
    },
    {
      when: "has the window's from 08:00 in Berlin in summer",
      at: "2026-07-13T06:00Z",
      schedules: [office],
      expected: open(8, 20),
    },
    {
      when: "has the window's to its last second",
      at: "2026-01-12T16:59:59Z",
      schedules: [office],
      expected: open(8, 20),
    },
    {
      when: "has its own again when the window ends",
      at: "2026-01-12T17:00Z",
      schedules: [office],
      expected: open(3, 20),
    },
    { when: "has its own at the weekend", at: "2026-01-11T09:00Z", schedules: [office], expected: open(3, 20) },
    {
      when: "is parked by a maximum of 0",
      at: "2026-01-12T22:00Z",
      schedules: [night],
      expected: { leastTasks: 0, mostTasks: 0, parked: true, ceiling: { schedule: "night", tasks: 0 } },
    },
    {
      when: "is parked through the night in which the clock goes back: the window lasts its 8 real hours",
      at: "2026-10-25T03:59:59Z",
      schedules: [night],
      expected: { parked: true },
    },
    {
      when: "and comes back an hour earlier on the wall, at 05:00",
      at: "2026-10-25T04:00Z",
      schedules: [night],
      expected: open(3, 20),
    },
    {
      when: "a run that the clock leaves out comes when the clock goes forward",
      at: "2026-03-29T01:00Z",
      schedules: [cron("batch", "30 2 * * *", 30, { minTasks: 9 })],
      expected: open(9, 20),
    },
    {
      when: "and lasts its half hour",
      at: "2026-03-29T01:30Z",
      schedules: [cron("batch", "30 2 * * *", 30, { minTasks: 9 })],
      expected: open(3, 20),
    },
    {
      when: "a run that the clock repeats comes once",
      at: "2026-10-25T01:30Z",
      schedules: [cron("batch", "30 2 * * *", 30, { minTasks: 9 })],
      expected: open(3, 20),
    },
    {
      when: "takes the highest of two floors",
      at: "2026-01-12T07:00Z",
      schedules: [cron("a", "0 8 * * *", 60, { minTasks: 5 }), office],
      expected: { ...open(8, 20), floor: { schedule: "office", tasks: 8 } },
    },
    {
      when: "takes the lowest of two ceilings",
      at: "2026-01-12T07:00Z",
      schedules: [cron("a", "0 8 * * *", 60, { maxTasks: 9 }), cron("b", "0 8 * * *", 60, { maxTasks: 12 })],
      expected: { ...open(3, 9), ceiling: { schedule: "a", tasks: 9 } },
    },
    {
      when: "takes no ceiling below a floor: capacity that was promised goes before a saving",
      at: "2026-01-12T07:00Z",
      schedules: [cron("a", "0 8 * * *", 60, { maxTasks: 0 }), office],
      expected: open(8, 8),
    },
    {
      when: "takes no floor above its maximum",
      at: "2026-01-12T07:00Z",
      schedules: [cron("a", "0 8 * * *", 60, { minTasks: 30 })],
      expected: open(20, 20),
    },
    {
      when: "takes no ceiling below its minimum",
      at: "2026-01-12T07:00Z",
      schedules: [cron("a", "0 8 * * *", 60, { maxTasks: 1 })],
      expected: open(3, 3),
    },
    {
      when: "has a raised minimum with an end",
      at: "2026-11-30T22:59:59Z",
      schedules: [once("sale", null, "2026-11-30T23:00:00Z", { minTasks: 12 })],
      expected: { ...open(12, 20), changesInSeconds: 1 },
    },
    {
      when: "has it no longer after the end",
      at: "2026-11-30T23:00:00Z",
      schedules: [once("sale", null, "2026-11-30T23:00:00Z", { minTasks: 12 })],
      expected: { ...open(3, 20), changesInSeconds: null },
    },
    {
      when: "does not have it before its beginning, and knows when that is",
      at: "2026-11-27T00:00:00Z",
      schedules: [once("sale", "2026-11-27T00:05:00Z", null, { minTasks: 12 })],
      expected: { ...open(3, 20), changesInSeconds: 300 },
    },
    {
      when: "of which no signal speaks at 0 tasks keeps one",
      at: "2026-01-12T07:00Z",
      schedules: [],
      service: { minTasks: 0, signals: [cpuSignal()] },
      expected: open(1, 20),
    },
    {
      when: "with a queue may go to 0",
      at: "2026-01-12T07:00Z",
      schedules: [],
      service: { minTasks: 0, signals: [backlogSignal()] },
      expected: open(0, 20),
    },
  ])("$when", ({ at, schedules, service: changes, expected }) =>
    expect(boundsAt(service({ schedules, ...changes }), Date.parse(at))).toMatchObject(expected),
  );

  it("names no window that moves nothing", () => {
    const idle = [cron("a", "0 8 * * *", 60, { minTasks: 3, maxTasks: 20 })];
    expect(boundsAt(service({ schedules: idle }), Date.parse("2026-01-12T07:00Z"))).toMatchObject({
      floor: null,
      ceiling: null,
    });
  });

  it("looks again at the nearest edge of any window", () => {
    const schedules = [office, cron("later", "30 8 * * *", 60, { minTasks: 4 })];
    expect(boundsAt(service({ schedules }), Date.parse("2026-01-12T07:00Z")).changesInSeconds).toBe(1800);
  });
});
