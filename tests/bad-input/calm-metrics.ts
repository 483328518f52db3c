import type { GetMetricDataInput, MetricDataResult } from "@aws-sdk/client-cloudwatch";
import type { EmbeddedCloud } from "../../simulator/cloud/embedded-cloud.ts";
import { trueLimits } from "./two-databases.ts";

const minuteMs = 60_000;
const usedVcpus = 12;

/**
 * The world has no RDS proxies and no account, so what calm ones publish is said here: of each proxy with a target every
 * minute, and of the Fargate vCPUs in use.
 */
export const withCalmMetrics = (cloud: EmbeddedCloud): void => {
  const answer = cloud.handle.bind(cloud);
  cloud.handle = async (service, operation, input) => {
    const answered = await answer(service, operation, input);
    if (operation !== "GetMetricData") return answered;
    const { MetricDataResults = [] } = answered as { MetricDataResults?: readonly MetricDataResult[] };
    return {
      ...answered,
      MetricDataResults: MetricDataResults.map((result) => filled(result, input as GetMetricDataInput, cloud)),
    };
  };
};

const filled = (result: MetricDataResult, input: GetMetricDataInput, cloud: EmbeddedCloud): MetricDataResult => {
  const metric = input.MetricDataQueries?.find(({ Id }) => Id === result.Id)?.MetricStat?.Metric;
  if (metric?.Namespace === "AWS/Usage") {
    const atMs = Math.floor(input.EndTime!.getTime() / 300_000) * 300_000 - 300_000;
    return { ...result, Timestamps: [new Date(atMs)], Values: [usedVcpus] };
  }
  const name = metric?.Dimensions?.find(({ Name }) => Name === "ProxyName")?.Value;
  const proxy = cloud.estate.proxies.find((one) => one.proxy === name);
  if (proxy === undefined || proxy.targets.length === 0) return result;
  const allowed = Math.floor((trueLimits.bad * (proxy.maxConnectionsPercent ?? 100)) / 100);
  const calm: Readonly<Record<string, number>> = {
    DatabaseConnectionsCurrentlyBorrowed: 8,
    DatabaseConnectionsCurrentlySessionPinned: 0,
    DatabaseConnections: 10,
    ClientConnections: 40,
    MaxDatabaseConnectionsAllowed: allowed,
    DatabaseConnectionsBorrowLatency: 500,
  };
  const value = calm[metric?.MetricName ?? ""];
  if (value === undefined) return result;
  const fromMs = Math.ceil(input.StartTime!.getTime() / minuteMs) * minuteMs;
  const count = Math.max(0, Math.floor((input.EndTime!.getTime() - fromMs) / minuteMs));
  const Timestamps = Array.from({ length: count }, (_, index) => new Date(fromMs + index * minuteMs));
  return { ...result, Timestamps, Values: Timestamps.map(() => value) };
};
