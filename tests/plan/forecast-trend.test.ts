import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { followTrend } from "../../shared/plan/forecast/follow-trend.ts";
import { type ForecastError, judged, noError } from "../../shared/plan/forecast/forecast-error.ts";
import type { TrendMemory } from "../../shared/plan/forecast/forecast-memory.ts";
import type { RatePoint, RateSeries } from "../../shared/plan/forecast/rate-series.ts";
import { trendOf } from "../../shared/plan/forecast/trend.ts";
import { always } from "./always.ts";
import { nowMs, requestsSignal, secondsAgo } from "./builders.ts";

/** One rate a period, the newest of the period that ended just now. */
const rates = (perSecond: readonly number[], periodSeconds = 60): readonly RatePoint[] =>
  perSecond.map((rate, index) => ({
    atMs: secondsAgo(periodSeconds * (perSecond.length - index)),
    perSecond: rate,
  }));

describe("the trend of a request rate", () => {
  it.each<{
    readonly when: string;
    readonly points: readonly RatePoint[];
    readonly periodSeconds?: number;
    readonly aheadSeconds?: number;
    readonly expected: number | null;
  }>([
    {
      when: "rises by 60 a minute, so 90 s after the middle of its newest minute it is 90 higher",
      points: rates([100, 160, 220, 280, 340]),
      aheadSeconds: 60,
      expected: 430,
    },
    {
      when: "is drawn on from the newest of 15 periods of 20 s",
      points: rates(
        Array.from({ length: 15 }, (_, index) => 1000 + 20 * index),
        20,
      ),
      periodSeconds: 20,
      aheadSeconds: 90,
      expected: 1380,
    },
    { when: "needs three points", points: rates([100, 400]), expected: null },
    { when: "needs a point", points: [], expected: null },
    { when: "is told by three points", points: rates([100, 200, 300]), aheadSeconds: 30, expected: 400 },
    { when: "is none where the rate falls", points: rates([500, 400, 300, 200, 100]), expected: null },
    { when: "is none where the rate stands", points: rates([100, 100, 100, 100, 100]), expected: null },
    { when: "is none without a request", points: rates([0, 0, 0, 0, 0]), expected: null },
    { when: "at most doubles the rate", points: rates([0, 100, 200, 300, 400]), aheadSeconds: 3600, expected: 800 },
    {
      when: "is none of one high minute, however high",
      points: rates([100, 100, 100, 100, 1e6]),
      expected: null,
    },
    {
      when: "is none of what counting varies by: 5 a minute more at 600 requests a minute",
      points: rates([10, 10.08, 10.17, 10.25, 10.33]),
      expected: null,
    },
    {
      when: "leaves out minutes that were not published, and does not take them for 0",
      points: rates([100, 160, 220, 280, 340]).filter((_, index) => index !== 2),
      aheadSeconds: 60,
      expected: 430,
    },
    {
      when: "looks back five minutes",
      points: rates([9000, 100, 160, 220, 280, 340]),
      aheadSeconds: 60,
      expected: 430,
    },
  ])("$when", ({ points, periodSeconds = 60, aheadSeconds = 60, expected }) => {
    const forecast = trendOf(points, periodSeconds, nowMs + aheadSeconds * 1000);
    if (expected === null) expect(forecast).toBeNull();
    else expect(forecast).toBeCloseTo(expected, 6);
  });

  it("is never 0 or less, never past four times the highest rate, and never told by a single high point", () => {
    const rate = fc.double({ min: 0, max: 1e5, noNaN: true });
    always(
      fc.property(fc.array(rate, { minLength: 0, maxLength: 40 }), fc.constantFrom(20, 60), (values, periodSeconds) => {
        const forecast = trendOf(rates(values, periodSeconds), periodSeconds, nowMs + 40_000);
        if (forecast !== null) {
          expect(forecast).toBeGreaterThan(0);
          expect(forecast).toBeLessThanOrEqual(4 * Math.max(...values));
        }
      }),
      500,
    );
    always(
      fc.property(
        rate,
        fc.integer({ min: 2, max: 40 }),
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        (low, n, more) => {
          const values = [...Array.from({ length: n }, () => low), low + more];
          expect(trendOf(rates(values), 60, nowMs + 40_000)).toBeNull();
        },
      ),
      300,
    );
  });
});

const seriesOf = (points: readonly RatePoint[]): RateSeries => ({
  signal: requestsSignal(),
  periodSeconds: 60,
  points,
});

/** Ten minutes, read one by one: `came` is what each minute brought. */
const followed = (came: readonly number[], mostErrorRatio = 0.3, startSeconds = 30): readonly TrendMemory[] => {
  const all = rates(came);
  const memories: TrendMemory[] = [];
  for (let read = 1; read <= came.length; read += 1) {
    const points = all.slice(0, read);
    const readAtMs = points.at(-1)!.atMs + 60_000;
    memories.push(followTrend(seriesOf(points), startSeconds, mostErrorRatio, memories.at(-1) ?? null, readAtMs));
  }
  return memories;
};

describe("forecasts of the trend", () => {
  it("are made for the moment of the first sight and a start time", () => {
    const [memory] = followed([100, 160, 220]).slice(-1);
    expect(memory).toMatchObject({ newest: { pointAtMs: secondsAgo(60), forMs: nowMs + 30_000, perSecond: 280 } });
  });

  it("are the same when the datapoint is read again, at any later time", () => {
    const points = rates([100, 160, 220]);
    const first = followTrend(seriesOf(points), 30, 0.3, null, nowMs);
    expect(followTrend(seriesOf(points), 30, 0.3, first, nowMs + 40_000)).toBe(first);
  });

  it("are judged when what they spoke of has come: half of it came, and that is half an error", () => {
    const memories = followed([100, 160, 220, 140]);
    expect(memories.at(-1)).toMatchObject({ error: { ratio: 0.25 * 0.5, isOff: false } });
    expect(memories.at(-2)).toMatchObject({ error: noError, open: [{ perSecond: 280 }] });
  });

  it("are not judged for what they forecast too low", () => {
    expect(followed([100, 160, 220, 900]).at(-1)).toMatchObject({ error: noError });
  });

  it("are off while they are often wrong, go on being made, and are on again once they are right", () => {
    const saw = Array.from({ length: 4 }, () => [100, 200, 300, 20, 20, 20]).flat();
    const wrong = followed(saw).at(-1)!;
    expect(wrong.error.isOff).toBe(true);
    const rise = Array.from({ length: 12 }, (_, index) => 20 + 60 * (index + 1));
    const later = followed([...saw, ...rise]);
    expect(later.at(-1)!.error.isOff).toBe(false);
    const off = later.filter(({ error }) => error.isOff);
    expect(off.some(({ newest }) => newest.perSecond !== null)).toBe(true);
  });

  it("never need more memory for a long start time: at most 8 are open", () => {
    const rise = Array.from({ length: 60 }, (_, index) => 100 + 60 * index);
    for (const memory of followed(rise, 0.3, 3600)) expect(memory.open.length).toBeLessThanOrEqual(8);
    expect(followed(rise, 0.3, 3600).at(-1)!.open.length).toBeGreaterThan(3);
  });
});

describe("an error of forecasts", () => {
  it.each<{
    readonly when: string;
    readonly before?: ForecastError;
    readonly came: number;
    readonly expected: ForecastError;
  }>([
    { when: "is 0 where all came", came: 100, expected: noError },
    { when: "is 0 where more came", came: 300, expected: noError },
    { when: "counts a quarter of what is missing", came: 60, expected: { ratio: 0.1, isOff: false } },
    {
      when: "switches off above the bound",
      before: { ratio: 0.3, isOff: false },
      came: 50,
      expected: { ratio: 0.35, isOff: true },
    },
    {
      when: "stays off below the bound",
      before: { ratio: 0.3, isOff: true },
      came: 100,
      expected: { ratio: 0.225, isOff: true },
    },
    {
      when: "is on again at half of the bound",
      before: { ratio: 0.2, isOff: true },
      came: 100,
      expected: { ratio: 0.15000000000000002, isOff: true },
    },
    {
      when: "is on again below half of the bound",
      before: { ratio: 0.19, isOff: true },
      came: 100,
      expected: { ratio: 0.1425, isOff: false },
    },
  ])("$when", ({ before = noError, came, expected }) => {
    const after = judged(before, 100, came, 0.3);
    expect(after.isOff).toBe(expected.isOff);
    expect(after.ratio).toBeCloseTo(expected.ratio, 9);
  });
});
