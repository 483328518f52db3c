import type { Config } from "../../shared/config/config.ts";
import { emptyMemory, type Memory } from "../../shared/plan/memory.ts";
import { type Plan, plan } from "../../shared/plan/plan.ts";
import type { Action } from "../../shared/plan/policy/action.ts";
import type { FrontReading, TaskStanding } from "../../shared/plan/readings/front-reading.ts";
import type { Snapshot } from "../../shared/plan/snapshot.ts";
import type { Reading } from "../../shared/reading.ts";
import type { Absence, Withdrawal } from "../../shared/records/post.ts";
import { counts, datapoint, known, serviceReading, nowMs as startMs, unknown } from "./builders.ts";

/** What happens in one step, before the plan of that step. */
export type Step = {
  readonly afterSeconds: number;
  readonly asks: number;
  /** Which destinations are looked after in this step; a bit each. */
  readonly records: number;
  /** Whether a destination's write is lost. */
  readonly recordsFail: boolean;
  readonly reads: "known" | "counts-unknown" | "tasks-unknown" | "absences-unknown";
  readonly writes: "taken" | "refused" | "protection-refused" | "lost-posts";
  /** A task dies, an application protects its own task for a while, a rollout begins or ends. */
  readonly befalls: "nothing" | "death" | "app-protects" | "rollout" | "rollout-ends";
  /** Whether `scale` is paused until this step: only ECS and the destinations go on. */
  readonly pausedSeconds?: number;
  /** Decides whom ECS or fate takes. */
  readonly salt: number;
  /** Seconds until ECS acts on what it has been asked for. */
  readonly ecsDelaySeconds: number;
};

type Task = TaskStanding & { readonly endsBy: "us" | "app" | null };

/** A stop that ECS chose because more tasks existed than were asked for. */
export type Stop = { readonly taskId: string; readonly atMs: number };

export type Happened = {
  readonly plans: readonly { readonly plan: Plan; readonly snapshot: Snapshot; readonly memory: Memory }[];
  readonly stops: readonly Stop[];
  /** By destination and task: when it was last published. */
  readonly lastPublishedMs: ReadonlyMap<string, number>;
  /** Everybody that was ever a victim. */
  readonly victims: ReadonlySet<string>;
  /** Protections of others that one of our writes has touched. */
  readonly trespasses: readonly string[];
  readonly protectedByUs: readonly string[];
  readonly withdrawn: readonly string[];
  readonly running: number;
  readonly desired: number;
};

const domain = "web";

/** As `records` has it: what nobody has posted again for so long is forgotten. */
const forgottenAfterMs = 30 * 60_000;

/**
 * A service in ECS behind destinations, second by second: ECS stops any task that is too many and not protected, as it
 * pleases; destinations are looked after now and then, and confirm what they held when they were read.
 */
export const happen = (
  steps: readonly Step[],
  config: Config,
  fronts: readonly string[],
  startTasks: number,
): Happened => {
  let nowMs = startMs;
  let tasks: Task[] = [];
  let born = 0;
  let desired = startTasks;
  let rollout = false;
  let memory: Memory = emptyMemory;
  let withdrawal: Withdrawal = { service: domain, taskIds: [], atMs: 0 };
  const surplusSince: { atMs: number | null } = { atMs: null };
  const published = new Map(fronts.map((front) => [front, new Set<string>()]));
  const absences = new Map<string, Absence>();
  const lastPublishedMs = new Map<string, number>();
  const stops: Stop[] = [];
  const victims = new Set<string>();
  const trespasses: string[] = [];
  const plans: { plan: Plan; snapshot: Snapshot; memory: Memory }[] = [];

  const start = (): void => {
    born += 1;
    const taskId = `t${String(born).padStart(3, "0")}`;
    tasks.push({
      taskId,
      desiredStatus: "RUNNING",
      lastStatus: "PENDING",
      health: "UNKNOWN",
      availabilityZone: ["a", "b", "c"][born % 3]!,
      createdAtMs: nowMs,
      protectedUntilMs: null,
      endsBy: null,
    });
  };
  for (let index = 0; index < startTasks; index += 1) start();

  const second = ({ ecsDelaySeconds, salt }: Step): void => {
    nowMs += 1000;
    tasks = tasks.map((task) => ({
      ...task,
      ...(task.lastStatus === "PENDING" && nowMs - (task.createdAtMs ?? 0) >= 10_000
        ? { lastStatus: "RUNNING", health: "HEALTHY" as const }
        : {}),
      ...(task.protectedUntilMs !== null && task.protectedUntilMs <= nowMs
        ? { protectedUntilMs: null, endsBy: null }
        : {}),
    }));
    if (tasks.length === desired) surplusSince.atMs = null;
    else if (surplusSince.atMs === null) surplusSince.atMs = nowMs;
    else if (nowMs - surplusSince.atMs >= ecsDelaySeconds * 1000) {
      surplusSince.atMs = null;
      while (tasks.length < desired) start();
      for (let free = tasks.filter(isFree); tasks.length > desired && free.length > 0; free = tasks.filter(isFree)) {
        const { taskId } = free[salt % free.length]!;
        stops.push({ taskId, atMs: nowMs });
        tasks = tasks.filter((task) => task.taskId !== taskId);
      }
    }
    for (const [front, ids] of published) for (const id of ids) lastPublishedMs.set(`${front} ${id}`, nowMs);
  };
  const isFree = (task: Task): boolean => task.protectedUntilMs === null;

  /** One look of `records` at a destination: what it held is told, then it is written. */
  const lookAfter = (front: string, writeFails: boolean): void => {
    const held = published.get(front)!;
    const withdrawn = nowMs - withdrawal.atMs <= forgottenAfterMs ? withdrawal.taskIds : [];
    if (withdrawn.length > 0) {
      const before = absences.get(front)?.absentSinceMs ?? {};
      const absent = withdrawn.filter((taskId) => !held.has(taskId));
      const absentSinceMs = Object.fromEntries(absent.map((id) => [id, Math.min(nowMs, before[id] ?? nowMs)]));
      absences.set(front, { service: domain, destination: front, atMs: nowMs, absentSinceMs });
    }
    if (writeFails) return;
    const up = tasks.filter(({ taskId, lastStatus }) => lastStatus === "RUNNING" && !withdrawn.includes(taskId));
    published.set(front, new Set(up.map(({ taskId }) => taskId)));
  };

  const read = ({ asks, reads }: Step): Snapshot => {
    const running = tasks.filter(({ lastStatus }) => lastStatus === "RUNNING").length;
    const value = counts({
      desired,
      running,
      pending: tasks.length - running,
      deployment: rollout ? { kind: "rolling", sinceMs: nowMs } : { kind: "none" },
    });
    const isRead = memory.services[domain]?.withdrawal !== undefined;
    const standing: Reading<readonly TaskStanding[]> =
      reads === "tasks-unknown" ? unknown() : known(tasks.map(({ endsBy: _, ...task }) => task));
    const front: FrontReading = {
      tasks: standing,
      absences: reads === "absences-unknown" ? unknown() : known([...absences.values()]),
    };
    const reading = serviceReading({
      tasks: reads === "counts-unknown" ? unknown() : known(value),
      signals: [datapoint({ value: asks, atMs: nowMs - 60_000 })],
      ...(isRead ? { front } : {}),
    });
    return { domain, readAtMs: nowMs, services: [reading], databases: [] };
  };

  const write = (action: Action): void => {
    if (action.kind === "set-desired-count") desired = action.to;
    if (action.kind !== "protect-tasks" && action.kind !== "unprotect-tasks") return;
    const untilMs = action.kind === "protect-tasks" ? nowMs + 3000 + action.minutes * 60_000 : null;
    tasks = tasks.map((task) => {
      if (!action.taskIds.includes(task.taskId)) return task;
      if (task.endsBy === "app") trespasses.push(`${action.kind} ${task.taskId}`);
      return { ...task, protectedUntilMs: untilMs, endsBy: untilMs === null ? null : ("us" as const) };
    });
  };

  const befall = ({ befalls, salt }: Step): void => {
    const hit = tasks.length === 0 ? undefined : tasks[salt % tasks.length]!;
    if (befalls === "death") tasks = tasks.filter((task) => task !== hit);
    if (befalls === "app-protects" && hit !== undefined) {
      const untilMs = nowMs + (1 + (salt % 20)) * 60_000;
      tasks = tasks.map((task) => (task === hit ? { ...task, protectedUntilMs: untilMs, endsBy: "app" } : task));
    }
    if (befalls === "rollout") rollout = true;
    if (befalls === "rollout-ends") rollout = false;
  };

  for (const step of steps) {
    for (let seconds = 0; seconds < (step.pausedSeconds ?? 0); seconds += 1) {
      second(step);
      if (seconds % 60 === 0) for (const front of fronts) lookAfter(front, false);
    }
    for (let seconds = 0; seconds < step.afterSeconds; seconds += 1) second(step);
    befall(step);
    fronts.forEach((front, index) => {
      if ((step.records & (1 << index)) !== 0) lookAfter(front, step.recordsFail);
    });
    const snapshot = read(step);
    const planned = plan(snapshot, memory, config, nowMs);
    plans.push({ plan: planned, snapshot, memory });
    memory = planned.memory;
    const before = memory.services[domain]?.withdrawal;
    if (before?.kind === "withdrawing") for (const taskId of before.victims) victims.add(taskId);
    if (step.writes !== "lost-posts") for (const post of planned.withdrawals?.posts ?? []) withdrawal = post;
    for (const action of planned.actions) {
      const isProtection = action.kind === "protect-tasks" || action.kind === "unprotect-tasks";
      if (step.writes === "refused" || (step.writes === "protection-refused" && isProtection)) continue;
      write(action);
    }
  }
  return {
    plans,
    stops,
    lastPublishedMs,
    victims,
    trespasses,
    protectedByUs: tasks.filter(({ endsBy }) => endsBy === "us").map(({ taskId }) => taskId),
    withdrawn: withdrawal.taskIds,
    running: tasks.length,
    desired,
  };
};

/** The same world after the plan's own writes, at the same moment. */
export const afterOwnWrites = (read: Snapshot, actions: readonly Action[]): Snapshot => ({
  ...read,
  services: read.services.map((reading) => {
    if (reading.tasks.kind === "unknown") return reading;
    let { value } = reading.tasks;
    let standing = reading.front?.tasks.kind === "known" ? reading.front.tasks.value : null;
    for (const action of actions) {
      if (action.kind === "set-desired-count") value = { ...value, desired: action.to };
      if (action.kind !== "protect-tasks" && action.kind !== "unprotect-tasks") continue;
      const protectedUntilMs = action.kind === "protect-tasks" ? read.readAtMs + action.minutes * 60_000 : null;
      standing =
        standing?.map((task) => (action.taskIds.includes(task.taskId) ? { ...task, protectedUntilMs } : task)) ?? null;
    }
    return {
      ...reading,
      tasks: { kind: "known", value },
      ...(reading.front === undefined
        ? {}
        : {
            front: standing === null ? reading.front : { ...reading.front, tasks: { kind: "known", value: standing } },
          }),
    };
  }),
});
