import { GetMetricDataCommand, type MetricDataQuery, type MetricDataResult } from "@aws-sdk/client-cloudwatch";
import type { MetricConfig } from "../config/config.ts";
import type { Unknown } from "../plan/snapshot.ts";
import type { CloudWatch } from "./clients.ts";
import { unknownBecause } from "./failure.ts";
import { chunksOf, inParallel } from "./in-parallel.ts";

/** One series to read. `key` is the caller's own. */
export type MetricQuery = {
  readonly key: string;
  readonly metric: Omit<MetricConfig, "statistic">;
  readonly statistic: MetricConfig["statistic"] | "SampleCount";
};

export type MetricPoint = { readonly atMs: number; readonly value: number };

/** Ascending; an empty series is "no-data". */
export type Series = { readonly kind: "known"; readonly points: readonly MetricPoint[] } | Unknown;

/** GetMetricData takes 500 queries. */
const queriesPerCall = 500;

/**
 * Reads the last minutes of many metrics: whole periods only, up to the last one that has ended.
 *
 * @param lookbackSeconds how far back
 * @returns by key, every key answered
 * @throws never
 */
export const readMetrics = async (
  cloudWatch: CloudWatch,
  queries: readonly MetricQuery[],
  lookbackSeconds: number,
  nowMs: number,
): Promise<ReadonlyMap<string, Series>> => {
  const answers = await inParallel(chunksOf(queries, queriesPerCall), async (chunk) => {
    try {
      return await readChunk(cloudWatch, chunk, lookbackSeconds, nowMs);
    } catch (error) {
      const unknown = unknownBecause("cloudwatch:GetMetricData", error);
      return chunk.map(({ key }): [string, Series] => [key, unknown]);
    }
  });
  return new Map(answers.flat());
};

const readChunk = async (
  cloudWatch: CloudWatch,
  chunk: readonly MetricQuery[],
  lookbackSeconds: number,
  nowMs: number,
): Promise<readonly [string, Series][]> => {
  const points: MetricPoint[][] = chunk.map(() => []);
  const errors: (string | null)[] = chunk.map(() => null);
  let NextToken: string | undefined;
  do {
    const page = await cloudWatch.send(
      new GetMetricDataCommand({
        MetricDataQueries: chunk.map(toQuery),
        StartTime: new Date(minuteOf(nowMs - lookbackSeconds * 1000)),
        // Ends are exclusive: the minute that runs now would be a part of a datapoint.
        EndTime: new Date(minuteOf(nowMs)),
        ScanBy: "TimestampAscending",
        NextToken,
      }),
    );
    for (const result of page.MetricDataResults ?? []) collect(result, points, errors);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return chunk.map(({ key, metric }, index): [string, Series] => {
    const error = errors[index] ?? null;
    if (error !== null)
      return [key, { kind: "unknown", because: "failed", detail: `cloudwatch:GetMetricData: ${error}` }];
    const series = points[index]!;
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

const collect = (result: MetricDataResult, points: MetricPoint[][], errors: (string | null)[]): void => {
  const index = Number(result.Id?.slice(1));
  if (result.StatusCode === "InternalError" || result.StatusCode === "Forbidden") {
    errors[index] = `${result.StatusCode} ${result.Messages?.map((message) => message.Value).join("; ") ?? ""}`.trim();
    return;
  }
  result.Timestamps?.forEach((timestamp, at) => {
    const value = result.Values?.[at];
    if (value !== undefined) points[index]?.push({ atMs: timestamp.getTime(), value });
  });
};

const minuteOf = (atMs: number): number => Math.floor(atMs / 60_000) * 60_000;
