import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { percentileOf, rememberMaxima } from "../../shared/plan/budget/day-of-maxima.ts";
import { elasticUseOf, pricedConnections, rememberElasticUse } from "../../shared/plan/budget/elastic-use.ts";
import type { PoolHolder } from "../../shared/plan/budget/pool-holder.ts";
import type { QuarterMaximum } from "../../shared/plan/memory.ts";
import type { TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import { always } from "./always.ts";
import { budgetedOf } from "./budgeted.ts";
import {
  connectionsAt,
  counts,
  database,
  databaseReading,
  known,
  memory,
  nowMs,
  pool,
  secondsAgo,
  service,
  serviceReading,
} from "./builders.ts";

const quarterMs = 900_000;
/** The newest quarters before now, oldest first. */
const quarters = (millionths: readonly number[]): readonly QuarterMaximum[] =>
  millionths.map((value, index) => ({ atMs: nowMs - (millionths.length - index) * quarterMs, millionths: value }));
const elastic = (tasks: Partial<TaskCounts> = {}): PoolHolder => ({
  counts: counts(tasks),
  drainSeconds: 60,
  connectionsPerTask: 10,
  minimumConnectionsPerTask: 2,
});
const fixed = (tasks: number): PoolHolder => ({ ...elastic({ desired: tasks }), minimumConnectionsPerTask: 10 });

describe("a day of maxima", () => {
  it("keeps the largest value of each quarter of an hour, for 24 hours", () => {
    const at = (seconds: number, millionths: number) => ({ atMs: secondsAgo(seconds), millionths });
    const values = [at(100, 3), at(200, 7), at(1000, 5), at(24 * 3600, 9), at(24 * 3600 + 1, 8)];
    expect(rememberMaxima([], values, nowMs)).toEqual([at(24 * 3600, 9), at(1800, 5), at(900, 7)]);
  });

  it.each([
    { percent: 99, values: [1, 2, 3], expected: 3 },
    { percent: 50, values: [3, 1, 2], expected: 2 },
    { percent: 1, values: [3, 1, 2], expected: 1 },
    { percent: 95, values: Array.from({ length: 96 }, (_, index) => index + 1), expected: 92 },
    { percent: 99, values: [], expected: null },
  ])("has $expected as its $percent th percentile", ({ percent, values, expected }) =>
    expect(percentileOf(quarters(values), percent)).toBe(expected),
  );

  it("never changes when what it has seen is read again, and never holds more than a day", () => {
    const values = fc.array(
      fc.record({
        atMs: fc.integer({ min: nowMs - 100_000_000, max: nowMs + 1_000_000 }),
        millionths: fc.integer({ min: 0, max: 1_000_000 }),
      }),
      { maxLength: 300 },
    );
    always(
      fc.property(values, (given) => {
        const once = rememberMaxima([], given, nowMs);
        expect(rememberMaxima(once, given, nowMs)).toEqual(once);
        expect(once.length).toBeLessThanOrEqual(97);
      }),
      300,
    );
  });
});

describe("the share of elastic pools in use", () => {
  type Row = {
    readonly when: string;
    readonly holders: readonly PoolHolder[];
    readonly maximum: number;
    readonly others?: number;
    readonly expected: readonly number[];
  };
  it.each<Row>([
    { when: "is 30 of 6 tasks of 10", holders: [elastic()], maximum: 30, expected: [500_000] },
    {
      when: "leaves fixed pools and other sessions out",
      holders: [elastic(), fixed(2)],
      maximum: 55,
      others: 5,
      expected: [500_000],
    },
    { when: "is never more than all of it", holders: [elastic()], maximum: 300, expected: [1_000_000] },
    { when: "is never less than nothing", holders: [elastic()], maximum: 0, others: 5, expected: [0] },
    { when: "is rounded up", holders: [elastic({ desired: 3 })], maximum: 10, expected: [333_334] },
    {
      when: "is a lower bound in a minute since which a task has started",
      holders: [elastic({ desired: 7, running: 6, pending: 1, lastStartAtMs: secondsAgo(60) })],
      maximum: 35,
      expected: [500_000],
    },
    {
      when: "is not told by the tail of a scale-in",
      holders: [elastic({ lastStopAtMs: secondsAgo(200) })],
      maximum: 60,
      expected: [],
    },
    { when: "is not told while a task stops", holders: [elastic({ stopping: 1 })], maximum: 60, expected: [] },
    { when: "is nothing where no pool is elastic", holders: [fixed(6)], maximum: 60, expected: [] },
  ])("$when", ({ holders, maximum, others = 0, expected }) => {
    const minutes = [connectionsAt(secondsAgo(240), maximum), connectionsAt(secondsAgo(180), maximum)];
    const day = rememberElasticUse([], minutes, holders, others, nowMs);
    expect(day.map(({ millionths }) => millionths)).toEqual(expected);
  });

  it("of a minute alone is not counted: of two in a row the lower one is", () => {
    const minutes = [300, 240, 180].map((seconds, index) => connectionsAt(secondsAgo(seconds), [12, 60, 30][index]!));
    expect(rememberElasticUse([], minutes, [elastic()], 0, nowMs)).toEqual([
      { atMs: secondsAgo(900), millionths: 500_000 },
    ]);
    const apart = [connectionsAt(secondsAgo(300), 30), connectionsAt(secondsAgo(180), 30)];
    expect(rememberElasticUse([], apart, [elastic()], 0, nowMs)).toEqual([]);
  });

  it("is brought down to the target where the services were above it", () => {
    const minutes = [connectionsAt(secondsAgo(240), 48), connectionsAt(secondsAgo(180), 48)];
    const [quarter] = rememberElasticUse([], minutes, [elastic()], 0, nowMs, () => 1.6);
    expect(quarter?.millionths).toBe(500_000);
  });

  it.each([
    { when: "nothing was seen", values: [], expected: null },
    { when: "one quarter was", values: [400_000], expected: 400_000 },
    {
      when: "a day was: its busiest four quarters are left out",
      values: [...Array.from({ length: 92 }, (_, index) => index), 900_000, 910_000, 920_000, 930_000],
      expected: 91,
    },
  ])("that counts, where $when", ({ values, expected }) => expect(elasticUseOf(quarters(values))).toBe(expected));
});

describe("one task of a measured pool is counted with", () => {
  const measured = pool({ kind: "elastic", minimumConnectionsPerTask: 2, admission: "measured" });
  it.each([
    { when: "its share, rounded up", pool: measured, use: 310_000, expected: 4 },
    { when: "its minimum at least", pool: measured, use: 10_000, expected: 2 },
    { when: "one connection at least", pool: { ...measured, minimumConnectionsPerTask: 0 }, use: 0, expected: 1 },
    { when: "all of it where nothing is known", pool: measured, use: null, expected: 10 },
    {
      when: "all of it where the worst is wanted",
      pool: { ...measured, admission: "worst" as const },
      use: 310_000,
      expected: 10,
    },
    { when: "all of it where it is fixed", pool: { ...measured, kind: "fixed" as const }, use: 310_000, expected: 10 },
  ])("$when", ({ pool: given, use, expected }) => expect(pricedConnections(given, use)).toBe(expected));
});

describe("a budget with a measured pool", () => {
  const measured = service({
    pools: [pool({ kind: "elastic", minimumConnectionsPerTask: 2, admission: "measured" })],
  });
  const with16 = memory(
    {},
    { main: { unmanaged: null, elasticUse: quarters(Array.from({ length: 16 }, () => 200_000)) } },
  );
  const idle = databaseReading({ connections: known([connectionsAt(secondsAgo(180), 12)]) });
  const planned = (changes: object = {}) =>
    budgetedOf({
      services: [measured],
      databases: [database()],
      databaseReadings: [idle],
      memory: with16,
      ...changes,
    })[0]!;

  it("counts tasks at their price, and the largest of them as the replacement", () => {
    const { budget } = planned();
    expect(budget).toMatchObject({ elasticUseMillionths: 200_000, committedConnections: 12, freeConnections: 178 });
  });

  it("counts the worst until the first settled minutes", () => {
    expect(planned({ memory: memory() }).budget).toMatchObject({
      elasticUseMillionths: null,
      committedConnections: 60,
    });
  });

  it("remembers the day with what it has just seen, and counts with it at once", () => {
    const minutes = [connectionsAt(secondsAgo(240), 36), connectionsAt(secondsAgo(180), 36)];
    const rush = databaseReading({ connections: known(minutes) });
    const { budget, remembered } = planned({ databaseReadings: [rush] });
    expect(remembered.elasticUse).toHaveLength(16);
    expect(remembered.elasticUse!.at(-1)).toEqual({ atMs: nowMs - quarterMs, millionths: 600_000 });
    expect(budget).toMatchObject({ elasticUseMillionths: 600_000, committedConnections: 36 });
  });

  it("remembers nothing where nobody is counted so", () => {
    expect(
      planned({ services: [service({ pools: [pool({ kind: "elastic", minimumConnectionsPerTask: 2 })] })] }).remembered,
    ).toEqual({
      unmanaged: expect.anything(),
    });
  });

  it("keeps the day while a service can't be read", () => {
    const readings = [serviceReading({ tasks: { kind: "unknown", because: "failed", detail: "no" } })];
    expect(planned({ readings }).remembered.elasticUse).toHaveLength(16);
  });
});
