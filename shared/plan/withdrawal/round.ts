import type { FrontReading, TaskStanding } from "../readings/front-reading.ts";
import type { TaskCounts } from "../readings/service-reading.ts";
import type { WithdrawalMemory, Withdrawing } from "./withdrawal-memory.ts";

/** What a decision about a service that is published stands on. */
export type RoundInput = {
  /** Its name. */
  readonly service: string;
  readonly counts: TaskCounts;
  /** What the desired count should be; `null`: no statement. */
  readonly targetTasks: number | null;
  /** It is ours to scale now: nothing but its budget and its signals decides on its count. */
  readonly mayShrink: boolean;
  /** Ids of the destinations that take a task out, sorted. */
  readonly fronts: readonly string[];
  /** The longest time that somebody may go on using an address that was taken out, with the margin. */
  readonly waitSeconds: number;
  readonly ttlSeconds: number;
  /** `null`: it was not read. */
  readonly front: FrontReading | null;
  readonly before: WithdrawalMemory | null;
  readonly nowMs: number;
};

/** The tasks that are there, and who of them shall go. */
export type Sides = {
  /** Victims that ECS can still stop. */
  readonly leaving: readonly TaskStanding[];
  readonly staying: readonly TaskStanding[];
  /** At least so many tasks exist: a listing may be behind the service's own counts. */
  readonly existingTasks: number;
};

/** Fewer tasks are wanted than are asked for now, and nothing stands against it. */
export const shrinks = ({ mayShrink, targetTasks, counts, fronts }: RoundInput): boolean =>
  mayShrink && fronts.length > 0 && targetTasks !== null && targetTasks < counts.desired;

/** What the count becomes without a step down: growth never waits. */
export const unshrunkTasks = ({ targetTasks, counts }: RoundInput): number | null =>
  targetTasks === null ? null : Math.max(targetTasks, counts.desired);

/** Tasks that are to run, as they were listed, sorted by id. */
export const standingTasks = (tasks: readonly TaskStanding[]): readonly TaskStanding[] =>
  tasks
    .filter(({ desiredStatus, lastStatus }) => desiredStatus === "RUNNING" && lastStatus !== "STOPPED")
    .sort((a, b) => (a.taskId < b.taskId ? -1 : 1));

/** A victim that somebody has protected meanwhile is at work: it stays. */
export const sidesOf = (
  standing: readonly TaskStanding[],
  { victims }: Pick<Withdrawing, "victims">,
  counts: TaskCounts,
  nowMs: number,
): Sides => {
  const isLeaving = ({ taskId, protectedUntilMs }: TaskStanding): boolean =>
    victims.includes(taskId) && (protectedUntilMs === null || protectedUntilMs <= nowMs);
  return {
    leaving: standing.filter(isLeaving),
    staying: standing.filter((task) => !isLeaving(task)),
    existingTasks: Math.max(standing.length, counts.running + counts.pending),
  };
};
