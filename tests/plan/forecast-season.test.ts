import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { noError } from "../../shared/plan/forecast/forecast-error.ts";
import { learnSeason } from "../../shared/plan/forecast/learn-season.ts";
import { rateCodeOf, rateOfCode, unknownRate } from "../../shared/plan/forecast/rate-code.ts";
import type { RateSeries } from "../../shared/plan/forecast/rate-series.ts";
import { quarterFloor, seasonFloor } from "../../shared/plan/forecast/season.ts";
import { quarterMs, quarterOf, quartersPerDay, type SeasonMemory } from "../../shared/plan/forecast/season-memory.ts";
import { always } from "./always.ts";
import { nowMs, requestsSignal } from "./builders.ts";

const config = { quantile: 0.25, halfLifeDays: 7 };
/** nowMs is nine o'clock of a Saturday; this is nine o'clock of the Tuesday after it. */
const tuesdayMs = nowMs + 3 * 24 * 3_600_000;
const tuesday = quarterOf(tuesdayMs);

/** What each of the last days had at nine, newest first; `null`: not read. The rest of the day is `restPerSecond`. */
const seasonOf = (atNine: readonly (number | null)[], until = tuesday - 1, restPerSecond = 1): SeasonMemory => {
  const days = Math.min(14, atNine.length);
  let rates = "";
  for (let quarter = until - days * quartersPerDay + 1; quarter <= until; quarter += 1) {
    const ago = (tuesday - quarter) / quartersPerDay;
    const rate = Number.isInteger(ago) && ago >= 1 ? atNine[ago - 1]! : restPerSecond;
    rates += rate === null ? unknownRate : rateCodeOf(rate);
  }
  return { newestQuarter: until, rates, running: null, error: noError };
};

/** Tuesday's earlier days, newest first: Monday, Sunday, Saturday, Friday and so on. */
const week = (workingDay: number | null, weekend: number | null, days = 14): readonly (number | null)[] =>
  Array.from({ length: days }, (_, index) => ([1, 2].includes(index % 7) ? weekend : workingDay));

describe("the floor of a quarter", () => {
  it.each<{
    readonly when: string;
    readonly season: SeasonMemory;
    readonly quantile?: number;
    readonly expected: number | null;
  }>([
    { when: "is what every working day had", season: seasonOf(week(100, 5)), expected: 100 },
    { when: "is not known from one day", season: seasonOf([100]), expected: null },
    { when: "is not known from a Monday and a weekend", season: seasonOf([100, 5, 5]), expected: null },
    { when: "is known from two working days", season: seasonOf([100, 5, 5, 80]), expected: 80 },
    {
      when: "is the busiest of them at the quantile of 1",
      season: seasonOf([100, 5, 5, 80]),
      quantile: 1,
      expected: 100,
    },
    { when: "is not known where no such day was read", season: seasonOf(week(null, 5)), expected: null },
    {
      when: "leaves out days that were not read, and does not take them for 0",
      season: seasonOf([100, 5, 5, null, null, 70]),
      expected: 70,
    },
    { when: "is 0 where nobody comes", season: seasonOf(week(0, 5)), expected: 0 },
    {
      when: "does not follow one day in five that was busy",
      season: seasonOf([1000, 5, 5, 100, 100, 100, 100]),
      expected: 100,
    },
    {
      when: "forgets: last week's level has less than a quarter of the weight of a new one",
      season: seasonOf([...week(300, 5, 7), ...week(100, 5, 7)]),
      quantile: 0.3,
      expected: 100,
    },
    {
      when: "forgets faster for a higher quantile",
      season: seasonOf([...week(300, 5, 7), ...week(100, 5, 7)]),
      quantile: 0.5,
      expected: 300,
    },
  ])("$when", ({ season, quantile = 0.25, expected }) => {
    const floor = quarterFloor(season, { ...config, quantile }, tuesday);
    if (expected === null) expect(floor).toBeNull();
    else expect(floor).toBeCloseTo(expected, expected > 50 ? -1 : 1);
  });

  it("is looked up as far ahead as a start and a read take", () => {
    const season = seasonOf(week(100, 5));
    const known = (startSeconds: number, atMs: number) => Math.round(seasonFloor(season, config, startSeconds, atMs)!);
    expect(known(40, tuesdayMs - 341_000)).toBe(1);
    expect(known(40, tuesdayMs - 340_000)).toBe(100);
    expect(known(40, tuesdayMs + quarterMs - 1)).toBe(100);
    expect(known(40, tuesdayMs + quarterMs)).toBe(1);
  });

  it("of a weekend is told by weekends", () => {
    const saturday = tuesday + 4 * quartersPerDay;
    const later = seasonOf([100, ...week(100, 7, 13)], tuesday - 1);
    expect(quarterFloor(later, config, saturday)).toBeCloseTo(7, 1);
  });
});

const minutes = (fromMs: number, values: readonly number[]): RateSeries => ({
  signal: requestsSignal(),
  periodSeconds: 60,
  points: values.map((perSecond, index) => ({ atMs: fromMs + index * 60_000, perSecond })),
});

describe("what is learned of a day", () => {
  it("is the mean of each quarter, once it has ended", () => {
    const hour = learnSeason(minutes(tuesdayMs, [...Array(15).fill(10), ...Array(15).fill(30), 50]), config, 0.3, null);
    expect(hour).toMatchObject({
      newestQuarter: tuesday + 1,
      running: { quarter: tuesday + 2, points: 1, sumPerSecond: 50 },
    });
    expect([0, 2].map((at) => Math.round(rateOfCode(hour!.rates.slice(at, at + 2))!))).toEqual([10, 30]);
  });

  it("is the same whether it is read every minute or every five, and each datapoint counts once", () => {
    const all = minutes(
      tuesdayMs,
      Array.from({ length: 60 }, (_, index) => 10 + (index % 7)),
    );
    const read = (everyMinutes: number): SeasonMemory | null => {
      let season: SeasonMemory | null = null;
      for (let end = everyMinutes; end <= 60; end += everyMinutes) {
        const points = all.points.slice(Math.max(0, end - 15), end);
        season = learnSeason({ ...all, points }, config, 0.3, season);
        expect(learnSeason({ ...all, points }, config, 0.3, season)).toBe(season);
      }
      return season;
    };
    expect(read(5)).toEqual(read(1));
  });

  it("has unknown quarters where nothing was read, and forgets after two weeks without a read", () => {
    const first = learnSeason(minutes(tuesdayMs, [10]), config, 0.3, null);
    const gap = learnSeason(minutes(tuesdayMs + 3 * quarterMs, [20]), config, 0.3, first);
    const after = learnSeason(minutes(tuesdayMs + 4 * quarterMs, [30]), config, 0.3, gap);
    expect(after!.rates).toBe(`${rateCodeOf(10)}${unknownRate}${unknownRate}${rateCodeOf(20)}`);
    const late = learnSeason(minutes(tuesdayMs + 40 * 24 * 3_600_000, [30, 30]), config, 0.3, after);
    expect(learnSeason(minutes(tuesdayMs + 41 * 24 * 3_600_000, [1]), config, 0.3, late)!.rates.slice(0, -2)).toBe(
      unknownRate.repeat(14 * quartersPerDay - 1),
    );
  });

  it("judges the floor by what came: a holiday switches it off within an hour", () => {
    let season = { ...seasonOf(Array(14).fill(100), tuesday - 1, 100), running: null } as SeasonMemory;
    const offAfter: number[] = [];
    for (let quarter = 0; quarter <= 6; quarter += 1) {
      season = learnSeason(minutes(tuesdayMs + quarter * quarterMs, Array(15).fill(20)), config, 0.3, season)!;
      if (season.error.isOff) offAfter.push(quarter);
    }
    expect(offAfter[0]).toBe(2);
  });

  it("never takes more than 3 KB, after any weeks of any traffic", () => {
    always(
      fc.property(fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 60 }), (values) => {
        let season: SeasonMemory | null = null;
        for (let quarter = 0; quarter < 20 * quartersPerDay; quarter += 1) {
          const rate = values[quarter % values.length]!;
          season = learnSeason(minutes(tuesdayMs + quarter * quarterMs, [rate]), config, 0.3, season);
        }
        expect(JSON.stringify(season).length).toBeLessThan(3000);
      }),
      5,
    );
  });
});

describe("a rate in two characters", () => {
  it("is never more than it was, and always within half a percent of it", () => {
    always(
      fc.property(fc.double({ min: 0.01, max: 7e6, noNaN: true }), (perSecond) => {
        const code = rateCodeOf(perSecond);
        expect(code.length).toBe(2);
        // A float's dust may round a step down to the one below it, or the other way.
        expect(rateOfCode(code)! / perSecond).toBeLessThan(1 + 1e-9);
        expect(rateOfCode(code)! / perSecond).toBeGreaterThan(0.995);
      }),
      500,
    );
  });

  it.each([
    { when: "0 is 0", code: rateCodeOf(0), expected: 0 },
    { when: "what is almost nothing is 0", code: rateCodeOf(0.001), expected: 0 },
    { when: "unknown is unknown", code: unknownRate, expected: null },
    { when: "half a code is none", code: "0", expected: null },
  ])("$when", ({ code, expected }) => expect(rateOfCode(code)).toBe(expected));

  it("ends at its largest", () => expect(rateOfCode(rateCodeOf(1e12))).toBeCloseTo(7.35e6, -5));
});
