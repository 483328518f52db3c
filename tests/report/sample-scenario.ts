import type { ControllerName } from "../../simulator/controllers/controller-names.ts";
import type { ScenarioReport } from "../../simulator/report/run-report/scenario-report.ts";
import type { RunRecord, RunResult } from "../../simulator/runs/run-result.ts";
import { defaultPrices } from "../../simulator/scenario/scenario.ts";
import type { WorldSpec } from "../../simulator/world/spec.ts";
import type { WorldSample } from "../../simulator/world/timeline.ts";
import { sampleContest } from "./sample-case.ts";

/** A made-up scenario under four controllers: the shape of a report, not a result. */
export function sampleScenario(over: Partial<ScenarioReport> = {}): ScenarioReport {
  return {
    scenario: {
      name: "shop-triples",
      title: "A shop's traffic triples in front of one small database",
      remarks: [
        "Made up: 100 requests a second become 300 within four minutes.",
        "Everybody gets the same CPU target, minimum and maximum of tasks.",
      ],
      world: sampleWorld,
      prices: defaultPrices,
    },
    records: [
      sampleRecord({ controller: "target-tracking" }, { failedAtPeak: 0.94, tasksAtPeak: 38, connectionsAtPeak: 192 }),
      sampleRecord(
        {
          controller: "target-tracking-capped",
          failedByCause: { refusedConnection: 0, timeout: 5_490, shed: 12, borrowTimeout: 0, error: 0 },
          failedRatio: 0.055,
          peakTasks: 9,
          databases: { "shop-db": { limit: 192, peak: 180, peakCommitted: 180, secondsOver: 0 } },
          collapsed: false,
          overCommittedSeconds: noSeconds,
        },
        { failedAtPeak: 0.11, tasksAtPeak: 9, connectionsAtPeak: 180 },
      ),
      sampleRecord(
        {
          controller: "headgate-scale",
          failedByCause: { refusedConnection: 0, timeout: 7, shed: 0, borrowTimeout: 0, error: 0 },
          failedRatio: 0.00007,
          sloViolationSeconds: 90,
          peakTasks: 9,
          databases: { "shop-db": { limit: 192, peak: 184, peakCommitted: 184, secondsOver: 0 } },
          collapsed: false,
          overCommittedSeconds: noSeconds,
        },
        { failedAtPeak: 0.0002, tasksAtPeak: 9, connectionsAtPeak: 184 },
        [
          {
            atSeconds: 640,
            code: "connection-budget",
            subject: "shop is capped at 9 of 13 tasks by shop-db",
            text: "shop-db takes 192 connections; 10 are margin.\nA task holds 20.\n\nUnlock: a pool of 12 admits 15 tasks.",
          },
          { atSeconds: 1_900, code: "cleared", subject: "shop is no longer capped", text: "" },
        ],
      ),
      sampleRecord(
        {
          controller: "clairvoyant",
          failedByCause: { refusedConnection: 0, timeout: 0, shed: 0, borrowTimeout: 0, error: 0 },
          failedRatio: 0,
          sloViolationSeconds: 0,
          peakTasks: 9,
          databases: { "shop-db": { limit: 192, peak: 180, peakCommitted: 180, secondsOver: 0 } },
          collapsed: false,
          overCommittedSeconds: noSeconds,
        },
        { failedAtPeak: 0, tasksAtPeak: 9, connectionsAtPeak: 180 },
      ),
    ],
    sweepResults: ([2, 3, 4] as const).flatMap((seed) => [
      sampleResult({ seed, collapsed: seed !== 3, failedRatio: 0.1 * seed }),
      sampleResult({ seed, controller: "headgate-scale", collapsed: false, failedRatio: 0.0001 * seed }),
    ]),
    inferences: {
      "target-tracking": ["Its step size is not published: ceil(running x metric / target) fits what users report."],
    },
    titles: { "target-tracking": "AWS target tracking", "headgate-scale": "Headgate" },
    ...over,
  };
}

export const sampleWorld: WorldSpec = {
  ...sampleContest.world,
  services: sampleContest.world.services.map((service) => ({ ...service, sloSeconds: 1 })),
};

const noSeconds = { controller: 0, deployment: 0, start: 0, replacement: 0 } as const;

export function sampleResult(over: Partial<RunResult> = {}): RunResult {
  return {
    version: 1,
    scenario: "shop-triples",
    controller: "target-tracking",
    seed: 1,
    seconds: 3_600,
    requests: 100_123,
    attempts: 180_000,
    served: 54_600,
    failedByCause: { refusedConnection: 36_500, timeout: 9_000, shed: 23, borrowTimeout: 0, error: 0 },
    failedRatio: 0.4547,
    inFlight: 0,
    sloViolationSeconds: 1_145,
    taskHours: 11,
    dollars: 0.44,
    scoreDollars: 4.26,
    peakTasks: 38,
    databases: { "shop-db": { limit: 192, peak: 192, peakCommitted: 760, secondsOver: 1_200 } },
    actions: 12,
    collapsed: true,
    invariantBreaches: [],
    overCommittedSeconds: { ...noSeconds, controller: 1_200 },
    ...over,
  };
}

type Peak = { readonly failedAtPeak: number; readonly tasksAtPeak: number; readonly connectionsAtPeak: number };

export function sampleRecord(
  over: Partial<RunResult> & { readonly controller: ControllerName },
  peak: Peak,
  notices: RunRecord["notices"] = [],
): RunRecord {
  return { result: sampleResult(over), timeline: sampleHour(peak), notices };
}

/** Level for ten minutes, a ramp of five, then high; a sample every 10 s for an hour. */
export function sampleHour(peak: Peak): readonly WorldSample[] {
  const between = (from: number, to: number, atSeconds: number) =>
    Math.min(1, Math.max(0, (atSeconds - from) / (to - from)));
  return Array.from({ length: 360 }, (_, i) => {
    const atSeconds = (i + 1) * 10;
    const late = between(760, 1_160, atSeconds);
    const requestsPerSecond =
      100 * (1 + 2 * between(600, 900, atSeconds)) + 6 * Math.sin(i * 0.7) + 3 * Math.sin(i * 2.3);
    return {
      atSeconds,
      requestsPerSecond,
      attemptsPerSecond: requestsPerSecond * (1 + 2 * peak.failedAtPeak * late),
      failedRatio: peak.failedAtPeak * late * (1 - 0.05 * Math.cos(i)),
      failedAttemptsRatio: peak.failedAtPeak * late,
      p99Seconds: 0.18 + 0.02 * Math.sin(i * 1.3) + 29 * peak.failedAtPeak * late,
      desiredTasks: Math.round(5 + (peak.tasksAtPeak - 5) * between(700, 1_100, atSeconds)),
      runningTasks: Math.round(5 + (peak.tasksAtPeak - 5) * late),
      connections: Math.round(100 + (peak.connectionsAtPeak - 100) * late),
    };
  });
}
