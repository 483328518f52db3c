import { placeDimensions } from "../../aws/read-databases.ts";
import type { Config } from "../../config/config.ts";
import type { DatabaseConfig } from "../../config/database-config.ts";
import type { ServiceConfig } from "../../config/service-config.ts";
import type { DatabaseFacts } from "../../limits/database-facts.ts";
import { limitUsed } from "../../plan/budget/limit-used.ts";
import type { Reading } from "../../reading.ts";
import { ownMark, type StandardAlarm } from "./standard-alarm.ts";

export type Thresholds = {
  readonly cpuPercent: number;
  readonly errorPercent: number;
  readonly latencySeconds: number;
  readonly connectionsPercent: number;
};

export const defaultThresholds: Thresholds = {
  cpuPercent: 80,
  errorPercent: 1,
  latencySeconds: 1,
  connectionsPercent: 90,
};

export type StandardAlarms = {
  /** Sorted by name. */
  readonly alarms: readonly StandardAlarm[];
  /** What has no alarm, and why. */
  readonly notes: readonly string[];
};

const periodSeconds = 60;

/** All that Headgate names begins so. */
export const alarmPrefix = (stackPrefix: string): string => `${stackPrefix}-svc-`;

/**
 * The alarms that every service and database should have.
 *
 * @param facts of the databases, for limits that headgate.yml doesn't give
 * @throws never
 */
export const standardAlarms = (
  config: Config,
  names: { readonly prefix: string; readonly topicArn: string },
  thresholds: Thresholds,
  facts: ReadonlyMap<string, Reading<DatabaseFacts>>,
  nowMs: number,
): StandardAlarms => {
  const about = { prefix: alarmPrefix(names.prefix), actions: [names.topicArn] };
  const alarms: StandardAlarm[] = [];
  const notes: string[] = [];
  for (const service of config.services) {
    alarms.push(cpuAlarm(service, about, thresholds.cpuPercent));
    const dimensions = loadBalancerOf(service);
    if (dimensions === null)
      notes.push(
        `${service.name}: no alarms on errors and latency, because no signal of it names a load balancer: add signals.latency or signals.rate with loadBalancer and targetGroup`,
      );
    else
      alarms.push(
        errorAlarm(service, about, thresholds.errorPercent, dimensions),
        latencyAlarm(service, about, thresholds.latencySeconds, dimensions),
      );
  }
  for (const database of config.databases) {
    const limit = limitUsed(database, facts.get(database.name) ?? notRead, nowMs);
    if (limit.kind === "unknown") notes.push(`${database.name}: no alarm on connections: ${limit.detail}`);
    else alarms.push(connectionsAlarm(database, about, thresholds.connectionsPercent, limit.limitConnections));
  }
  return { alarms: alarms.sort((a, b) => (a.name < b.name ? -1 : 1)), notes };
};

type About = { readonly prefix: string; readonly actions: readonly string[] };

const cpuAlarm = ({ name, cluster, ecsService }: ServiceConfig, about: About, percent: number): StandardAlarm => ({
  name: `${about.prefix}${name}-cpu`,
  description: `${ownMark}CPU of ${name} above ${percent} % for 5 min.`,
  watches: {
    kind: "metric",
    namespace: "AWS/ECS",
    metricName: "CPUUtilization",
    dimensions: { ClusterName: cluster, ServiceName: ecsService },
    statistic: "Average",
  },
  threshold: percent,
  periodSeconds,
  datapoints: 5,
  treatMissingData: "missing",
  actions: about.actions,
});

/** Only what the targets themselves answered: the load balancer's own 5xx are those of all its services. */
const errorAlarm = (
  { name }: ServiceConfig,
  about: About,
  percent: number,
  dimensions: Readonly<Record<string, string>>,
): StandardAlarm => ({
  name: `${about.prefix}${name}-errors`,
  description: `${ownMark}5xx answers of ${name} above ${percent} % of its requests for 10 min.`,
  watches: {
    kind: "ratio",
    namespace: "AWS/ApplicationELB",
    partMetric: "HTTPCode_Target_5XX_Count",
    wholeMetric: "RequestCount",
    dimensions,
  },
  threshold: percent,
  periodSeconds,
  datapoints: 10,
  // Without requests nothing is published.
  treatMissingData: "notBreaching",
  actions: about.actions,
});

const latencyAlarm = (
  { name }: ServiceConfig,
  about: About,
  seconds: number,
  dimensions: Readonly<Record<string, string>>,
): StandardAlarm => ({
  name: `${about.prefix}${name}-latency`,
  description: `${ownMark}p99 response time of ${name} above ${seconds} s for 5 min.`,
  watches: {
    kind: "metric",
    namespace: "AWS/ApplicationELB",
    metricName: "TargetResponseTime",
    dimensions,
    statistic: "p99",
  },
  threshold: seconds,
  periodSeconds,
  datapoints: 5,
  treatMissingData: "notBreaching",
  actions: about.actions,
});

/** Rounds down: an alarm one connection early is better than one late. */
const connectionsAlarm = (
  { name, at }: DatabaseConfig,
  about: About,
  percent: number,
  limitConnections: number,
): StandardAlarm => ({
  name: `${about.prefix}db-${name}-connections`,
  description: `${ownMark}connections of ${name} above ${percent} % of its limit of ${limitConnections} for 2 min.`,
  watches: {
    kind: "metric",
    namespace: "AWS/RDS",
    metricName: "DatabaseConnections",
    dimensions: placeDimensions(at),
    statistic: "Maximum",
  },
  threshold: Math.floor((limitConnections * percent) / 100),
  periodSeconds,
  datapoints: 2,
  treatMissingData: "missing",
  actions: about.actions,
});

/** Of whichever signal names one. */
const loadBalancerOf = ({ signals }: ServiceConfig): Readonly<Record<string, string>> | null => {
  for (const signal of signals) {
    if (signal.kind !== "requests" && signal.kind !== "rate" && signal.kind !== "latency") continue;
    const { namespace, dimensions } = signal.metric;
    if (namespace === "AWS/ApplicationELB" && "LoadBalancer" in dimensions && "TargetGroup" in dimensions)
      return dimensions;
  }
  return null;
};

const notRead: Reading<never> = { kind: "unknown", because: "no-data", detail: "the function limits has not read it" };
