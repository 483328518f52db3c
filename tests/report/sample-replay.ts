import type { Replay, ReplayCase, ReplayRun, TimelineSample } from "../../simulator/report/replay.ts";

/** A made-up collapse and a made-up escape: the shape of a replay, not a result. */
export function sampleReplay(over: Partial<Replay> = {}): Replay {
  return {
    title: "Flash sale on ECS: 5 tasks, traffic x3, one database",
    remarks: [
      "Model results: the incident's pool and max_connections were never published; three pairs fit its timeline.",
      "Target tracking runs with 60 s metrics and its published alarm timing; its step size is inferred.",
    ],
    cases: [
      sampleCase({}),
      sampleCase({
        name: "pool 10, max_connections 410",
        connectionsPerTask: 10,
        maxConnections: 410,
        usableConnections: 402,
      }),
    ],
    ...over,
  };
}

export function sampleCase(over: Partial<ReplayCase>): ReplayCase {
  return {
    name: "pool 20, max_connections 200",
    connectionsPerTask: 20,
    maxConnections: 200,
    usableConnections: 200,
    bound: { failedRatio: 0.0004, peakTasks: 9 },
    clock: { zeroAtSeconds: 600, zeroMeans: "the rise" },
    checks: [],
    runs: [
      sampleRun({ controller: "target tracking" }),
      sampleRun({
        controller: "target tracking, safe cap",
        failedByCause: { refusedConnection: 0, timeout: 61_002, shed: 0 },
        peakConnections: 180,
        peakTasks: 9,
        collapse: { runs: 16, collapsed: 6 },
        timeline: sampleTimeline({ failedAtPeak: 0.11, tasksAtPeak: 9, connectionsAtPeak: 180 }),
      }),
      sampleRun({
        controller: "headgate",
        requests: 1_100_000,
        failedByCause: { refusedConnection: 0, timeout: 70, shed: 0 },
        sloViolationSeconds: 90,
        peakConnections: 184,
        peakTasks: 9,
        taskSeconds: 14_400,
        collapse: { runs: 16, collapsed: 0 },
        notices: [
          {
            atSeconds: 640,
            code: "connection-budget",
            subject: "web is capped at 9 of 13 tasks by orders-db",
            text: "orders-db takes 200 connections; 8 are reserved, 10 are margin.\nA task holds 20.\n\nUnlock: a pool of 12 admits 15 tasks.",
          },
          { atSeconds: 1900, code: "cleared", subject: "web is no longer capped", text: "" },
        ],
        timeline: sampleTimeline({ failedAtPeak: 0.0002, tasksAtPeak: 9, connectionsAtPeak: 184 }),
      }),
    ],
    ...over,
  };
}

export function sampleRun(over: Partial<ReplayRun>): ReplayRun {
  return {
    controller: "target tracking",
    requests: 1_100_123,
    failedByCause: { refusedConnection: 401_234, timeout: 99_000, shed: 0 },
    sloViolationSeconds: 1_145,
    peakConnections: 200,
    peakTasks: 38,
    taskSeconds: 39_600,
    collapse: { runs: 16, collapsed: 14 },
    notices: [],
    timeline: sampleTimeline({ failedAtPeak: 0.94, tasksAtPeak: 38, connectionsAtPeak: 200 }),
    ...over,
  };
}

/** Level for ten minutes, a ramp of five, then high; a sample every 10 s for half an hour. */
export function sampleTimeline(peak: {
  readonly failedAtPeak: number;
  readonly tasksAtPeak: number;
  readonly connectionsAtPeak: number;
}): TimelineSample[] {
  return Array.from({ length: 180 }, (_, i) => {
    const atSeconds = i * 10;
    const risen = Math.min(1, Math.max(0, (atSeconds - 600) / 300));
    const late = Math.min(1, Math.max(0, (atSeconds - 760) / 400));
    const requestsPerSecond = 300 * (1 + 2 * risen) + 12 * Math.sin(i);
    const desiredTasks = Math.round(5 + (peak.tasksAtPeak - 5) * Math.min(1, Math.max(0, (atSeconds - 700) / 400)));
    return {
      atSeconds,
      requestsPerSecond,
      attemptsPerSecond: requestsPerSecond * (1 + 2 * peak.failedAtPeak * late),
      failedRatio: peak.failedAtPeak * late,
      p99Seconds: 0.18 + 29 * peak.failedAtPeak * late,
      desiredTasks,
      runningTasks: Math.round(5 + (peak.tasksAtPeak - 5) * late),
      connections: Math.round(100 + (peak.connectionsAtPeak - 100) * late),
    };
  });
}
