import type { TimelineSample } from "../report/replay.ts";
import type { PoolSpec, WorldSpec } from "../world/spec.ts";

/**
 * The flash sale of March 2026: 5 tasks, traffic x3 at 02:10, 38 tasks 12 minutes later, connection slots exhausted.
 *
 * Pool size and max_connections were not published; three pairs fit the timeline. What is fact, what is inferred and how each
 * parameter was chosen is in docs/incident-a.md.
 */
export type IncidentPair = {
  readonly name: string;
  readonly serviceName: string;
  readonly databaseName: string;
  readonly connectionsPerTask: number;
  readonly maxConnections: number;
  readonly reservedConnections: number;
  /** Held by others than the service all the time. */
  readonly otherConnections: number;
  readonly poolKind: PoolSpec["kind"];
  readonly withoutConnections: PoolSpec["withoutConnections"];
  /** From the order to start until traffic is taken. */
  readonly startSeconds: number;
  readonly drainSeconds: number;
  readonly targetCpuPercent: number;
  readonly minTasks: number;
  readonly maxTasks: number;
  worldSpec(options?: IncidentOptions): WorldSpec;
};

export type IncidentOptions = {
  readonly rampSeconds?: number;
  /** Traffic after the rise over traffic before. */
  readonly amplitude?: number;
  /** False: clients give up after the first failure. */
  readonly retries?: boolean;
  readonly withoutConnections?: PoolSpec["withoutConnections"];
};

/** 02:10: ten minutes after the start. */
export const riseAtSeconds = 600;
/** Ten minutes before the rise and 45 after; the traffic stays high to the end. */
export const runSeconds = 3_300;

/** Share of failed attempts as published, by minutes after the rise; the fourth minute is [4 min, 5 min). */
export const publishedFailedRatio: readonly (readonly [minutes: number, ratio: number])[] = [
  [4, 0.12],
  [6, 0.41],
  [8, 0.78],
  [9, 0.94],
];

const serviceName = "checkout";
const databaseName = "orders";
const tasksBefore = 5;
const tasksAtMost = 40;
const cpuRatioBefore = 0.47;
const cpuSecondsPerRequest = 0.02;
const publishedAmplitude = 3;
const fittedRampSeconds = 300;
const drainSeconds = 60;
const reservedConnections = 8;
const otherConnections = 10;
const uncontendedSessions = 16;

/** What differs between the pairs. */
type PairParameters = {
  readonly connectionsPerTask: number;
  readonly maxConnections: number;
  readonly poolKind: PoolSpec["kind"];
  readonly pendingSeconds: number;
  readonly bootSeconds: number;
  readonly targetCpuPercent: number;
  readonly cpuSecondsPerRefusal: number;
  readonly databaseCores: number;
  readonly databaseCpuSecondsPerRequest: number;
  readonly slowdownPerSession: number;
  readonly cpuSecondsPerConnectionAttempt: number;
};

const parameters: readonly PairParameters[] = [
  {
    connectionsPerTask: 20,
    maxConnections: 200,
    poolKind: "fixed",
    pendingSeconds: 20,
    bootSeconds: 60,
    targetCpuPercent: 55,
    cpuSecondsPerRefusal: 0.006,
    databaseCores: 2,
    databaseCpuSecondsPerRequest: 0.00216,
    slowdownPerSession: 0.0067,
    cpuSecondsPerConnectionAttempt: 0.01,
  },
  {
    connectionsPerTask: 10,
    maxConnections: 200,
    poolKind: "elastic",
    pendingSeconds: 30,
    bootSeconds: 20,
    targetCpuPercent: 60,
    cpuSecondsPerRefusal: 0.004,
    databaseCores: 2,
    databaseCpuSecondsPerRequest: 0.00255,
    slowdownPerSession: 0.00217,
    cpuSecondsPerConnectionAttempt: 0.02,
  },
  {
    connectionsPerTask: 20,
    maxConnections: 410,
    poolKind: "fixed",
    pendingSeconds: 40,
    bootSeconds: 60,
    targetCpuPercent: 50,
    cpuSecondsPerRefusal: 0.002,
    databaseCores: 4,
    databaseCpuSecondsPerRequest: 0.00533,
    slowdownPerSession: 0.00266,
    cpuSecondsPerConnectionAttempt: 0.005,
  },
];

export const incidentA: readonly IncidentPair[] = parameters.map(incidentPair);

function incidentPair(pair: PairParameters): IncidentPair {
  const { connectionsPerTask, maxConnections, poolKind, pendingSeconds, bootSeconds, targetCpuPercent } = pair;
  return {
    name: `pool ${connectionsPerTask}, max_connections ${maxConnections}`,
    serviceName,
    databaseName,
    connectionsPerTask,
    maxConnections,
    reservedConnections,
    otherConnections,
    poolKind,
    withoutConnections: "crash",
    startSeconds: pendingSeconds + bootSeconds,
    drainSeconds,
    targetCpuPercent,
    minTasks: tasksBefore,
    maxTasks: tasksAtMost,
    worldSpec: (options = {}) => worldSpec(pair, options),
  };
}

function worldSpec(pair: PairParameters, options: IncidentOptions): WorldSpec {
  return {
    startMs: Date.UTC(2026, 2, 14, 2, 0),
    timelineSeconds: 10,
    databases: [
      {
        name: databaseName,
        maxConnections: pair.maxConnections,
        reservedConnections,
        baseConnections: otherConnections,
        cores: pair.databaseCores,
        uncontendedSessions,
        slowdownPerSession: pair.slowdownPerSession,
        cpuSecondsPerConnectionAttempt: pair.cpuSecondsPerConnectionAttempt,
      },
    ],
    services: [
      {
        name: serviceName,
        traffic: {
          kind: "ramp",
          baseRequestsPerSecond: (cpuRatioBefore * tasksBefore) / cpuSecondsPerRequest,
          riseAtSeconds,
          rampSeconds: options.rampSeconds ?? fittedRampSeconds,
          amplitude: options.amplitude ?? publishedAmplitude,
        },
        initialTasks: tasksBefore,
        cpuSecondsPerRequest,
        cpuSecondsPerRefusal: pair.cpuSecondsPerRefusal,
        pendingSeconds: pair.pendingSeconds,
        bootSeconds: pair.bootSeconds,
        drainSeconds,
        queueLimitPerTask: 2_400,
        queueOrder: "shared",
        client: {
          timeoutSeconds: 30,
          retries: options.retries === false ? 0 : 2,
          retryProbability: 0.9,
          backOffSeconds: 4,
        },
        pool: {
          database: databaseName,
          connectionsPerTask: pair.connectionsPerTask,
          kind: pair.poolKind,
          holdSecondsPerRequest: 0.03,
          databaseCpuSecondsPerRequest: pair.databaseCpuSecondsPerRequest,
          withoutConnections: options.withoutConnections ?? "crash",
        },
      },
    ],
  };
}

export type SweepPoint = { readonly rampSeconds: number; readonly amplitude: number; readonly seed: number };

/** Incident A is bistable: one run says little, so controllers are scored over these. */
export const incidentSweep: readonly SweepPoint[] = [180, 300, 420].flatMap((rampSeconds) =>
  [2.5, 3, 3.5].flatMap((amplitude) => [1, 2].map((seed) => ({ rampSeconds, amplitude, seed }))),
);

const collapseWindowSeconds = 600;
const collapseRatio = 0.3;

/** A run collapsed when more than 30 % of the users' requests that ended in its last ten minutes failed. */
export function collapsed(timeline: readonly TimelineSample[]): boolean {
  return failedRatioAtEnd(timeline) > collapseRatio;
}

/** Mean failed share of users' requests over the last ten minutes. @returns 0..1; 0 for an empty timeline */
export function failedRatioAtEnd(timeline: readonly TimelineSample[]): number {
  const end = timeline.at(-1)?.atSeconds ?? 0;
  const last = timeline.filter(({ atSeconds }) => atSeconds > end - collapseWindowSeconds);
  return last.reduce((sum, { failedRatio }) => sum + failedRatio, 0) / Math.max(1, last.length);
}
