import { join } from "node:path";
import type { CloudWatch } from "../../shared/aws/clients.ts";
import { chunksOf } from "../../shared/aws/in-parallel.ts";
import type { Config } from "../../shared/config/config.ts";
import { askCloudWatch, type MetricPoints, periodSeconds } from "./ask-cloudwatch.ts";
import { buildHistory, type RecordedPoint } from "./build-history.ts";
import type { History } from "./history.ts";
import { HistoryCache } from "./history-cache.ts";
import { type HistoryQuery, hashOf, historyQueries } from "./history-queries.ts";

export type DownloadRequest = {
  readonly client: CloudWatch;
  readonly config: Config;
  /** Whole days before today, 1..14; today's minutes come on top. */
  readonly days: number;
  readonly nowMs: number;
  /** Where downloads are kept. */
  readonly folder: string;
  /** Tells accounts and regions apart that use the same names. */
  readonly scope: string;
  /** Asks again for what is on disk. */
  readonly refresh: boolean;
  readonly sleep: (ms: number) => Promise<void>;
  readonly onPart?: (done: DownloadProgress) => void;
};

export type DownloadProgress = { readonly doneParts: number; readonly parts: number; readonly isCached: boolean };

export type Download =
  | { readonly kind: "ok"; readonly history: History; readonly unread: readonly string[]; readonly folder: string }
  | { readonly kind: "failed"; readonly message: string; readonly fix: string };

/** Of the 15 days that datapoints of 60 s are kept, one is today's. */
export const mostDays = 14;
/** GetMetricData's own limits. */
export const queriesPerCall = 500;
export const datapointsPerCall = 100_800;
const dayMs = 86_400_000;
/** RDS publishes last, two to three minutes late; nothing changes after this. */
const lateMs = 600_000;

type Part = {
  readonly day: string;
  readonly number: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly queries: readonly HistoryQuery[];
  /** A day that is over, and late datapoints with it. */
  readonly isOver: boolean;
};

/**
 * Downloads the recorded minutes of all services, day by day, oldest first. What is on disk is not asked for again, so an
 * interrupted download goes on where it stopped.
 *
 * @throws what the file system says when a day can't be kept
 */
export async function downloadHistory(request: DownloadRequest): Promise<Download> {
  const { client, config, nowMs, refresh, sleep } = request;
  const { queries, unread } = historyQueries(config);
  if (queries.length === 0)
    return {
      kind: "failed",
      message: "headgate.yml names no metric of requests for any service",
      fix: "Add signals.rate with the loadBalancer and targetGroup, or the metric, of each service.",
    };
  const cache = new HistoryCache(join(request.folder, hashOf(queries, request.scope)));
  const parts = partsOf(queries, request.days, nowMs);
  const collected = new Map<string, MetricPoints[]>();
  for (const [index, part] of parts.entries()) {
    let series = part.isOver && !refresh ? await cache.read(part.day, part.number) : null;
    const isCached = series !== null;
    if (series === null) {
      const answer = await askCloudWatch(client, part.queries, part.fromMs, part.toMs, sleep);
      if (answer.kind === "failed") return answer;
      series = new Map(part.queries.map((query, at) => [keyOf(query), answer.series[at] ?? []]));
      if (part.isOver) await cache.write(part.day, part.number, series);
    }
    for (const [key, points] of series) collected.set(key, [...(collected.get(key) ?? []), points]);
    request.onPart?.({ doneParts: index + 1, parts: parts.length, isCached });
  }
  const points = queries.flatMap((query) => pointsOf(query, queries, collected));
  if (points.length === 0)
    return {
      kind: "failed",
      message: `CloudWatch has no datapoint of these services in the last ${request.days} days`,
      fix: "Check the region, and the cluster and service names in headgate.yml.",
    };
  return { kind: "ok", history: buildHistory(points, periodSeconds), unread, folder: cache.folder };
}

/** @returns how many calls a first download takes, and how many metrics they ask for, which is what AWS charges */
export function downloadSize(
  config: Config,
  days: number,
  nowMs: number,
): { readonly calls: number; readonly metrics: number } {
  const parts = partsOf(historyQueries(config).queries, days, nowMs);
  return { calls: parts.length, metrics: parts.reduce((sum, { queries }) => sum + queries.length, 0) };
}

function partsOf(queries: readonly HistoryQuery[], days: number, nowMs: number): readonly Part[] {
  const today = Math.floor(nowMs / dayMs) * dayMs;
  const perCall = Math.min(queriesPerCall, Math.floor(datapointsPerCall / (86_400 / periodSeconds)));
  const chunks = chunksOf(queries, perCall);
  const endMs = Math.floor((nowMs - lateMs) / 60_000) * 60_000;
  const parts: Part[] = [];
  for (let fromMs = today - days * dayMs; fromMs < endMs; fromMs += dayMs) {
    const toMs = Math.min(fromMs + dayMs, endMs);
    const day = new Date(fromMs).toISOString().slice(0, 10);
    for (const [number, chunk] of chunks.entries())
      parts.push({ day, number, fromMs, toMs, queries: chunk, isOver: toMs === fromMs + dayMs });
  }
  return parts;
}

const keyOf = ({ subject, series }: HistoryQuery): string => `${series} ${subject}`;

function pointsOf(
  query: HistoryQuery,
  queries: readonly HistoryQuery[],
  collected: ReadonlyMap<string, readonly MetricPoints[]>,
): readonly RecordedPoint[] {
  const { subject, series, isRate } = query;
  if (series === "presence") return [];
  const factor = isRate ? periodSeconds : 1;
  const points = (collected.get(keyOf(query)) ?? []).flat();
  const recorded = points.map(([atMs, value]): RecordedPoint => ({ subject, series, atMs, value: value * factor }));
  const presence = queries.find((other) => other.subject === subject && other.series === "presence");
  if (series !== "requests" || presence === undefined) return recorded;
  // A load balancer publishes no RequestCount without requests; its healthy hosts show that it was there.
  const known = new Set(points.map(([atMs]) => atMs));
  const silent = (collected.get(keyOf(presence)) ?? []).flat().filter(([atMs]) => !known.has(atMs));
  return [...recorded, ...silent.map(([atMs]): RecordedPoint => ({ subject, series, atMs, value: 0 }))];
}
