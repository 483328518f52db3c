import type { Config } from "../../config/config.ts";
import type { ServiceConfig } from "../../config/service-config.ts";
import { destinationsOf } from "../../records/destination.ts";
import { hoursPerMonth } from "../money.ts";
import { measuredUse } from "./measured-use.ts";
import type { OwnUse } from "./own-use.ts";

const ticksPerMonth = hoursPerMonth * 60;
const calmReadsPerMonth = hoursPerMonth * 12;
const limitsPerMonth = hoursPerMonth * 4;
/** Of a database: connections, CPU, load, burst balance, and the balances of its disk. */
const metricsPerDatabase = 6;
/** Of an account, asked once in each domain: Fargate's vCPU in use. */
const metricsPerDomain = 1;
/** `WakeUps` and its like of the router, and those of `limits`; `scale` and `records` have one each on a calm day. */
const commonMetrics = 7;
const polls = hoursPerMonth * 5 * 180;

/**
 * What Headgate uses in a month for a configuration, while every domain is calm: read each five minutes, nothing to change.
 * A domain near its targets is read each minute, which multiplies its reads by up to five.
 *
 * Reads, functions and metrics follow from the configuration; what a read takes of the table and of time is that of the
 * measured stacks, by service.
 *
 * @returns never less than calm; pure
 */
export const estimateUse = (config: Config): OwnUse => {
  const { domains, databases, services } = config;
  const destinations = destinationsOf(config).length;
  const reads = domains.length * calmReadsPerMonth;
  const looks = destinations * ticksPerMonth;
  const invocations = ticksPerMonth + reads + looks + limitsPerMonth;
  const metrics =
    services.reduce((sum, service) => sum + metricsOf(service), 0) +
    databases.length * metricsPerDatabase +
    domains.length * metricsPerDomain;
  const typical = measuredUse["10"];
  const perService = (count: number): number => (count * services.length) / typical.services;
  return {
    invocations,
    gbSeconds: perService(typical.use.gbSeconds),
    // `events`, and `runs`, which nothing is in.
    standardQueueRequests: 2 * polls + ticksPerMonth * 3,
    fifoQueueRequests: polls * (destinations === 0 ? 1 : 2) + 3 * (reads + looks),
    tableReadUnits: perService(typical.use.tableReadUnits),
    tableWriteUnits: perService(typical.use.tableWriteUnits),
    tableGb: perService(typical.use.tableGb),
    metricReads: metrics * calmReadsPerMonth,
    cloudWatchRequests: domainsWithAlarms(config) * calmReadsPerMonth,
    databaseInsightsRequests: 0,
    customMetrics: commonMetrics + (destinations === 0 ? 1 : 2),
    alarmMetrics: typical.use.alarmMetrics,
    logGb: (typical.use.logGb * invocations) / typical.use.invocations,
    traces: invocations,
    notices: 0,
    scheduledCalls: ticksPerMonth + limitsPerMonth,
    objectPuts: 0,
    decisions: 0,
  };
};

/** Statistics of one metric are read together; a metric of presence is one of its own. */
const metricsOf = ({ signals }: ServiceConfig): number =>
  signals.reduce((sum, signal) => {
    switch (signal.kind) {
      case "alarm":
        return sum;
      case "requests":
      case "rate":
        return sum + (signal.presence === null ? 1 : 2);
      case "backlog":
        return sum + (signal.source.kind === "metrics" ? signal.source.metrics.length : 0);
      default:
        return sum + 1;
    }
  }, 0);

const domainsWithAlarms = ({ domains, services }: Config): number =>
  domains.filter((domain) =>
    services.some(
      ({ name, signals }) => domain.services.includes(name) && signals.some(({ kind }) => kind === "alarm"),
    ),
  ).length;
