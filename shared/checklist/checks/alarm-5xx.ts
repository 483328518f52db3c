import { serviceLabel } from "../account-parts.ts";
import type { EcsService } from "../account-reading.ts";
import type { MetricAlarm } from "../alarms/alarm.ts";
import { judgeRatioAlarm } from "../alarms/error-ratio.ts";
import type { AuditInput } from "../audit-input.ts";
import { passed, type Verdict } from "../check.ts";
import { type Front, judgeFronted, unreadAlarms } from "../service-fronts.ts";
import { alarmName, dimensionList, proposedAlarmCost, putAlarm } from "./put-alarm.ts";

/** A ratio. */
const asked = { threshold: 0.01, windowSeconds: 600 };
const periodSeconds = 60;

export const checkAlarm5xx = ({ reading, priceOf }: AuditInput): readonly Verdict[] => {
  const { alarms } = reading;
  if (alarms.kind === "unknown") return unreadAlarms(reading)!;
  const metricAlarms = alarms.value.filter((alarm) => alarm.kind === "metric");
  return judgeFronted(reading, (service, fronts) => {
    const subject = serviceLabel(service);
    const bare = fronts.filter((front) => !metricAlarms.some((one) => judgeRatioAlarm(one, front, asked) === "strict"));
    if (bare.length === 0) return passed(subject);
    const unclear = unclearNames(metricAlarms, bare);
    if (unclear.length > 0)
      return {
        status: "unknown",
        subject,
        what: `${subject} has an alarm on its errors whose expression can't be worked out here: ${unclear.join(", ")}.`,
      };
    return {
      status: "finding",
      subject,
      what: `${subject} has no alarm on more than ${asked.threshold * 100} % of 5xx for ${asked.windowSeconds / 60} minutes.`,
      fix: bare.map((front, index) => ratioAlarm(service, front, index)),
      cost: proposedAlarmCost(priceOf, 2 * bare.length),
      numbers: { thresholdPercent: asked.threshold * 100, windowSeconds: asked.windowSeconds },
    };
  });
};

const unclearNames = (alarms: readonly MetricAlarm[], fronts: readonly Front[]): readonly string[] =>
  alarms
    .filter((alarm) => fronts.some((front) => judgeRatioAlarm(alarm, front, asked) === "unclear"))
    .map(({ name }) => name)
    .sort();

const ratioAlarm = (service: EcsService, front: Front, index: number): string => {
  const stat = (Id: string, MetricName: string): object => ({
    Id,
    MetricStat: {
      Metric: {
        Namespace: "AWS/ApplicationELB",
        MetricName,
        Dimensions: dimensionList({ LoadBalancer: front.balancer, TargetGroup: front.targetGroup }),
      },
      Period: periodSeconds,
      Stat: "Sum",
    },
    ReturnData: false,
  });
  return putAlarm(alarmName(service, index === 0 ? "5xx" : `5xx-${index + 1}`), {
    metrics: [
      stat("errors", "HTTPCode_Target_5XX_Count"),
      stat("requests", "RequestCount"),
      { Id: "percent", Expression: "100 * FILL(errors, 0) / requests", Label: "5xx, percent of requests" },
    ],
    "evaluation-periods": asked.windowSeconds / periodSeconds,
    threshold: asked.threshold * 100,
  });
};
