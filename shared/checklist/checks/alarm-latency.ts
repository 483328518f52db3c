import { serviceLabel } from "../account-parts.ts";
import type { Alarm } from "../alarms/alarm.ts";
import { hasDimensions, isAsStrict } from "../alarms/strictness.ts";
import type { AuditInput } from "../audit-input.ts";
import { passed, type Verdict } from "../check.ts";
import { type Front, judgeFronted, unreadAlarms } from "../service-fronts.ts";
import { alarmName, dimensionList, proposedAlarmCost, putAlarm } from "./put-alarm.ts";

/** Seconds, which TargetResponseTime is in. */
const asked = { threshold: 1, windowSeconds: 300 };

export const checkAlarmLatency = ({ reading, priceOf }: AuditInput): readonly Verdict[] => {
  const { alarms } = reading;
  if (alarms.kind === "unknown") return unreadAlarms(reading)!;
  return judgeFronted(reading, (service, fronts) => {
    const subject = serviceLabel(service);
    const bare = fronts.filter((front) => !alarms.value.some((alarm) => watchesLatency(alarm, front)));
    if (bare.length === 0) return passed(subject);
    return {
      status: "finding",
      subject,
      what: `${subject} has no alarm on answers slower than ${asked.threshold} s for ${asked.windowSeconds / 60} minutes.`,
      fix: bare.map((front, index) =>
        putAlarm(alarmName(service, index === 0 ? "latency" : `latency-${index + 1}`), {
          namespace: "AWS/ApplicationELB",
          "metric-name": "TargetResponseTime",
          dimensions: dimensionList({ LoadBalancer: front.balancer, TargetGroup: front.targetGroup }),
          "extended-statistic": "p90",
          period: 60,
          "evaluation-periods": asked.windowSeconds / 60,
          threshold: asked.threshold,
        }),
      ),
      cost: proposedAlarmCost(priceOf, bare.length),
      numbers: { thresholdSeconds: asked.threshold, windowSeconds: asked.windowSeconds },
    };
  });
};

const watchesLatency = (alarm: Alarm, front: Front): boolean =>
  alarm.kind === "metric" &&
  alarm.watches.kind === "metric" &&
  alarm.watches.namespace === "AWS/ApplicationELB" &&
  alarm.watches.metricName === "TargetResponseTime" &&
  (hasDimensions(alarm.watches, { LoadBalancer: front.balancer, TargetGroup: front.targetGroup }) ||
    hasDimensions(alarm.watches, { TargetGroup: front.targetGroup }) ||
    (front.isOnly && hasDimensions(alarm.watches, { LoadBalancer: front.balancer }))) &&
  isAsStrict(alarm, alarm.watches, asked);
