import { GetResourceMetricsCommand, ListAvailableResourceMetricsCommand } from "@aws-sdk/client-pi";
import type { Reading } from "../reading.ts";
import type { PerformanceInsights } from "./clients.ts";
import { unknownBecause } from "./failure.ts";

/** Short: after a change of class the figure from before it must not be taken for the new one. */
const lookbackSeconds = 300;
const periodSeconds = 60;
/** ListAvailableResourceMetrics answers at most so many. */
const metricsPerPage = 25;

/** RDS and Aurora PostgreSQL write User, Aurora MySQL Users. */
const counterName = /^db\.Users?\.max_connections$/;

/**
 * Reads the limit that runs, from the counter that Performance Insights keeps of it.
 *
 * A figure confirms the counter's name. Where there is none, the available counters are listed, to tell one that has no
 * figure yet from one that is not offered, or that has another name.
 *
 * @param resourceId DbiResourceId
 * @param expectedName the counter's name for this engine
 * @returns whole connections; `null`: Performance Insights has no such counter for this instance
 * @throws never
 */
export const readLimitCounter = async (
  client: PerformanceInsights,
  resourceId: string,
  expectedName: string,
  nowMs: number,
): Promise<Reading<number> | null> => {
  const expected = await readCounter(client, resourceId, expectedName, nowMs);
  if (expected.kind === "known" || expected.because === "access-denied") return expected;
  const listed = await listCounters(client, resourceId);
  if (listed.kind === "unknown") return listed;
  const [name] = listed.value;
  if (name === undefined) return null;
  return name === expectedName ? expected : readCounter(client, resourceId, name, nowMs);
};

const readCounter = async (
  client: PerformanceInsights,
  Identifier: string,
  name: string,
  nowMs: number,
): Promise<Reading<number>> => {
  const call = `pi:GetResourceMetrics ${Identifier} ${name}`;
  let newest: { readonly atMs: number; readonly connections: number } | null = null;
  try {
    let NextToken: string | undefined;
    do {
      const page = await client.send(
        new GetResourceMetricsCommand({
          ServiceType: "RDS",
          Identifier,
          MetricQueries: [{ Metric: `${name}.avg` }],
          StartTime: new Date(nowMs - lookbackSeconds * 1000),
          EndTime: new Date(nowMs),
          PeriodInSeconds: periodSeconds,
          NextToken,
        }),
      );
      for (const { Timestamp, Value } of page.MetricList?.flatMap(({ DataPoints = [] }) => DataPoints) ?? []) {
        const atMs = Timestamp?.getTime() ?? 0;
        // No value: nothing was sampled. A broken number: the average of a minute in which the limit changed.
        if (Value === undefined || Value === null || !Number.isInteger(Value) || Value <= 0) continue;
        if (newest === null || atMs >= newest.atMs) newest = { atMs, connections: Value };
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
  } catch (error) {
    return unknownBecause(call, error);
  }
  if (newest !== null) return { kind: "known", value: newest.connections };
  return { kind: "unknown", because: "no-data", detail: `${call}: no figure in the last ${lookbackSeconds} s` };
};

const listCounters = async (client: PerformanceInsights, Identifier: string): Promise<Reading<readonly string[]>> => {
  const names: string[] = [];
  try {
    let NextToken: string | undefined;
    do {
      const page = await client.send(
        new ListAvailableResourceMetricsCommand({
          ServiceType: "RDS",
          Identifier,
          MetricTypes: ["db"],
          MaxResults: metricsPerPage,
          NextToken,
        }),
      );
      names.push(...(page.Metrics ?? []).map(({ Metric = "" }) => Metric).filter((name) => counterName.test(name)));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
  } catch (error) {
    return unknownBecause(`pi:ListAvailableResourceMetrics ${Identifier}`, error);
  }
  return { kind: "known", value: names.sort() };
};
