import type { Reading } from "../reading.ts";

/**
 * How busy the account has been: hours of the last days, of which the busy ones count. Plain data.
 *
 * "Busy" is the 95th percentile of the hours: a peak that comes back every day counts, a single bad hour does not.
 */
export type AccountMetrics = {
  readonly windowDays: number;
  /** Sorted by id. */
  readonly databases: readonly DatabaseMetrics[];
  /** Sorted by cluster and service. */
  readonly services: readonly ServiceMetrics[];
};

export type DatabaseMetrics = {
  readonly id: string;
  /** Of the hours' averages, 0..100. */
  readonly busyCpuPercent: Reading<number>;
  /** The most of any hour. */
  readonly peakConnections: Reading<number>;
  /** Operations per second, of the hours' averages. What is answered from memory is not in them. */
  readonly busyReadIops: Reading<number>;
  readonly busyWriteIops: Reading<number>;
};

export type ServiceMetrics = {
  readonly cluster: string;
  readonly service: string;
  readonly busyCpuPercent: Reading<number>;
};
