import { describe, expect, it } from "@jest/globals";
import { measureUnmanaged, type PoolHolder } from "../../shared/plan/budget/unmanaged.ts";
import type { Unmanaged } from "../../shared/plan/memory.ts";
import type { ConnectionsDatapoint } from "../../shared/plan/readings/database-reading.ts";
import type { TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import { connectionsAt, counts, secondsAgo } from "./builders.ts";

/** 6 tasks of 10 connections, fixed, with a drain of 60 s. */
const holder = (tasks: Partial<TaskCounts> = {}, changes: Partial<PoolHolder> = {}): PoolHolder => ({
  counts: counts(tasks),
  drainSeconds: 60,
  connectionsPerTask: 10,
  minimumConnectionsPerTask: 10,
  ...changes,
});
const at = (seconds: number, maximum: number): ConnectionsDatapoint => connectionsAt(secondsAgo(seconds), maximum);
const measured = (low: number, high: number, seconds: number): Unmanaged => ({
  lowConnections: low,
  highConnections: high,
  measuredAtMs: secondsAgo(seconds),
});

type Row = {
  readonly when: string;
  readonly datapoints: readonly ConnectionsDatapoint[];
  readonly holders?: readonly PoolHolder[];
  readonly connectors?: number;
  readonly before?: Unmanaged | null;
  readonly expected: Unmanaged | null;
};

describe("sessions that no service explains", () => {
  it.each<Row>([
    { when: "are what is left of 75 after 6 tasks of 10", datapoints: [at(180, 75)], expected: measured(15, 15, 180) },
    { when: "are never fewer than none", datapoints: [at(180, 40)], expected: measured(0, 0, 180) },
    {
      when: "are the most of all stable minutes, as of the newest",
      datapoints: [at(300, 80), at(240, 70), at(180, 75)],
      expected: measured(20, 20, 180),
    },
    {
      when: "are an interval where pools are elastic: idle to full",
      datapoints: [at(180, 75)],
      holders: [holder({}, { minimumConnectionsPerTask: 2 })],
      expected: measured(15, 63, 180),
    },
    {
      when: "are less by the connectors at the low end only, which may be idle",
      datapoints: [at(180, 75)],
      connectors: 7,
      expected: measured(8, 15, 180),
    },
    {
      when: "are counted over every service of the database",
      datapoints: [at(180, 100)],
      holders: [holder(), holder({ desired: 2 }, { connectionsPerTask: 5, minimumConnectionsPerTask: 5 })],
      expected: measured(30, 30, 180),
    },
    {
      when: "are everything where no service connects",
      datapoints: [at(180, 9)],
      holders: [],
      expected: measured(9, 9, 180),
    },
    {
      when: "are not measured in a minute with a start less than a drain before",
      datapoints: [at(180, 75)],
      holders: [holder({ lastStartAtMs: secondsAgo(239) })],
      expected: null,
    },
    {
      when: "are measured in a minute that began a drain after the last start",
      datapoints: [at(180, 75)],
      holders: [holder({ lastStartAtMs: secondsAgo(240) })],
      expected: measured(15, 15, 180),
    },
    {
      when: "are not measured in a minute with a stop less than a drain before",
      datapoints: [at(180, 75)],
      holders: [holder({ lastStopAtMs: secondsAgo(239) })],
      expected: null,
    },
    {
      when: "are measured only in the stable ones of several minutes",
      datapoints: [at(300, 99), at(180, 75)],
      holders: [holder({ lastStopAtMs: secondsAgo(240) })],
      expected: measured(15, 15, 180),
    },
    {
      when: "are not measured while a task is pending",
      datapoints: [at(180, 75)],
      holders: [holder({ pending: 1 })],
      expected: null,
    },
    {
      when: "are not measured while a task is stopping",
      datapoints: [at(180, 75)],
      holders: [holder({ stopping: 1 })],
      expected: null,
    },
    {
      when: "are as before while no minute is stable",
      datapoints: [at(180, 65)],
      holders: [holder({ pending: 1 })],
      before: measured(5, 9, 900),
      expected: measured(5, 9, 900),
    },
    {
      when: "are at least what growth can't explain: 95 less 7 tasks of 10",
      datapoints: [at(180, 95), at(120, 80)],
      holders: [holder({ pending: 1 })],
      before: measured(5, 9, 900),
      expected: measured(25, 25, 900),
    },
    {
      when: "are raised at the low end alone by a bound between the two",
      datapoints: [at(180, 80)],
      holders: [holder({ pending: 1 })],
      connectors: 3,
      before: measured(5, 9, 900),
      expected: measured(7, 9, 900),
    },
    {
      when: "are not learned from the tail of a scale-in",
      datapoints: [at(180, 120)],
      holders: [holder({ lastStopAtMs: secondsAgo(200) })],
      before: measured(5, 9, 900),
      expected: measured(5, 9, 900),
    },
    {
      when: "are not learned while a task is stopping",
      datapoints: [at(180, 120)],
      holders: [holder({ stopping: 1 })],
      before: measured(5, 9, 900),
      expected: measured(5, 9, 900),
    },
    {
      when: "are learned from a minute a drain after the last stop, though tasks start",
      datapoints: [at(180, 120)],
      holders: [holder({ lastStopAtMs: secondsAgo(240), lastStartAtMs: secondsAgo(100) })],
      before: measured(5, 9, 900),
      expected: measured(60, 60, 900),
    },
    {
      when: "are as before without a datapoint",
      datapoints: [],
      before: measured(5, 9, 900),
      expected: measured(5, 9, 900),
    },
    { when: "are unknown without a datapoint or a measurement", datapoints: [], expected: null },
  ])("$when", ({ datapoints, holders = [holder()], connectors = 0, before = null, expected }) =>
    expect(measureUnmanaged(datapoints, holders, connectors, before)).toEqual(expected),
  );
});
