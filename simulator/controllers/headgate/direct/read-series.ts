import { type MetricPoint, type MetricQuery, type Series, windowOf } from "../../../../shared/aws/read-metrics.ts";
import type { Config } from "../../../../shared/config/config.ts";
import { countOf, statisticOf } from "../../../cloud/cloudwatch.ts";
import { metricKey, publishedMetrics } from "../../../cloud/published-metrics.ts";
import type { PublishedMetric } from "../../../cloud/service-metrics.ts";
import type { World } from "../../../world/world.ts";

/** A query with what stands for its metric in the world; `null`: nobody publishes it. */
export type BoundQuery = MetricQuery & { readonly published: PublishedMetric | null };

/** As `readSnapshot` looks back. */
const lookbackSeconds = 900;

/** Looks up once what each query reads: the queries of a domain are the same at every read. */
export const bindQueries = (queries: readonly MetricQuery[], config: Config): readonly BoundQuery[] => {
  const metrics = publishedMetrics(config);
  return queries.map((query) => {
    const { namespace, metricName, dimensions } = query.metric;
    return { ...query, published: metrics.get(metricKey(namespace, metricName, dimensions)) ?? null };
  });
};

/** The last minutes of the queries' metrics, as `readMetrics` brings them: whole periods that have ended, ascending. */
export const readSeries = (
  world: World,
  queries: readonly BoundQuery[],
  nowMs: number,
): ReadonlyMap<string, Series> => {
  const found = new Map<string, Series>();
  for (const query of queries) found.set(query.key, seriesOf(world, query, nowMs));
  return found;
};

const seriesOf = (world: World, query: BoundQuery, nowMs: number): Series => {
  const { metric, statistic, published } = query;
  const lookback = Math.max(lookbackSeconds, query.lookbackSeconds ?? 0);
  const { fromMs, toMs } = windowOf(metric.periodSeconds, lookback, nowMs, query);
  const points: MetricPoint[] = [];
  if (published !== null) {
    for (const datapoint of world.datapoints(published, metric.periodSeconds, fromMs, toMs)) {
      const point = published.counts === true ? countOf(datapoint) : datapoint;
      points.push({ atMs: point.atMs, value: statisticOf(point, statistic) });
    }
  }
  if (points.length > 0) return { kind: "known", points };
  const detail = `no datapoint of ${metric.namespace} ${metric.metricName} in the last ${lookbackSeconds} s`;
  return { kind: "unknown", because: "no-data", detail };
};
