import { GetMetricDataCommand, type MetricDataQuery, type MetricDataResult } from "@aws-sdk/client-cloudwatch";
import type { CloudWatch } from "../../shared/aws/clients.ts";
import { nameAndMessage } from "../../shared/aws/failure.ts";
import type { HistoryQuery } from "./history-queries.ts";

/** [epoch ms of the period's start, value], ascending. */
export type MetricPoints = readonly (readonly [number, number])[];

export type Answer =
  /** In the queries' order. */
  | { readonly kind: "ok"; readonly series: readonly MetricPoints[] }
  | { readonly kind: "failed"; readonly message: string; readonly fix: string };

/** Load balancers and ECS publish once a minute; 20 s datapoints are gone after 3 h. */
export const periodSeconds = 60;
const attempts = 7;
const firstPauseMs = 1000;
const longestPauseMs = 30_000;
const throttled = /Throttl|TooManyRequests|LimitExceeded|InternalServiceFault|InternalFailure|ServiceUnavailable/;
const denied = /AccessDenied|Unauthorized|NotAuthorized|Forbidden/;
const action = "cloudwatch:GetMetricData";

/**
 * Asks for whole series: all pages, again after throttling with a pause that doubles.
 *
 * @param queries at most 500
 * @throws never
 */
export async function askCloudWatch(
  client: CloudWatch,
  queries: readonly HistoryQuery[],
  fromMs: number,
  toMs: number,
  sleep: (ms: number) => Promise<void>,
): Promise<Answer> {
  const series = queries.map(() => new Map<number, number>());
  const MetricDataQueries = queries.map(toQuery);
  let NextToken: string | undefined;
  do {
    const page = await askPage(client, { MetricDataQueries, fromMs, toMs, NextToken }, sleep);
    if (page.kind === "failed") return page;
    for (const result of page.results) collect(result, series);
    NextToken = page.nextToken;
  } while (NextToken !== undefined);
  return { kind: "ok", series: series.map((points) => [...points].sort(([a], [b]) => a - b)) };
}

type Page = {
  readonly kind: "page";
  readonly results: readonly MetricDataResult[];
  readonly nextToken: string | undefined;
};

type PageQuestion = {
  readonly MetricDataQueries: MetricDataQuery[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly NextToken: string | undefined;
};

async function askPage(
  client: CloudWatch,
  { MetricDataQueries, fromMs, toMs, NextToken }: PageQuestion,
  sleep: (ms: number) => Promise<void>,
): Promise<Page | Extract<Answer, { kind: "failed" }>> {
  let said = "";
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (attempt > 0) await sleep(Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1)));
    try {
      const input = {
        MetricDataQueries,
        StartTime: new Date(fromMs),
        EndTime: new Date(toMs),
        ScanBy: "TimestampAscending" as const,
        ...(NextToken === undefined ? {} : { NextToken }),
      };
      const answer = await client.send(new GetMetricDataCommand(input));
      const results = answer.MetricDataResults ?? [];
      const wrong = results.find(({ StatusCode }) => StatusCode === "InternalError" || StatusCode === "Forbidden");
      if (wrong === undefined) return { kind: "page", results, nextToken: answer.NextToken };
      said = `${wrong.StatusCode} ${wrong.Messages?.map(({ Value }) => Value).join("; ") ?? ""}`.trim();
      if (wrong.StatusCode === "Forbidden") return refuseRights(said);
    } catch (error) {
      const { name, message } = nameAndMessage(error);
      said = `${name}: ${message}`;
      if (denied.test(name)) return refuseRights(said);
      if (!throttled.test(name))
        return {
          kind: "failed",
          message: `${action}: ${said}`,
          fix: "Mend it and run the command again; what is downloaded is kept.",
        };
    }
  }
  const message = `${action} was refused ${attempts} times: ${said}`;
  return { kind: "failed", message, fix: "Run the command again later; what is downloaded is kept." };
}

function refuseRights(said: string): Extract<Answer, { kind: "failed" }> {
  return {
    kind: "failed",
    message: `not allowed: ${said}`,
    fix: `Let your user or role do ${action} on "*" (it takes no resource), and run the command again.`,
  };
}

function toQuery(query: HistoryQuery, index: number): MetricDataQuery {
  return {
    Id: `q${index}`,
    ReturnData: true,
    MetricStat: {
      Metric: {
        Namespace: query.namespace,
        MetricName: query.metricName,
        Dimensions: Object.entries(query.dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: periodSeconds,
      Stat: query.statistic,
    },
  };
}

/** A series may go on in the next page; by moment, as a page that is asked for twice may repeat some. */
function collect(result: MetricDataResult, series: readonly Map<number, number>[]): void {
  const points = series[Number(result.Id?.slice(1))];
  for (const [index, timestamp] of (result.Timestamps ?? []).entries()) {
    const value = result.Values?.[index];
    if (value !== undefined) points?.set(timestamp.getTime(), value);
  }
}
