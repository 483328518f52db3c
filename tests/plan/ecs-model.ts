import type { Config } from "../../shared/config/config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { Action } from "../../shared/plan/policy/action.ts";
import type { ScalableTarget } from "../../shared/plan/readings/autoscaling-reading.ts";
import type { ServiceReading, TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import type { Snapshot } from "../../shared/plan/snapshot.ts";
import { known, scalableTarget } from "./builders.ts";
import { standingAfter } from "./published-model.ts";

/** As much of ECS and Application Auto Scaling as a plan can tell the difference of. */
export type EcsService = { readonly counts: TaskCounts; readonly target: ScalableTarget };

/** A write as AWS takes it: the desired count changes at once, the tasks follow later. */
export const written = (before: EcsService, action: Action): EcsService => {
  const { counts, target } = before;
  switch (action.kind) {
    case "set-desired-count":
      return { ...before, counts: { ...counts, desired: action.to } };
    case "set-max-capacity":
      // RegisterScalableTarget moves the desired count into the range at once.
      return {
        counts: { ...counts, desired: Math.max(target.minCapacity, Math.min(action.to, counts.desired)) },
        target: {
          ...target,
          maxCapacity: action.to,
          scaleOutSuspended: target.scaleOutSuspended && action.resume !== true,
        },
      };
    case "suspend-scale-out":
      return { ...before, target: { ...target, scaleOutSuspended: true } };
    case "resume-scale-out":
      return { ...before, target: { ...target, scaleOutSuspended: false } };
    // Of single tasks these counts know nothing.
    case "protect-tasks":
    case "unprotect-tasks":
      return before;
    case "set-rollout-percents":
      return { ...before, counts: { ...counts, ...action.toPercents } };
    case "suspend-autoscaling":
      return {
        ...before,
        target: { ...target, scaleOutSuspended: true, scaleInSuspended: true, scheduledSuspended: true },
      };
  }
};

/** Only the plan's writes have happened since the reading. */
export const afterWrites = (read: Snapshot, actions: readonly Action[]): Snapshot => ({
  ...read,
  services: read.services.map((reading): ServiceReading => {
    const own = actions.filter((action) => action.service === reading.name);
    if (own.length === 0 || reading.tasks.kind === "unknown") return reading;
    const target = reading.scalableTarget.kind === "known" ? reading.scalableTarget.value : "none";
    const before: EcsService = {
      counts: reading.tasks.value,
      target: target === "none" ? scalableTarget({ minCapacity: 0, maxCapacity: 1000 }) : target,
    };
    const after = own.reduce(written, before);
    return {
      ...reading,
      tasks: { kind: "known", value: after.counts },
      scalableTarget: target === "none" ? reading.scalableTarget : { kind: "known", value: after.target },
      ...(reading.front?.tasks.kind === "known"
        ? { front: { ...reading.front, tasks: known(standingAfter(reading.front.tasks.value, own, read.readAtMs)) } }
        : {}),
    };
  }),
});

/**
 * Time passes: what was pending runs, what was missing starts, what is too many stops, what was stopping is gone.
 *
 * @param freeTasks so many of those that run may be stopped; the others are protected
 */
export const elapsed = (
  before: EcsService,
  service: ServiceConfig,
  seconds: number,
  atMs: number,
  freeTasks = Number.POSITIVE_INFINITY,
): EcsService => {
  const { counts } = before;
  const drained = seconds >= service.drainSeconds ? 0 : counts.stopping;
  const started = seconds >= service.startSeconds;
  const running = started ? counts.running + counts.pending : counts.running;
  const pending = started ? 0 : counts.pending;
  const missing = Math.max(0, counts.desired - running - pending);
  const surplus = Math.min(running, freeTasks, Math.max(0, running + pending - counts.desired));
  return {
    ...before,
    counts: {
      ...counts,
      running: running - surplus,
      pending: pending + missing,
      stopping: drained + surplus,
      lastStartAtMs: missing > 0 ? atMs : counts.lastStartAtMs,
      lastStopAtMs: surplus > 0 ? atMs : counts.lastStopAtMs,
    },
  };
};

/** Everything that holds a pool on a database now, in connections. */
export const openConnections = (
  config: Config,
  services: ReadonlyMap<string, EcsService>,
  database: string,
  load: number,
): number =>
  config.services.reduce((sum, { name, pools }) => {
    const pool = pools.find((entry) => entry.database === database && entry.proxy === null);
    const state = services.get(name);
    if (pool === undefined || state === undefined) return sum;
    const { minimumConnectionsPerTask: idle, connectionsPerTask: full } = pool;
    const perTask = Math.round(idle + (full - idle) * load);
    return sum + (state.counts.running + state.counts.stopping) * perTask;
  }, 0);
