import type { Contest } from "../../simulator/rehearsal/contest.ts";
import type { RehearsalCase } from "../../simulator/rehearsal/rehearsal.ts";

/** A small shop behind a small database; traffic from 100 to 300 requests a second. */
export const sampleContest: Contest = {
  seconds: 1200,
  targetPercent: 50,
  minTasks: 3,
  maxTasks: 40,
  marginConnections: null,
  world: {
    startMs: 0,
    services: [
      {
        name: "shop",
        traffic: { kind: "ramp", baseRequestsPerSecond: 100, riseAtSeconds: 300, rampSeconds: 240, amplitude: 3 },
        initialTasks: 5,
        cpuSecondsPerRequest: 0.02,
        pendingSeconds: 30,
        bootSeconds: 20,
        drainSeconds: 60,
        queueLimitPerTask: 500,
        client: { timeoutSeconds: 30, retries: 1, retryProbability: 0.7, backOffSeconds: 1 },
        pool: {
          database: "shop-db",
          connectionsPerTask: 10,
          kind: "fixed",
          holdSecondsPerRequest: 0.02,
          databaseCpuSecondsPerRequest: 0.002,
          withoutConnections: "degrade",
        },
      },
    ],
    databases: [{ name: "shop-db", maxConnections: 200, reservedConnections: 8, baseConnections: 12, cores: 4 }],
  },
};

export const sampleRehearsalCase: RehearsalCase = {
  name: "pool 10, limit 200",
  connectionsPerTask: 10,
  maxConnections: 200,
  usableConnections: 192,
  clock: { zeroAtSeconds: 300, zeroMeans: "the rise" },
  contest: sampleContest,
  seed: 1,
  control: null,
  sweep: [
    { contest: { ...sampleContest, seconds: 2400 }, seed: 2 },
    { contest: sampleContest, seed: 3 },
  ],
};
