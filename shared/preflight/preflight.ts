import { type Rollout, type RolloutEnd, stepRollout } from "../plan/budget/step-rollout.ts";
import type { NewPool } from "./new-pools.ts";

export type PreflightInput = {
  readonly rollout: Rollout;
  /** Tasks that already drain when the deployment begins. */
  readonly stoppingTasks: number;
  /** One per database of the service. */
  readonly databases: readonly (NewPool & {
    /** What its budget leaves for this service: the budget less what every other service commits. May be negative. */
    readonly roomConnections: number;
  })[];
};

export type DatabaseVerdict = PreflightInput["databases"][number] & {
  /** The most connections that both revisions hold at one moment. */
  readonly peakConnections: number;
  /** When all tasks are new. */
  readonly steadyConnections: number;
};

export type Preflight = {
  readonly kind: "fits" | "exceeds" | "never-ends";
  readonly end: RolloutEnd;
  readonly databases: readonly DatabaseVerdict[];
  /** What would fit, one change at a time; empty where it fits, or nothing does. */
  readonly fits: readonly Fit[];
};

/** A setting under which the rollout fits and ends, everything else as it is. */
export type Fit =
  | { readonly kind: "maximum-percent"; readonly maximumPercent: number; readonly minimumHealthyPercent: number }
  | { readonly kind: "drain"; readonly drainSeconds: number }
  | { readonly kind: "pool"; readonly database: string; readonly newConnectionsPerTask: number }
  | { readonly kind: "desired-count"; readonly desiredTasks: number };

/**
 * Would a rolling deployment pass the wall?
 *
 * Steps the rollout with the old pools on old tasks and the new ones on new tasks, stopping tasks included, against what
 * is left on each database.
 *
 * @throws never
 */
export const preflight = (input: PreflightInput): Preflight => {
  const run = runOf(input);
  if (run.kind === "fits") return { ...run, fits: [] };
  const fits = [
    percentFit(input),
    drainFit(input),
    ...input.databases.map((_, index) => poolFit(input, index)),
    desiredFit(input),
  ];
  return { ...run, fits: fits.filter((fit) => fit !== null) };
};

const runOf = (input: PreflightInput): Omit<Preflight, "fits"> => {
  const peaks = input.databases.map(() => 0);
  const end = stepRollout(input.rollout, ({ oldTasks, stoppingTasks, newTasks }) => {
    for (const [index, database] of input.databases.entries()) {
      const old = (oldTasks + stoppingTasks + input.stoppingTasks) * database.oldConnectionsPerTask;
      peaks[index] = Math.max(peaks[index]!, old + newTasks * database.newConnectionsPerTask);
    }
  });
  const databases = input.databases.map((database, index) => ({
    ...database,
    peakConnections: peaks[index]!,
    steadyConnections: input.rollout.desiredTasks * database.newConnectionsPerTask,
  }));
  const within = databases.every(({ peakConnections, roomConnections }) => peakConnections <= roomConnections);
  return { kind: end.kind === "never-ends" ? "never-ends" : within ? "fits" : "exceeds", end, databases };
};

const fitsWith = (input: PreflightInput, changes: Partial<Rollout>): boolean =>
  runOf({ ...input, rollout: { ...input.rollout, ...changes } }).kind === "fits";

/** In steps of 5: the largest maximumPercent, and only where none fits, fewer healthy tasks, never under half. */
const percentFit = (input: PreflightInput): Fit | null => {
  const { maximumPercent: now, minimumHealthyPercent: healthyNow } = input.rollout;
  const leastHealthyPercent = Math.min(50, healthyNow);
  for (let minimumHealthyPercent = healthyNow; minimumHealthyPercent >= leastHealthyPercent; ) {
    for (let maximumPercent = Math.max(now, 200); maximumPercent >= 100; maximumPercent -= 5) {
      if (fitsWith(input, { maximumPercent, minimumHealthyPercent }))
        return { kind: "maximum-percent", maximumPercent, minimumHealthyPercent };
    }
    minimumHealthyPercent =
      minimumHealthyPercent % 5 === 0 ? minimumHealthyPercent - 5 : minimumHealthyPercent - (minimumHealthyPercent % 5);
  }
  return null;
};

/** Shorter drains release connections earlier; half a minute is about the least that a load balancer's clients need. */
const drainFit = (input: PreflightInput): Fit | null => {
  for (const drainSeconds of [300, 180, 120, 90, 60, 30]) {
    if (drainSeconds < input.rollout.drainSeconds && fitsWith(input, { drainSeconds }))
      return { kind: "drain", drainSeconds };
  }
  return null;
};

const poolFit = (input: PreflightInput, index: number): Fit | null => {
  const { database, newConnectionsPerTask: now } = input.databases[index]!;
  let fitting = 0;
  // More connections never fit where fewer don't, so the largest is found by halving.
  for (let least = 1, most = now - 1; least <= most; ) {
    const newConnectionsPerTask = Math.floor((least + most) / 2);
    const databases = input.databases.map((entry, at) => (at === index ? { ...entry, newConnectionsPerTask } : entry));
    if (runOf({ ...input, databases }).kind === "fits") {
      fitting = newConnectionsPerTask;
      least = newConnectionsPerTask + 1;
    } else most = newConnectionsPerTask - 1;
  }
  return fitting === 0 ? null : { kind: "pool", database, newConnectionsPerTask: fitting };
};

/** Fewer tasks before the deployment begins. */
const desiredFit = (input: PreflightInput): Fit | null => {
  for (let desiredTasks = input.rollout.desiredTasks - 1; desiredTasks >= 1; desiredTasks--) {
    if (fitsWith(input, { desiredTasks })) return { kind: "desired-count", desiredTasks };
  }
  return null;
};
