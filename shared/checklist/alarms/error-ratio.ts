import type { Front } from "../service-fronts.ts";
import type { MathPart, MetricAlarm, WatchedMetric } from "./alarm.ts";
import { evaluateMath } from "./evaluate-math.ts";
import { type Asked, firesWithin, hasDimensions, isAbove, tellsPeople } from "./strictness.ts";

/** Enough requests for any guard against small numbers in an expression. */
const requests = 1_000_000;
/** Just over the ratio that is asked about. */
const excess = 1.01;
const deepest = 20;

const errorMetrics = ["HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count"];

/**
 * Whether a metric math alarm fires when just over `asked.threshold` of a service's requests end in a 5xx.
 *
 * The expression is worked out for a period with that many errors among very many requests, so ratios and percentages, in
 * any notation, are judged by what they come to.
 *
 * @param asked the threshold is a ratio, 0..1
 * @returns "foreign": it isn't about this service's errors and requests; "unclear": it is, and can't be worked out
 */
export const judgeRatioAlarm = (
  alarm: MetricAlarm,
  front: Front,
  asked: Asked,
): "strict" | "lax" | "foreign" | "unclear" => {
  const { watches } = alarm;
  if (watches.kind !== "math") return "foreign";
  const parts = new Map(watches.parts.map((part) => [part.id, part]));
  const metrics = watches.parts.filter((part) => part.kind === "metric" && isOf(part, front));
  const hasErrors = metrics.some((part) => part.kind === "metric" && errorMetrics.includes(part.metricName));
  const hasRequests = metrics.some((part) => part.kind === "metric" && part.metricName === "RequestCount");
  if (!hasErrors || !hasRequests) return "foreign";
  const ratio = valueWith(parts, watches.returned, front, asked.threshold * excess, 0);
  if (ratio === null || alarm.threshold === null) return "unclear";
  const periodSeconds = Math.max(...watches.parts.map((part) => (part.kind === "metric" ? part.periodSeconds : 0)));
  const fires = alarm.comparison === "GreaterThanThreshold" ? ratio > alarm.threshold : ratio >= alarm.threshold;
  return tellsPeople(alarm) && isAbove(alarm) && fires && firesWithin(alarm, periodSeconds, asked.windowSeconds)
    ? "strict"
    : "lax";
};

const isOf = ({ namespace, dimensions }: WatchedMetric, front: Front): boolean =>
  namespace === "AWS/ApplicationELB" &&
  (hasDimensions({ dimensions }, { LoadBalancer: front.balancer, TargetGroup: front.targetGroup }) ||
    hasDimensions({ dimensions }, { TargetGroup: front.targetGroup }) ||
    (front.isOnly && hasDimensions({ dimensions }, { LoadBalancer: front.balancer })));

/** All errors come from the tasks: an alarm that only counts the balancer's own doesn't see them. */
const valueWith = (
  parts: ReadonlyMap<string, MathPart>,
  id: string,
  front: Front,
  errorRatio: number,
  depth: number,
): number | null => {
  const part = parts.get(id);
  // A circle is refused by CloudWatch; the depth only keeps a wrong reading from hanging.
  if (part === undefined || depth > deepest) return null;
  if (part.kind === "expression")
    return evaluateMath(part.expression, (other) => valueWith(parts, other, front, errorRatio, depth + 1));
  if (!isOf(part, front) || part.statistic !== "Sum") return null;
  if (part.metricName === "RequestCount") return requests;
  if (part.metricName === "HTTPCode_Target_5XX_Count") return requests * errorRatio;
  return part.metricName === "HTTPCode_ELB_5XX_Count" ? 0 : null;
};
