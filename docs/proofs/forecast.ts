// node docs/proofs/forecast.ts [FOLDER]
//
// How good the forecast is against "the rate stays as it is", on the traces that it was tuned on. The folder is
// ../shared/traces unless given; without it the script says so and ends. The figures are in docs/adr/0018-forecast.md.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DEFAULTS } from "../../shared/config/defaults.ts";
import type { SeasonForecastConfig } from "../../shared/config/forecast-config.ts";
import { followTrend } from "../../shared/plan/forecast/follow-trend.ts";
import { trusted } from "../../shared/plan/forecast/forecast-error.ts";
import type { TrendMemory } from "../../shared/plan/forecast/forecast-memory.ts";
import { learnSeason } from "../../shared/plan/forecast/learn-season.ts";
import type { RatePoint, RateSeries } from "../../shared/plan/forecast/rate-series.ts";
import { seasonFloor } from "../../shared/plan/forecast/season.ts";
import type { SeasonMemory } from "../../shared/plan/forecast/season-memory.ts";
import { RandomStream } from "../../simulator/world/random.ts";

const folder = process.argv[2] ?? "../shared/traces";
const startSeconds = 40;
/** A minute's datapoint is readable half a minute after its end; a sum of 20 s is read a period late, and every 20 s. */
const ageSeconds: Readonly<Record<number, number>> = { 20: 30, 60: 45 };
/** The trace begins on Saturday, 1 July 1995. */
const firstMs = Date.UTC(1995, 6, 1);
const learningDays = 7;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const slotsOf = (file: string): readonly number[] =>
  readFileSync(join(folder, file), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => Number(line.split(",")[1]));

/** Counts of each period, drawn as Poisson around the trace. */
const drawn = (means: readonly number[], periodSeconds: number): readonly RatePoint[] => {
  const random = new RandomStream(20_260_314);
  return means.map((mean, index) => ({
    atMs: firstMs + index * periodSeconds * 1000,
    perSecond: random.poisson(mean) / periodSeconds,
  }));
};

/** 48 requests a minute are mostly noise, so the minutes are smoothed over 5 before they are scaled up by 50. */
const nasa = (): readonly RatePoint[] => {
  const slots = slotsOf("nasa-jul95-27d.csv");
  const means = slots.map((_, index) => {
    const around = slots.slice(Math.max(0, index - 2), index + 3);
    return (50 * around.reduce((sum, value) => sum + value, 0)) / around.length;
  });
  return drawn(means, 60);
};

const autothrottle = (shape: string, periodSeconds: number): readonly RatePoint[] => {
  const seconds = slotsOf(`autothrottle-${shape}-1h-1s.csv`);
  const periods = Math.floor(seconds.length / periodSeconds);
  const means = Array.from({ length: periods }, (_, index) =>
    seconds.slice(index * periodSeconds, (index + 1) * periodSeconds).reduce((sum, value) => sum + value, 0),
  );
  return drawn(means, periodSeconds);
};

type Score = {
  tooLittle: number;
  tooMuch: number;
  came: number;
  asks: number;
  off: number;
  looks: number;
  error: number;
};
const noScore = (): Score => ({ tooLittle: 0, tooMuch: 0, came: 0, asks: 0, off: 0, looks: 0, error: 0 });

const count = (score: Score, ready: number, came: number, asks: boolean, isOff: boolean): void => {
  score.tooLittle += Math.max(0, came - ready);
  score.tooMuch += Math.max(0, ready - came);
  score.came += came;
  score.asks += asks ? 1 : 0;
  score.off += isOff ? 1 : 0;
  score.looks += 1;
  if (asks) score.error += Math.max(0, ready - came) / ready;
};

const percent = (part: number, whole: number): string => `${((100 * part) / Math.max(1e-9, whole)).toFixed(2)} %`;

const row = (title: string, score: Score): void => {
  const cells = [
    percent(score.tooLittle, score.came),
    percent(score.tooMuch, score.came),
    percent(score.asks, score.looks),
    percent(score.error, score.asks),
    percent(score.off, score.looks),
  ];
  say(`${title.padEnd(44)}${cells.map((cell) => cell.padStart(12)).join("")}`);
};

const heads = ["too little", "too much", "asks", "error of it", "off"].map((head) => head.padStart(12)).join("");

const cameAt = (points: readonly RatePoint[], atMs: number, periodSeconds: number): number | null =>
  points[Math.floor((atMs - firstMs) / (periodSeconds * 1000))]?.perSecond ?? null;

/** What is read at a look: a quarter of an hour, up to the newest period that is known then. */
const readAt = (points: readonly RatePoint[], index: number, periodSeconds: number): RateSeries => ({
  signal: {
    kind: "rate",
    name: "rate",
    metric: { namespace: "Trace", metricName: "Requests", dimensions: {}, statistic: "Sum", periodSeconds },
    presence: null,
    staleAfterSeconds: 180,
  },
  periodSeconds,
  points: points.slice(Math.max(0, index + 1 - 900 / periodSeconds), index + 1),
});

const scoreTrend = (
  title: string,
  points: readonly RatePoint[],
  periodSeconds: number,
  mostErrorRatio: number,
): void => {
  const last = noScore();
  const trend = noScore();
  let memory: TrendMemory | null = null;
  for (let index = 0; index < points.length; index += 1) {
    const newest = points[index]!;
    const nowMs = newest.atMs + (periodSeconds + ageSeconds[periodSeconds]!) * 1000;
    memory = followTrend(readAt(points, index, periodSeconds), startSeconds, mostErrorRatio, memory, nowMs);
    const came = cameAt(points, nowMs + startSeconds * 1000, periodSeconds);
    if (came === null) break;
    const { isOff } = memory.error;
    const forecast = trusted(memory.newest.perSecond, memory.error);
    count(last, newest.perSecond, came, false, false);
    count(trend, Math.max(newest.perSecond, forecast ?? 0), came, forecast !== null, isOff);
  }
  row(`${title}: last value`, last);
  row(`${title}: trend, off at ${mostErrorRatio}`, trend);
};

const scoreSeason = (points: readonly RatePoint[], config: SeasonForecastConfig, mostErrorRatio: number): void => {
  const score = noScore();
  let memory: SeasonMemory | null = null;
  for (let index = 0; index < points.length; index += 1) {
    const newest = points[index]!;
    memory = learnSeason({ ...readAt(points, index, 60), points: [newest] }, config, mostErrorRatio, memory);
    if (index < learningDays * 1440) continue;
    const nowMs = newest.atMs + (60 + ageSeconds[60]!) * 1000;
    const came = cameAt(points, nowMs + startSeconds * 1000, 60);
    if (came === null || memory === null) break;
    const { isOff } = memory.error;
    const floor = trusted(seasonFloor(memory, config, startSeconds, nowMs), memory.error);
    const asks = floor !== null && floor > newest.perSecond;
    count(score, Math.max(newest.perSecond, floor ?? 0), came, asks, isOff);
  }
  row(`quantile ${config.quantile}, half life ${config.halfLifeDays}, off at ${mostErrorRatio}`, score);
};

if (existsSync(folder)) {
  say(
    `A start time of ${startSeconds} s. Too little and too much in percent of all requests; asks and off in percent of the looks.`,
  );
  say(`\nTrend${" ".repeat(39)}${heads}`);
  const mostErrorRatio = DEFAULTS.forecastMostErrorRatio;
  const requests = nasa();
  scoreTrend("nasa x50, 60 s", requests, 60, mostErrorRatio);
  for (const shape of ["noisy", "diurnal"]) {
    for (const periodSeconds of [60, 20]) {
      const points = autothrottle(shape, periodSeconds);
      scoreTrend(`${shape} x1, ${periodSeconds} s`, points, periodSeconds, mostErrorRatio);
    }
  }
  for (const ratio of [0.1, 0.2, 1]) scoreTrend("nasa x50, 60 s", requests, 60, ratio);
  say(`\nSeason, nasa x50, 60 s, after ${learningDays} days${" ".repeat(10)}${heads}`);
  for (const quantile of [0.1, 0.25, 0.5, 0.75]) {
    scoreSeason(requests, { quantile, halfLifeDays: DEFAULTS.seasonHalfLifeDays }, mostErrorRatio);
  }
  for (const halfLifeDays of [2, 30]) {
    scoreSeason(requests, { quantile: DEFAULTS.seasonQuantile, halfLifeDays }, mostErrorRatio);
  }
  scoreSeason(requests, { quantile: 0.75, halfLifeDays: DEFAULTS.seasonHalfLifeDays }, 1);
} else {
  say(
    `${folder} is not there, so nothing is shown. Give the folder with the traces: node docs/proofs/forecast.ts FOLDER`,
  );
}
