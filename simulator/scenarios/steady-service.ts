import type { PoolSpec, ServiceSpec } from "../world/spec.ts";
import type { TrafficSpec } from "../world/traffic.ts";

type Steady = {
  readonly tasks: number;
  /** CPU in use at second 0, as a share of the tasks' CPU. */
  readonly cpuRatio: number;
  readonly requestsPerSecond: number;
  /** Multiples of the rate, each for so many seconds; the last one stays. */
  readonly course?: readonly { readonly seconds: number; readonly times: number }[];
  readonly pool?: PoolSpec;
};

/** A service with users, at a load that its tasks carry. Start 40 s, drain 60 s; clients wait 10 s and don't retry. */
export function steadyService(name: string, steady: Steady, changes: Partial<ServiceSpec> = {}): ServiceSpec {
  const { tasks, cpuRatio, requestsPerSecond, pool } = steady;
  return {
    name,
    traffic: trafficOf(steady),
    initialTasks: tasks,
    cpuSecondsPerRequest: (tasks * cpuRatio) / requestsPerSecond,
    pendingSeconds: 20,
    bootSeconds: 20,
    bootCpuRatio: 0.5,
    drainSeconds: 60,
    queueLimitPerTask: 400,
    client: { timeoutSeconds: 10, retries: 0, retryProbability: 0, backOffSeconds: 1 },
    ...(pool === undefined ? {} : { pool }),
    ...changes,
  };
}

/** A pool that fills as its tasks come up, one connection at a time. A request holds a connection for 20 ms. */
export function filledPool(database: string, connectionsPerTask: number, changes: Partial<PoolSpec> = {}): PoolSpec {
  return {
    database,
    connectionsPerTask,
    kind: "fixed",
    connectionsToStart: 1,
    holdSecondsPerRequest: 0.02,
    databaseCpuSecondsPerRequest: 0.001,
    withoutConnections: "crash",
    ...changes,
  };
}

function trafficOf({ requestsPerSecond, course }: Steady): TrafficSpec {
  const parts = course ?? [{ seconds: 1, times: 1 }];
  return {
    kind: "perSecond",
    requestsPerSecond: parts.flatMap(({ seconds, times }) =>
      new Array<number>(seconds).fill(requestsPerSecond * times),
    ),
  };
}
