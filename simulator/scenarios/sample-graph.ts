import type { PoolSpec, ServiceSpec, WorldSpec } from "../world/spec.ts";

const daySeconds = 86_400;
const slotSeconds = 60;

/**
 * Seven services as a small shop has them: gateway → user, order; order → inventory, payment; payment → notification through a
 * queue; a stream processor on a queue of its own. User has a database; order and inventory share one.
 *
 * A made-up world for benchmarks and tests: one day of traffic, quiet at night, with two peaks.
 */
export function sampleGraph(): WorldSpec {
  return {
    startMs: Date.UTC(2026, 2, 14),
    timelineSeconds: 60,
    databases: [
      { name: "shop", maxConnections: 410, reservedConnections: 8, baseConnections: 12, cores: 4 },
      { name: "users", maxConnections: 200, reservedConnections: 8, baseConnections: 5, cores: 2 },
    ],
    queues: [
      {
        name: "receipts",
        consumer: "notification",
        producer: { service: "payment", messagesPerRequest: 1 },
      },
      {
        name: "clicks",
        consumer: "stream-processor",
        traffic: { kind: "trace", slotSeconds, requestsPerSlot: day(150) },
      },
    ],
    services: [
      service("gateway", 4, 0.004, {
        traffic: { kind: "trace", slotSeconds, requestsPerSlot: day(200) },
        calls: [
          { service: "user", requestsPerRequest: 1 },
          { service: "order", requestsPerRequest: 0.4 },
        ],
      }),
      service("user", 4, 0.006, { pool: pool("users", 10) }),
      service("order", 4, 0.012, {
        pool: pool("shop", 10),
        calls: [
          { service: "inventory", requestsPerRequest: 2 },
          { service: "payment", requestsPerRequest: 0.5 },
        ],
      }),
      service("inventory", 4, 0.005, { pool: pool("shop", 10) }),
      service("payment", 3, 0.01, {}),
      service("notification", 3, 0.015, {}),
      service("stream-processor", 4, 0.008, {}),
    ],
  };
}

function service(
  name: string,
  initialTasks: number,
  cpuSecondsPerRequest: number,
  rest: Partial<ServiceSpec>,
): ServiceSpec {
  return {
    name,
    initialTasks,
    cpuSecondsPerRequest,
    pendingSeconds: 20,
    bootSeconds: 20,
    drainSeconds: 60,
    queueLimitPerTask: 500,
    client: { timeoutSeconds: 10, retries: 1, retryProbability: 0.7, backOffSeconds: 1 },
    ...rest,
  };
}

function pool(database: string, connectionsPerTask: number): PoolSpec {
  return {
    database,
    connectionsPerTask,
    kind: "fixed",
    holdSecondsPerRequest: 0.01,
    databaseCpuSecondsPerRequest: 0.002,
    withoutConnections: "wait",
  };
}

/** Requests per slot of a day whose mean rate is given: a night at a third of it, peaks at noon and in the evening. */
function day(meanRequestsPerSecond: number): number[] {
  return Array.from({ length: daySeconds / slotSeconds }, (_, slot) => {
    const hour = (slot * slotSeconds) / 3_600;
    const shape = 1 - 0.6 * Math.cos((2 * Math.PI * (hour - 3)) / 24) - 0.25 * Math.cos((4 * Math.PI * hour) / 24);
    return meanRequestsPerSecond * slotSeconds * Math.max(0.2, shape);
  });
}
