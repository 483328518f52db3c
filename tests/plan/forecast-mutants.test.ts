import { describe, expect, it } from "@jest/globals";
import type { SignalConfig } from "../../shared/config/signal-config.ts";
import type { Admission } from "../../shared/plan/admit/admit.ts";
import { bindingDatabases } from "../../shared/plan/budget/binding.ts";
import type { Room } from "../../shared/plan/budget/rooms.ts";
import type { Want } from "../../shared/plan/demand/want.ts";
import { followTrend } from "../../shared/plan/forecast/follow-trend.ts";
import { forecastOf } from "../../shared/plan/forecast/forecast.ts";
import { judged, noError } from "../../shared/plan/forecast/forecast-error.ts";
import type { ForecastMemory, TrendMemory } from "../../shared/plan/forecast/forecast-memory.ts";
import { learnSeason } from "../../shared/plan/forecast/learn-season.ts";
import { rateCodeOf, rateOfCode } from "../../shared/plan/forecast/rate-code.ts";
import { type RatePoint, rateSeriesOf } from "../../shared/plan/forecast/rate-series.ts";
import { refusedNow } from "../../shared/plan/forecast/refused-now.ts";
import { quarterFloor, seasonFloor } from "../../shared/plan/forecast/season.ts";
import { quarterMs, quarterOf, quartersPerDay, rememberedQuarters } from "../../shared/plan/forecast/season-memory.ts";
import { trendOf } from "../../shared/plan/forecast/trend.ts";
import type { CalleeBound } from "../../shared/plan/graph/callee-refusal.ts";
import type { TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import type { SignalReading } from "../../shared/plan/readings/signal-reading.ts";
import type { Unknown } from "../../shared/reading.ts";
import {
  counts,
  cpuSignal,
  datapoint,
  known,
  nowMs,
  rateSignal,
  requestsSignal,
  secondsAgo,
  series,
  service,
  serviceMemory,
  serviceReading,
  unknown,
} from "./builders.ts";
import { forecastConfig, usualRate } from "./forecast-case.ts";

const minutes = (...perSecond: readonly number[]): readonly RatePoint[] =>
  perSecond.map((rate, index) => ({ atMs: secondsAgo(60 * (perSecond.length - index)), perSecond: rate }));

describe("the series that a forecast is made of", () => {
  type Row = {
    readonly when: string;
    readonly signals?: readonly SignalConfig[];
    readonly readings: readonly SignalReading[];
    readonly expected: readonly number[] | null;
  };
  const quiet = [{ atMs: secondsAgo(600), value: 60 }];
  it.each<Row>([
    {
      when: "is of requests, wherever rate stands",
      signals: [rateSignal(), requestsSignal()],
      readings: [series([60]), series([120])],
      expected: [2],
    },
    {
      when: "is of rate where requests can't be read",
      signals: [requestsSignal(), rateSignal()],
      readings: [unknown(), series([60])],
      expected: [1],
    },
    { when: "is of no other signal", signals: [cpuSignal()], readings: [series([60])], expected: null },
    { when: "is none of a single datapoint", readings: [datapoint()], expected: null },
    { when: "has its zeros", readings: [series([60, 0, 30])], expected: [1, 0, 0.5] },
    { when: "has no values that are none", readings: [series([60, Number.NaN, -1, 30])], expected: [1, 0.5] },
    { when: "ends with a silence that is known", readings: [series([], { points: quiet })], expected: [1, 0] },
    { when: "is of that silence alone", readings: [series([])], expected: [0] },
    {
      when: "may end in a period that begins now",
      readings: [series([], { points: [{ atMs: nowMs, value: 60 }] })],
      expected: [1],
    },
  ])("$when", ({ signals = [requestsSignal()], readings, expected }) => {
    const found = rateSeriesOf(service({ signals }), serviceReading({ signals: readings }), nowMs);
    expect(found?.points.map(({ perSecond }) => perSecond) ?? null).toEqual(expected);
  });
});

describe("a forecast of the trend", () => {
  const open = (forMs: number): TrendMemory => ({
    newest: { pointAtMs: secondsAgo(600), forMs, perSecond: null },
    open: [{ forMs, perSecond: 200 }],
    error: noError,
  });
  const points = minutes(100, 0, 50);
  const followed = (forMs: number, read = points) =>
    followTrend({ signal: requestsSignal(), periodSeconds: 60, points: read }, 30, 0.3, open(forMs), nowMs);

  it.each([
    { when: "is judged by the period that begins at its moment", forMs: secondsAgo(180), ratio: 0.125, left: 0 },
    { when: "is judged by that period up to its end", forMs: secondsAgo(120) - 1, ratio: 0.125, left: 0 },
    { when: "is not judged by a period that ends at its moment", forMs: secondsAgo(120), ratio: 0.25, left: 0 },
    { when: "waits while its period is not there", forMs: nowMs, ratio: 0, left: 1 },
    { when: "is judged once the newest period has it", forMs: nowMs - 1, ratio: 0.1875, left: 0 },
  ])("$when", ({ forMs, ratio, left }) => {
    const memory = followed(forMs);
    expect(memory.error.ratio).toBeCloseTo(ratio, 9);
    expect(memory.open).toHaveLength(left);
  });

  it("is not judged where its period was not published", () => {
    const read = points.filter((_, index) => index !== 1);
    expect(followed(secondsAgo(90), read)).toMatchObject({ error: noError, open: [] });
  });

  it("is kept open eight times within a long start time, evenly", () => {
    let memory: TrendMemory | null = null;
    const all = minutes(...Array.from({ length: 90 }, (_, index) => 100 + 60 * index));
    for (let read = 1; read <= 62; read += 1) {
      const read15 = all.slice(Math.max(0, read - 15), read);
      const readAtMs = read15.at(-1)!.atMs + 60_000;
      const given = { signal: requestsSignal(), periodSeconds: 60, points: read15 };
      memory = followTrend(given, 3600, 0.3, memory, readAtMs);
    }
    const moments = memory!.open.map(({ forMs }) => forMs);
    expect(moments).toHaveLength(8);
    expect(moments.slice(1).map((forMs, at) => (forMs - moments[at]!) / 1000)).toEqual(Array(7).fill(480));
  });

  it.each([
    { when: "a rise of 2.3 standard errors of counting", rates: [10, 10.3, 10.6, 10.9, 11.2], isTrend: true },
    { when: "a rise of 3.7 standard errors of what lies off it", rates: [100, 140, 120, 160, 200], isTrend: true },
    { when: "a rise of 1.8 of them", rates: [100, 160, 90, 180, 170], isTrend: false },
  ])("is told by $when: $isTrend", ({ rates, isTrend }) =>
    expect(trendOf(minutes(...rates), 60, nowMs + 40_000) !== null).toBe(isTrend),
  );
});

describe("an error", () => {
  it.each([
    { when: "at the bound is not above it", before: { ratio: 0.5, isOff: false }, came: 50, most: 0.5, isOff: false },
    {
      when: "at half of the bound is on again",
      before: { ratio: 0.25, isOff: true },
      came: 75,
      most: 0.5,
      isOff: false,
    },
  ])("$when", ({ before, came, most, isOff }) => {
    const after = judged(before, 100, came, most);
    expect(after).toEqual({ ratio: before.ratio, isOff });
  });

  it("of a forecast of nothing is none", () => {
    expect(judged({ ratio: 0.4, isOff: true }, 0, 0, 0.3)).toEqual({ ratio: 0.30000000000000004, isOff: true });
    expect(judged(noError, 0.5, 0.25, 0.3).ratio).toBe(0.125);
  });
});

describe("an ask", () => {
  type Given = {
    readonly signals?: readonly SignalConfig[];
    readonly readings?: readonly SignalReading[];
    readonly tasks?: Unknown | { readonly kind: "known"; readonly value: TaskCounts };
    readonly forecast?: ReturnType<typeof forecastConfig>;
    readonly before?: ForecastMemory;
  };
  const withRate = [cpuSignal(), rateSignal()];
  const steady = series([3600, 3600, 3600, 3600, 3600]);
  const foreseen = ({ signals = [requestsSignal()], readings = [steady], ...given }: Given) =>
    forecastOf(
      service({ signals, forecast: given.forecast ?? forecastConfig() }),
      serviceReading({ signals: readings, tasks: given.tasks ?? known(counts()) }),
      serviceMemory(given.before === undefined ? {} : { forecast: given.before }),
      nowMs,
      false,
    )!;

  it.each<Given & { readonly when: string; readonly asks: number | null }>([
    {
      when: "within a tenth is for what is there, where only the rate is counted",
      signals: withRate,
      readings: [datapoint(), steady],
      before: { season: usualRate(66) },
      asks: 6,
    },
    {
      when: "beyond a tenth is for more",
      signals: withRate,
      readings: [datapoint(), steady],
      before: { season: usualRate(69) },
      asks: 7,
    },
    {
      when: "has the tolerance of requests",
      signals: [requestsSignal({ toleranceRatio: 0.3 })],
      before: { season: usualRate(75) },
      asks: 6,
    },
    { when: "of a time of day that nobody comes is for no task", before: { season: usualRate(0) }, asks: 0 },
    { when: "is none where the tasks can't be read", tasks: unknown(), before: { season: usualRate(88) }, asks: null },
  ])("$when", ({ when: _, asks, ...given }) => expect(foreseen(given).ask?.tasks ?? null).toBe(asks));

  it("is of what was learned, and nothing else is remembered", () => {
    const onlyTrend = foreseen({ forecast: forecastConfig({ season: null }) });
    expect(Object.keys(onlyTrend.memory)).toEqual(["trend"]);
    expect(Object.keys(foreseen({ forecast: forecastConfig({ trend: false }) }).memory)).toEqual(["season"]);
    const blind = foreseen({ tasks: unknown(), signals: withRate, readings: [datapoint(), steady] });
    expect(Object.keys(blind.memory)).toEqual(["trend", "season"]);
  });

  it.each<Given & { readonly when: string; readonly perTask: ForecastMemory["perTask"] }>([
    {
      when: "is dated by the newest datapoint",
      readings: [datapoint(), steady],
      perTask: { atMs: secondsAgo(120), perSecond: 10 },
    },
    {
      when: "may be less than a request a second",
      readings: [datapoint(), series([180, 180, 180])],
      perTask: { atMs: secondsAgo(120), perSecond: 0.5 },
    },
    { when: "is not learned from nothing", readings: [datapoint(), series([0, 0, 0])], perTask: undefined },
    {
      when: "holds for a day",
      readings: [unknown(), steady],
      before: { perTask: { atMs: secondsAgo(86_399), perSecond: 4 } },
      perTask: { atMs: secondsAgo(86_399), perSecond: 4 },
    },
  ])("by what one task carries, which $when", ({ when: _, perTask, ...given }) =>
    expect(foreseen({ signals: withRate, ...given }).memory.perTask).toEqual(perTask),
  );
});

describe("a habit", () => {
  const config = { quantile: 1, halfLifeDays: 7 };
  const now = quarterOf(nowMs);
  /** Two weeks of 10 a second, but for a quarter so many before the newest one. */
  const spike = (quartersBack: number) => {
    const rates = Array.from({ length: rememberedQuarters }, (_, at) =>
      rateCodeOf(at === rememberedQuarters - 1 - quartersBack ? 1000 : 10),
    );
    return usualRate(0, { rates: rates.join("") });
  };

  it("of nobody is 0, not unknown", () => expect(seasonFloor(usualRate(0), config, 40, nowMs)).toBe(0));

  it("does not look at the quarter's own rate, and does at the newest one's a day later", () => {
    expect(quarterFloor(spike(0), config, now - 1)).toBeLessThan(11);
    expect(quarterFloor(spike(0), config, now - 1 + quartersPerDay)).toBeGreaterThan(990);
  });

  it("begins with the quarter before the first that was read", () => {
    const first = { atMs: nowMs, perSecond: 1 };
    const given = { signal: requestsSignal(), periodSeconds: 60, points: [first] };
    expect(learnSeason(given, config, 0.3, null)).toMatchObject({ newestQuarter: now - 1, rates: "" });
    const second = { ...given, points: [{ ...first, atMs: nowMs + quarterMs }] };
    const one = learnSeason(second, config, 0.3, learnSeason(given, config, 0.3, null));
    expect(one).toMatchObject({ newestQuarter: now, rates: rateCodeOf(1) });
  });

  it("of a rate that was written wrongly is unknown", () => {
    expect(["0.", ".0"].map((code) => rateOfCode(code))).toEqual([null, null]);
    expect(rateOfCode(rateCodeOf(0.01))).toBe(0.01);
  });
});

describe("a refusal", () => {
  const rooms = new Map([["main", { name: "main", database: "orders" } as Room]]);
  const uncarried = (bound: CalleeBound): Admission => ({
    kind: "uncarried",
    name: "web",
    tasks: 6,
    refusal: { callee: "api", neededPerSecond: 20, carriedPerSecond: 10, bound },
  });
  const capped: Admission = { kind: "capped", name: "web", tasks: 6, by: "main", freeUnits: 0, priceUnits: 10 };

  it.each<{ readonly when: string; readonly admission: Admission; readonly expected: readonly string[] }>([
    { when: "for want of room is the database's", admission: capped, expected: ["orders"] },
    { when: "in a room of none is no database's", admission: { ...capped, by: "elsewhere" }, expected: [] },
    {
      when: "for want of a callee's room is the database's",
      admission: uncarried({ kind: "no-room", room: "main", freeUnits: 0, priceUnits: 10 }),
      expected: ["orders"],
    },
    {
      when: "for a callee's closed room is none",
      admission: uncarried({ kind: "closed", room: "main" }),
      expected: [],
    },
    {
      when: "while a room is closed is none",
      admission: { kind: "held", name: "web", tasks: 6, by: "main" },
      expected: [],
    },
    { when: "that is none binds nothing", admission: { kind: "full", name: "web", tasks: 6 }, expected: [] },
  ])("$when", ({ admission, expected }) => expect([...bindingDatabases([admission], rooms)]).toEqual(expected));

  it.each([
    { when: "below what is needed now stands", presentTasks: 7, expected: "capped" },
    { when: "at what is needed now is none", presentTasks: 6, expected: "full" },
    { when: "without a forecast stands", presentTasks: undefined, expected: "capped" },
  ])("$when", ({ presentTasks, expected }) => {
    const want = { kind: "wants", ...(presentTasks === undefined ? {} : { presentTasks }) } as Want;
    expect(refusedNow(capped, want).kind).toBe(expected);
  });
});
