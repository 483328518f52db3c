import type { GetResourceMetricsRequest, ListAvailableResourceMetricsRequest } from "@aws-sdk/client-pi";
import { AwsError } from "./aws-error.ts";
import { pageOf } from "./pages.ts";
import { resourceIdOf } from "./rds.ts";
import type { PerformanceInsightsSpec, RdsEstate } from "./rds-estate.ts";

const mostResults = 25;
const pointsPerPage = 3;
/** Counters that every instance has, sorted before and behind the one that matters. */
const otherCounters = [
  ...Array.from({ length: 30 }, (_, index) => `db.Cache.counter_${String(index).padStart(2, "0")}`),
  "db.User.numbackends",
  "db.WAL.bytes",
];

/** Performance Insights over a described estate: which counters there are, and their figures by the minute. */
export class PerformanceInsights {
  readonly #estate: () => RdsEstate;
  readonly #nowMs: () => number;

  constructor(estate: () => RdsEstate, nowMs: () => number) {
    this.#estate = estate;
    this.#nowMs = nowMs;
  }

  listAvailableResourceMetrics(input: ListAvailableResourceMetricsRequest): object {
    const { counter } = this.#spec(input);
    const names = [...otherCounters, ...(counter === null ? [] : [counter])].sort();
    const { page, next } = pageOf(names, input.NextToken, Math.min(mostResults, input.MaxResults ?? mostResults));
    return {
      Metrics: page.map((Metric) => ({ Metric, Description: "", Unit: "Connections" })),
      NextToken: next,
    };
  }

  getResourceMetrics(input: GetResourceMetricsRequest): object {
    const { counter, values } = this.#spec(input);
    const metric = input.MetricQueries?.[0]?.Metric ?? "";
    const name = metric.replace(/\.(avg|min|max|sum)$/, "");
    if (name === metric) throw new AwsError("InvalidArgumentException", `Metric ${metric} has no aggregate function`);
    if (name !== counter) throw new AwsError("InvalidArgumentException", `Metric ${metric} not found`);
    const fromMs = input.StartTime?.getTime() ?? 0;
    const toMs = input.EndTime?.getTime() ?? 0;
    if (!(fromMs < toMs)) throw new AwsError("InvalidArgumentException", "StartTime must be earlier than EndTime");
    const thisMinuteMs = Math.floor(this.#nowMs() / 60_000) * 60_000;
    const points = values
      .map((Value, index) => ({
        Timestamp: new Date(thisMinuteMs - (values.length - 1 - index) * 60_000),
        ...(Value === null ? {} : { Value }),
      }))
      .filter(({ Timestamp }) => Timestamp.getTime() >= fromMs && Timestamp.getTime() < toMs);
    const { page, next } = pageOf(points, input.NextToken, input.MaxResults ?? pointsPerPage);
    return {
      Identifier: input.Identifier,
      MetricList: [{ Key: { Metric: metric }, DataPoints: page }],
      NextToken: next,
    };
  }

  #spec({ Identifier }: { readonly Identifier?: string | undefined }): PerformanceInsightsSpec {
    const instance = this.#estate().instances.find((one) => resourceIdOf(one.instance) === Identifier);
    if (instance?.performanceInsights === undefined)
      throw new AwsError("InvalidArgumentException", `Performance Insights is not enabled for ${Identifier}`);
    return instance.performanceInsights;
  }
}
