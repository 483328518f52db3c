import { judgeEach, regionLabel } from "../account-parts.ts";
import type { AccountReading, Database } from "../account-reading.ts";
import type { Alarm, WatchedMetric } from "../alarms/alarm.ts";
import { hasDimensions, isAsStrict } from "../alarms/strictness.ts";
import type { AuditInput } from "../audit-input.ts";
import { passed, unread, type Verdict } from "../check.ts";
import { clusterOf, knownLimit } from "../known-limit.ts";
import { unreadAlarms } from "../service-fronts.ts";
import { dimensionList, proposedAlarmCost, putAlarm } from "./put-alarm.ts";

const askedRatio = 0.9;
const windowSeconds = 120;

export const checkAlarmConnections = ({ reading, config, priceOf }: AuditInput): readonly Verdict[] => {
  const { alarms } = reading;
  if (alarms.kind === "unknown") return unreadAlarms(reading)!;
  return judgeEach(reading.databases, regionLabel(reading), (database): readonly Verdict[] => {
    const subject = database.id;
    const limit = knownLimit(database, reading, config);
    if (limit.kind === "unknown")
      return [
        {
          status: "unknown",
          subject,
          what: `The limit of ${subject} is not known, so no alarm can be held against it: ${limit.detail}. Write maxConnections into headgate.yml.`,
        },
      ];
    const threshold = Math.floor(limit.connections * askedRatio);
    if (alarms.value.some((alarm) => watchesConnections(alarm, database, reading, threshold))) return [passed(subject)];
    // Which of a cluster's roles it has, and so which alarms are its own, is then not known.
    if (database.cluster !== null && reading.databaseClusters.kind === "unknown")
      return [unread(subject, reading.databaseClusters)];
    return [
      {
        status: "finding",
        subject,
        what: `${subject} has no alarm on more than ${threshold} connections for ${windowSeconds / 60} minutes: 90 % of ${limit.connections}, by ${limit.source}.`,
        fix: [
          putAlarm(`${subject}-connections`, {
            namespace: "AWS/RDS",
            "metric-name": "DatabaseConnections",
            dimensions: dimensionList({ DBInstanceIdentifier: subject }),
            statistic: "Maximum",
            period: 60,
            "evaluation-periods": windowSeconds / 60,
            threshold,
          }),
        ],
        cost: proposedAlarmCost(priceOf, 1),
        numbers: { limitConnections: limit.connections, thresholdConnections: threshold, windowSeconds },
      },
    ];
  });
};

const watchesConnections = (alarm: Alarm, database: Database, reading: AccountReading, threshold: number): boolean =>
  alarm.kind === "metric" &&
  alarm.watches.kind === "metric" &&
  alarm.watches.namespace === "AWS/RDS" &&
  alarm.watches.metricName === "DatabaseConnections" &&
  isOf(alarm.watches, database, reading) &&
  isAsStrict(alarm, alarm.watches, { threshold, windowSeconds });

/** A cluster's metric is that of several instances: only its maximum is surely no lower than the instance's own. */
const isOf = (metric: WatchedMetric, database: Database, reading: AccountReading): boolean => {
  if (hasDimensions(metric, { DBInstanceIdentifier: database.id })) return true;
  if (database.cluster === null || metric.statistic !== "Maximum") return false;
  const role = clusterOf(database, reading)?.writer === database.id ? "WRITER" : "READER";
  return (
    hasDimensions(metric, { DBClusterIdentifier: database.cluster }) ||
    hasDimensions(metric, { DBClusterIdentifier: database.cluster, Role: role })
  );
};
