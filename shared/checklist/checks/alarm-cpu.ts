import { serviceLabel, servicesOf } from "../account-parts.ts";
import type { EcsService } from "../account-reading.ts";
import type { Alarm } from "../alarms/alarm.ts";
import { hasDimensions, isAsStrict } from "../alarms/strictness.ts";
import type { AuditInput } from "../audit-input.ts";
import { passed, type Verdict } from "../check.ts";
import { unreadAlarms } from "../service-fronts.ts";
import { alarmName, dimensionList, proposedAlarmCost, putAlarm } from "./put-alarm.ts";

const asked = { threshold: 80, windowSeconds: 300 };

export const checkAlarmCpu = ({ reading, priceOf }: AuditInput): readonly Verdict[] => {
  const { alarms } = reading;
  if (alarms.kind === "unknown") return unreadAlarms(reading)!;
  const { services, unread } = servicesOf(reading);
  const judged = services.map((service): Verdict => {
    const subject = serviceLabel(service);
    if (alarms.value.some((alarm) => watchesCpu(alarm, service))) return passed(subject);
    return {
      status: "finding",
      subject,
      what: `${subject} has no alarm on CPU above ${asked.threshold} % for ${asked.windowSeconds / 60} minutes.`,
      fix: [
        putAlarm(alarmName(service, "cpu"), {
          namespace: "AWS/ECS",
          "metric-name": "CPUUtilization",
          dimensions: dimensionList(dimensionsOf(service)),
          statistic: "Average",
          period: 60,
          "evaluation-periods": asked.windowSeconds / 60,
          threshold: asked.threshold,
        }),
      ],
      cost: proposedAlarmCost(priceOf, 1),
      numbers: { thresholdPercent: asked.threshold, windowSeconds: asked.windowSeconds },
    };
  });
  return [...unread, ...judged];
};

const watchesCpu = (alarm: Alarm, service: EcsService): boolean =>
  alarm.kind === "metric" &&
  alarm.watches.kind === "metric" &&
  alarm.watches.namespace === "AWS/ECS" &&
  alarm.watches.metricName === "CPUUtilization" &&
  hasDimensions(alarm.watches, dimensionsOf(service)) &&
  isAsStrict(alarm, alarm.watches, asked);

const dimensionsOf = ({ cluster, service }: EcsService): Readonly<Record<string, string>> => ({
  ClusterName: cluster,
  ServiceName: service,
});
