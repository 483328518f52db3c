import type { Reading } from "../../reading.ts";
import type { MetricPoint, PressureReading } from "../readings/database-reading.ts";

/** A figure that says that a database, or a proxy, is at its end. */
export type PressureSign = {
  readonly sign:
    | "cpu-percent"
    | "load-per-vcpu"
    | "storage-burst-percent"
    | "io-burst-percent"
    | "throughput-burst-percent"
    | "borrow-latency-microseconds";
  /** The newest value. */
  readonly value: number;
  readonly threshold: number;
};

export type Pressure = {
  readonly saturated: boolean;
  /** What says so, in a fixed order; empty where nothing does. */
  readonly signs: readonly PressureSign[];
  /** What could not be read, in AWS's words: no opinion, but worth a word. */
  readonly unread: readonly string[];
};

/** Past 90 % of the CPU, waiting grows faster than work. */
const cpuThresholdPercent = 90;
/** More sessions at work than there are vCPUs: some of them wait for one. */
const loadThresholdPerVcpu = 1;
/** With a tenth of the credits left, minutes of the same load drop the instance to its baseline. */
const burstThresholdPercent = 10;
/**
 * A connection from the proxy's pool is there in well under a millisecond, and a new one to the database in some tens
 * of them. A tenth of a second on average over a minute is clients that wait for each other. AWS names no figure.
 */
const borrowThresholdMicroseconds = 100_000;
/** One spike says nothing: two of the newest three minutes must. */
const newestPoints = 3;
const pointsAbove = 2;
/** Older minutes are of another load. */
const staleAfterSeconds = 600;

/**
 * Whether a database has more to give than connections.
 *
 * A metric without datapoints has no opinion: classes without credits, Aurora without EBS volumes and instances without
 * Performance Insights never publish it, and DBLoad is silent without load. One that couldn't be read has no opinion
 * either, and is named: pressure is an early sign beside the budget, which has its own reading and holds without it.
 * CPUCreditBalance isn't read: RDS runs T3 and T4g in unlimited mode, where an empty balance costs money, not speed.
 *
 * @throws never
 * @see Amazon RDS User Guide, "Amazon CloudWatch metrics for Amazon RDS" and "... for Performance Insights"
 */
export const databasePressure = (reading: PressureReading, nowMs: number): Pressure => {
  const { cpuPercent, loadPerVcpu, storageBurstPercent, ioBurstPercent, throughputBurstPercent } = reading;
  return pressureOf(
    [
      { sign: "cpu-percent", reading: cpuPercent, threshold: cpuThresholdPercent, when: "above" },
      { sign: "load-per-vcpu", reading: loadPerVcpu, threshold: loadThresholdPerVcpu, when: "above" },
      { sign: "storage-burst-percent", reading: storageBurstPercent, threshold: burstThresholdPercent, when: "below" },
      { sign: "io-burst-percent", reading: ioBurstPercent, threshold: burstThresholdPercent, when: "below" },
      {
        sign: "throughput-burst-percent",
        reading: throughputBurstPercent,
        threshold: burstThresholdPercent,
        when: "below",
      },
    ],
    nowMs,
  );
};

/** A proxy at its limit makes its clients wait: that is seen before anything fails. */
export const proxyPressure = (borrowLatencyMicroseconds: Reading<readonly MetricPoint[]>, nowMs: number): Pressure =>
  pressureOf(
    [
      {
        sign: "borrow-latency-microseconds",
        reading: borrowLatencyMicroseconds,
        threshold: borrowThresholdMicroseconds,
        when: "above",
      },
    ],
    nowMs,
  );

type Watched = {
  readonly sign: PressureSign["sign"];
  readonly reading: Reading<readonly MetricPoint[]>;
  readonly threshold: number;
  readonly when: "above" | "below";
};

const pressureOf = (watched: readonly Watched[], nowMs: number): Pressure => {
  const signs: PressureSign[] = [];
  const unread: string[] = [];
  for (const { sign, reading, threshold, when } of watched) {
    if (reading.kind === "unknown") {
      if (reading.because !== "no-data") unread.push(reading.detail);
      continue;
    }
    const fresh = reading.value.filter(({ atMs, value }) => Number.isFinite(value) && isFresh(atMs, nowMs));
    const newest = fresh.slice(-newestPoints);
    const past = newest.filter(({ value }) => (when === "above" ? value > threshold : value < threshold));
    if (past.length >= pointsAbove) signs.push({ sign, value: newest.at(-1)!.value, threshold });
  }
  return { saturated: signs.length > 0, signs, unread };
};

const isFresh = (atMs: number, nowMs: number): boolean => nowMs - atMs <= staleAfterSeconds * 1000;
