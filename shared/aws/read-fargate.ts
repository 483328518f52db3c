import type { FargateReading } from "../plan/readings/capacity-reading.ts";
import type { Reading } from "../reading.ts";
import type { CloudWatch } from "./clients.ts";
import type { AccountQuotas } from "./facts-table.ts";
import { type MetricQuery, readMetrics } from "./read-metrics.ts";

/** Usage metrics are a few minutes late. */
const lookbackSeconds = 1800;

/** The maximum of five minutes: what has stopped within them is counted still, which is the safe side. */
const usage: MetricQuery = {
  key: "fargate/vcpu",
  statistic: "Maximum",
  metric: {
    namespace: "AWS/Usage",
    metricName: "ResourceCount",
    dimensions: { Service: "Fargate", Type: "Resource", Resource: "vCPU", Class: "Standard/OnDemand" },
    periodSeconds: 300,
  },
};

/**
 * Reads how much of the account's Fargate vCPU quota is in use.
 *
 * @param quotas as the function `limits` has stored them
 * @returns `null` while the quota is not known to have been looked at: its use is not read either
 * @throws never
 * @see Amazon ECS Developer Guide, AWS Fargate usage metrics
 */
export const readFargate = async (
  cloudWatch: CloudWatch,
  quotas: Reading<AccountQuotas>,
  nowMs: number,
): Promise<FargateReading | null> => {
  if (quotas.kind === "unknown" && quotas.because === "no-data") return null;
  const quotaVcpu: Reading<number> = quotas.kind === "known" ? quotas.value.fargateVcpus : quotas;
  if (quotaVcpu.kind === "unknown") return { quotaVcpu, used: notRead };
  const series = (await readMetrics(cloudWatch, [usage], lookbackSeconds, nowMs)).get(usage.key)!;
  if (series.kind === "unknown") return { quotaVcpu, used: series };
  const newest = series.points.at(-1)!;
  return { quotaVcpu, used: { kind: "known", value: { vcpu: newest.value, atMs: newest.atMs } } };
};

const notRead = { kind: "unknown", because: "no-data", detail: "not read without a quota" } as const;
