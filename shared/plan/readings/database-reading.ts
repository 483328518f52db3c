import type { DatabaseFacts } from "../../limits/database-facts.ts";
import type { Reading, Unknown } from "../../reading.ts";

export type DatabaseReading = {
  readonly name: string;
  /** What the function `limits` has found, as it stands in the table; "no-data": not yet. */
  readonly facts: Reading<DatabaseFacts>;
  /** Maximum of DatabaseConnections per minute, newest last; it arrives 2-3 minutes late. Never an empty list: that is "no-data". */
  readonly connections: Reading<readonly ConnectionsDatapoint[]>;
  readonly pressure: PressureReading;
  /** Of the proxies in front of it, sorted by name. */
  readonly proxies: readonly ProxyReading[];
};

export type ConnectionsDatapoint = { readonly atMs: number; readonly periodSeconds: number; readonly maximum: number };

/** One minute of a metric. */
export type MetricPoint = { readonly atMs: number; readonly value: number };

/** The last minutes, newest last, of what says that a database has no more to give. "no-data": this class or engine doesn't publish it. */
export type PressureReading = {
  /** CPUUtilization. */
  readonly cpuPercent: Reading<readonly MetricPoint[]>;
  /** DBLoadRelativeToNumVCPUs: active sessions per vCPU, where Performance Insights is on. */
  readonly loadPerVcpu: Reading<readonly MetricPoint[]>;
  /** BurstBalance: I/O credits of a gp2 volume. */
  readonly storageBurstPercent: Reading<readonly MetricPoint[]>;
  /** EBSIOBalance%: operations credits of the instance. */
  readonly ioBurstPercent: Reading<readonly MetricPoint[]>;
  /** EBSByteBalance%: throughput credits of the instance. */
  readonly throughputBurstPercent: Reading<readonly MetricPoint[]>;
};

/** An RDS proxy's metrics of the last minutes, newest last: sums over its hosts. */
export type ProxyReading = {
  /** The name in headgate.yml. */
  readonly name: string;
  /** DatabaseConnectionsCurrentlyBorrowed. */
  readonly borrowed: Reading<readonly MetricPoint[]>;
  /** DatabaseConnectionsCurrentlySessionPinned. */
  readonly pinned: Reading<readonly MetricPoint[]>;
  /** DatabaseConnections: what the proxy has open at the database. */
  readonly connections: Reading<readonly MetricPoint[]>;
  /** The most of them in the last 24 hours. */
  readonly peakConnections: Reading<number>;
  /** MaxDatabaseConnectionsAllowed. */
  readonly allowed: Reading<readonly MetricPoint[]>;
  /** ClientConnections; for people. */
  readonly clients: Reading<readonly MetricPoint[]>;
  /** DatabaseConnectionsBorrowLatency, the average of a minute. */
  readonly borrowLatencyMicroseconds: Reading<readonly MetricPoint[]>;
};

const unread: Unknown = { kind: "unknown", because: "no-data", detail: "not read" };

/** Nothing published. */
export const noPressure: PressureReading = {
  cpuPercent: unread,
  loadPerVcpu: unread,
  storageBurstPercent: unread,
  ioBurstPercent: unread,
  throughputBurstPercent: unread,
};

/** Before the function `limits` has found anything. */
export const noFacts: Unknown = {
  kind: "unknown",
  because: "no-data",
  detail: "the function limits has not read it yet",
};
