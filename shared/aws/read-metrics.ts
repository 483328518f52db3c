import { GetMetricDataCommand, type MetricDataQuery, type MetricDataResult } from "@aws-sdk/client-cloudwatch";
import type { MetricConfig } from "../config/signal-config.ts";
import type { Unknown } from "../reading.ts";
import type { CloudWatch } from "./clients.ts";
import { unknownBecause } from "./failure.ts";
import { chunksOf, inParallel } from "./in-parallel.ts";

/** One series to read. `key` is the caller's own. */
export type MetricQuery = {
  readonly key: string;
  readonly metric: Omit<MetricConfig, "statistic">;
  readonly statistic: MetricConfig["statistic"] | "SampleCount";
  /** How far back, where that is further than the others. */
  readonly lookbackSeconds?: number;
  /** A period counts as complete only so long after its end. */
  readonly settleSeconds?: number;
};

export type MetricPoint = { readonly atMs: number; readonly value: number };

/** Ascending; an empty series is "no-data". */
export type Series = { readonly kind: "known"; readonly points: readonly MetricPoint[] } | Unknown;

/** GetMetricData takes 500 queries. */
const queriesPerCall = 500;
/** Of a metric with long periods at least so many are looked at: the newest ones may not be published yet. */
const leastPeriods = 3;

/**
 * Reads the last minutes of many metrics: whole periods only, up to the last one that has ended.
 *
 * @param lookbackSeconds how far back; further for a metric whose periods are longer than a third of it
 * @returns by key, every key answered
 * @throws never
 */
export const readMetrics = async (
  cloudWatch: CloudWatch,
  queries: readonly MetricQuery[],
  lookbackSeconds: number,
  nowMs: number,
): Promise<ReadonlyMap<string, Series>> => {
  const answers = await inParallel(callsOf(queries), async (chunk) => {
    try {
      return await readChunk(cloudWatch, chunk, lookbackSeconds, nowMs);
    } catch (error) {
      const unknown = unknownBecause("cloudwatch:GetMetricData", error);
      return chunk.map(({ key }): [string, Series] => [key, unknown]);
    }
  });
  return new Map(answers.flat());
};

/**
 * Periods under a minute are kept for three hours and have to be asked for from no longer ago than that, and all queries
 * of a call begin at one time: so they don't share theirs with metrics whose periods reach further back.
 */
const callsOf = (queries: readonly MetricQuery[]): readonly (readonly MetricQuery[])[] => {
  const isFar = ({ metric }: MetricQuery): boolean => metric.periodSeconds * (leastPeriods + 1) > 3 * 3600;
  const hasQuick = queries.some(({ metric }) => metric.periodSeconds < 60);
  if (!hasQuick || !queries.some(isFar)) return chunksOf(queries, queriesPerCall);
  const near = queries.filter((query) => !isFar(query));
  return [...chunksOf(near, queriesPerCall), ...chunksOf(queries.filter(isFar), queriesPerCall)];
};

const readChunk = async (
  cloudWatch: CloudWatch,
  chunk: readonly MetricQuery[],
  lookbackSeconds: number,
  nowMs: number,
): Promise<readonly [string, Series][]> => {
  const points: MetricPoint[][] = chunk.map(() => []);
  const errors: (Unknown | null)[] = chunk.map(() => null);
  const windows = chunk.map((query) =>
    windowOf(query.metric.periodSeconds, Math.max(lookbackSeconds, query.lookbackSeconds ?? 0), nowMs, query),
  );
  let NextToken: string | undefined;
  do {
    const page = await cloudWatch.send(
      new GetMetricDataCommand({
        MetricDataQueries: chunk.map(toQuery),
        StartTime: new Date(Math.min(...windows.map(({ fromMs }) => fromMs))),
        EndTime: new Date(Math.max(...windows.map(({ toMs }) => toMs))),
        ScanBy: "TimestampAscending",
        NextToken,
      }),
    );
    for (const result of page.MetricDataResults ?? []) collect(result, points, errors);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return chunk.map(({ key, metric }, index): [string, Series] => {
    const error = errors[index] ?? null;
    if (error !== null) return [key, error];
    const { fromMs, toMs } = windows[index]!;
    // The period that runs now would be a part of a datapoint.
    const isWhole = ({ atMs }: MetricPoint): boolean => atMs >= fromMs && atMs + metric.periodSeconds * 1000 <= toMs;
    const series = points[index]!.filter(isWhole);
    if (series.length > 0) return [key, { kind: "known", points: series.sort((a, b) => a.atMs - b.atMs) }];
    const detail = `no datapoint of ${metric.namespace} ${metric.metricName} in the last ${lookbackSeconds} s`;
    return [key, { kind: "unknown", because: "no-data", detail }];
  });
};

const toQuery = ({ metric, statistic }: MetricQuery, index: number): MetricDataQuery => ({
  Id: `q${index}`,
  ReturnData: true,
  MetricStat: {
    Metric: {
      Namespace: metric.namespace,
      MetricName: metric.metricName,
      Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: metric.periodSeconds,
    Stat: statistic,
  },
});

const collect = (result: MetricDataResult, points: MetricPoint[][], errors: (Unknown | null)[]): void => {
  const index = Number(result.Id?.slice(1));
  if (result.StatusCode === "InternalError" || result.StatusCode === "Forbidden") {
    const said = `${result.StatusCode} ${result.Messages?.map((message) => message.Value).join("; ") ?? ""}`.trim();
    const because = result.StatusCode === "Forbidden" ? "access-denied" : "failed";
    errors[index] = { kind: "unknown", because, detail: `cloudwatch:GetMetricData: ${said}` };
    return;
  }
  result.Timestamps?.forEach((timestamp, at) => {
    const value = result.Values?.[at];
    // What is no number is no datapoint; JSON, in which decisions are kept, has no word for it either.
    if (value !== undefined && Number.isFinite(value)) points[index]?.push({ atMs: timestamp.getTime(), value });
  });
};

/** What is asked of one metric: whole periods; its end is exclusive. Periods under a minute begin their window at a whole minute. */
export const windowOf = (
  periodSeconds: number,
  lookbackSeconds: number,
  nowMs: number,
  { settleSeconds = 0 }: Pick<MetricQuery, "settleSeconds">,
): { readonly fromMs: number; readonly toMs: number } => {
  const periodMs = periodSeconds * 1000;
  const lookbackMs = Math.max(lookbackSeconds * 1000, leastPeriods * periodMs);
  return {
    fromMs: floorTo(nowMs - lookbackMs, Math.max(periodMs, 60_000)),
    toMs: floorTo(nowMs - settleSeconds * 1000, periodMs),
  };
};

const floorTo = (atMs: number, stepMs: number): number => Math.floor(atMs / stepMs) * stepMs;
