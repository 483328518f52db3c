import {
  type IncidentOptions,
  type IncidentPair,
  incidentA,
  incidentSweep,
  riseAtSeconds,
  runSeconds,
} from "../scenarios/incident-a.ts";
import { describeAgainstPublished } from "./against-published.ts";
import type { Contest } from "./contest.ts";
import type { Rehearsal, RehearsalCase } from "./rehearsal.ts";
import { signalRemark } from "./signal-remark.ts";

/** The hand-set cap keeps no margin, so Headgate's is made small; by default it is 5 % of the limit. */
const marginConnections = 2;

/** The published flash sale: every pool/limit pair that fits it, each with its sweep. */
export function incidentRehearsal(seed: number): Rehearsal {
  return {
    title: "Flash sale on ECS, March 2026: 5 tasks, traffic x3, one database",
    remarks: [
      "Published: 5 tasks, traffic x3 at 02:10, 38 tasks about 12 minutes later, errors of 12, 41, 78 and 94 % at +4, +6, +8 and +9 minutes. Pool and max_connections were not published; the three pairs are the ones that fit. How the other parameters were chosen is in docs/incident-a.md.",
      "Everybody gets the same CPU target, minimum and maximum of tasks. Headgate is told the limit, what is reserved and what others hold, which is what the hand-set cap is computed from: (max_connections − reserved − others) / pool, rounded down. The cap keeps no margin, so Headgate's is set to 2 connections here; with its default of 5 % it stops at 8 of the 9 tasks that fit under 200, which is under the load at x3.5.",
      signalRemark,
      "Target tracking runs with its published alarms (3 of 3 datapoints of 60 s, and the shortest delay that they allow), and in the 20 s mode with the delay that AWS measured (86 s). Its step size and the 20 s mode's datapoint count are not published; ceil(running x metric / target) and 3 are inferred. The hand-set cap is on the 20 s mode.",
      `The sweep is ${describeSweep()}, for each pair. A run collapsed when more than 30 % of the requests of its last ten minutes failed.`,
    ],
    cases: incidentA.map((pair) => rehearsalCase(pair, seed)),
  };
}

function rehearsalCase(pair: IncidentPair, seed: number): RehearsalCase {
  return {
    name: pair.name,
    connectionsPerTask: pair.connectionsPerTask,
    maxConnections: pair.maxConnections,
    usableConnections: pair.maxConnections - pair.reservedConnections,
    clock: { zeroAtSeconds: riseAtSeconds, zeroMeans: "the rise" },
    contest: contestOf(pair),
    seed,
    control: { contest: contestOf(pair, { retries: false }), describe: describeAgainstPublished },
    sweep: incidentSweep.map(({ seed: pointSeed, ...options }) => ({
      contest: contestOf(pair, options),
      // With the default seed of 1 the sweep is the scenario's own; another one moves all of it.
      seed: pointSeed + (seed - 1) * 1_000,
    })),
  };
}

function contestOf(pair: IncidentPair, options?: IncidentOptions): Contest {
  const { targetCpuPercent, minTasks, maxTasks } = pair;
  return {
    world: pair.worldSpec(options),
    seconds: runSeconds,
    targetPercent: targetCpuPercent,
    minTasks,
    maxTasks,
    marginConnections,
  };
}

function describeSweep(): string {
  const values = (of: (point: (typeof incidentSweep)[number]) => number) => [...new Set(incidentSweep.map(of))];
  const ramps = values((point) => point.rampSeconds).join(", ");
  const amplitudes = values((point) => point.amplitude).join(", ");
  const seeds = values((point) => point.seed).length;
  return `ramps of ${ramps} s, traffic x${amplitudes}, ${seeds} seeds: ${incidentSweep.length} runs`;
}
