import type { Action } from "../../shared/plan/policy/action.ts";
import type { FrontReading, TaskStanding } from "../../shared/plan/readings/front-reading.ts";
import type { TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import type { AskedProtections, WithdrawalMemory } from "../../shared/plan/withdrawal/withdrawal-memory.ts";
import type { Absence, Withdrawal } from "../../shared/records/post.ts";
import { known, nowMs as startMs, unknown } from "./builders.ts";
import { frontsOfStart, type PublishedStart, type PublishedWeather } from "./published-case.ts";

/** The single tasks of a service that is published, and what its destinations hold of them. */
export type PublishedState = {
  readonly service: string;
  /** Ids of its destinations, sorted. */
  readonly fronts: readonly string[];
  /** The oldest first. */
  readonly tasks: readonly TaskStanding[];
  readonly born: number;
  readonly withdrawn: readonly string[];
  /** Task ids by destination. */
  readonly held: ReadonlyMap<string, readonly string[]>;
  readonly absences: readonly Absence[];
};

export type PublishedBeginning = {
  readonly state: PublishedState;
  readonly counts: TaskCounts;
  readonly withdrawal: WithdrawalMemory | null;
};

/** What we asked for 30 s TTL with its minute comes to. */
const ownMinutes = 33;
const othersMinutes = 12;

/** A service in the middle of what its phase says, all of it as earlier plans would have left it. */
export const beginPublished = (service: string, start: PublishedStart, counts: TaskCounts): PublishedBeginning => {
  const sinceMs = startMs - start.sinceSeconds * 1000;
  const fronts = frontsOfStart(start);
  const none = { service, fronts, tasks: [], born: 0, withdrawn: [], held: new Map(), absences: [] };
  const { tasks, born } = withTasks(none, counts, startMs - 3_600_000);
  const existing = { ...none, tasks, born };
  const published = { ...existing, held: new Map(fronts.map((front) => [front, runningOf(tasks)])) };
  if (start.phase === "idle") return { state: published, counts, withdrawal: null };
  if (start.phase === "looking") return { state: published, counts, withdrawal: { kind: "looking", sinceMs } };

  const victims = start.phase === "ending" ? [] : tasks.slice(-start.victims).map(({ taskId }) => taskId);
  const staying = tasks.filter(({ taskId }) => !victims.includes(taskId));
  const ours = staying.slice(start.byOthers + start.bare).map(({ taskId }) => taskId);
  const untilMs = sinceMs + ownMinutes * 60_000;
  const asked: AskedProtections = Object.fromEntries(
    ours.map((taskId) => [taskId, { askedAtMs: sinceMs, untilMs, beforeMs: null }]),
  );
  const guarded = tasks.map((task): TaskStanding => {
    if (ours.includes(task.taskId)) return { ...task, protectedUntilMs: untilMs + 2000 };
    const isOthers = staying.indexOf(task) >= 0 && staying.indexOf(task) < start.byOthers;
    return isOthers ? { ...task, protectedUntilMs: startMs + othersMinutes * 60_000 } : task;
  });
  if (start.phase === "ending") {
    const state = { ...published, tasks: guarded };
    return { state, counts, withdrawal: { kind: "ending", sinceMs, asked, liftedAtMs: sinceMs } };
  }
  const taken = { ...published, tasks: guarded, withdrawn: victims };
  // Right after the victims were chosen nobody has been looked after yet.
  const state =
    start.sinceSeconds === 0 ? taken : lookedAfter(lookedAfter(taken, "all", sinceMs), "all", sinceMs + 1000);
  const isLowered = start.phase === "lowered";
  return {
    state,
    counts: isLowered ? { ...counts, desired: Math.max(0, counts.desired - victims.length) } : counts,
    withdrawal: {
      kind: "withdrawing",
      sinceMs,
      lookedAtMs: startMs,
      victims,
      committedAtMs: isLowered ? startMs : null,
      asked,
      seenAbsentMs: {},
    },
  };
};

/** As many tasks as ECS counts: those that are too many go, the newest that nobody protects first. */
export const withTasks = (before: PublishedState, counts: TaskCounts, atMs: number): PublishedState => {
  let { born } = before;
  let tasks = before.tasks.map(
    (task): TaskStanding =>
      task.protectedUntilMs !== null && task.protectedUntilMs <= atMs ? { ...task, protectedUntilMs: null } : task,
  );
  const existing = counts.running + counts.pending;
  while (tasks.length > existing) {
    const gone = tasks.findLast(({ protectedUntilMs }) => protectedUntilMs === null) ?? tasks.at(-1);
    tasks = tasks.filter((task) => task !== gone);
  }
  while (tasks.length < existing) {
    born += 1;
    const taskId = `${before.service}-${String(born).padStart(4, "0")}`;
    const availabilityZone = ["a", "b", "c", null][born % 4]!;
    const createdAtMs = born % 9 === 0 ? null : atMs + born;
    tasks.push({ ...newTask, taskId, availabilityZone, createdAtMs });
  }
  const healthy = counts.running - counts.unhealthy;
  return {
    ...before,
    born,
    tasks: tasks.map((task, index) => ({
      ...task,
      lastStatus: index < counts.running ? "RUNNING" : "PENDING",
      health: index < healthy ? "HEALTHY" : index < counts.running ? "UNHEALTHY" : "UNKNOWN",
    })),
  };
};

const newTask = { desiredStatus: "RUNNING", lastStatus: "PENDING", health: "UNKNOWN", protectedUntilMs: null } as const;

/** Tasks that ECS may stop of its own choice at a moment. */
export const freeTasks = ({ tasks }: PublishedState, atMs: number): number =>
  tasks.filter(({ protectedUntilMs }) => protectedUntilMs === null || protectedUntilMs <= atMs).length;

/** Destinations tell what they no longer hold, then hold who runs and is not withdrawn. */
export const lookedAfter = (
  before: PublishedState,
  which: PublishedWeather["lookedAfter"],
  atMs: number,
): PublishedState => {
  const { service, tasks, withdrawn } = before;
  const looked = before.fronts.filter((_, index) => which === "all" || (which === "first" && index === 0));
  const absences = new Map(before.absences.map((absence) => [absence.destination, absence]));
  const held = new Map(before.held);
  for (const destination of looked) {
    const earlier = absences.get(destination)?.absentSinceMs ?? {};
    const absent = withdrawn.filter((taskId) => !held.get(destination)!.includes(taskId));
    const absentSinceMs = Object.fromEntries(absent.map((taskId) => [taskId, earlier[taskId] ?? atMs]));
    if (withdrawn.length > 0) absences.set(destination, { service, destination, atMs, absentSinceMs });
    held.set(
      destination,
      runningOf(tasks).filter((taskId) => !withdrawn.includes(taskId)),
    );
  }
  return { ...before, held, absences: [...absences.values()] };
};

const runningOf = (tasks: readonly TaskStanding[]): readonly string[] =>
  tasks.filter(({ lastStatus }) => lastStatus === "RUNNING").map(({ taskId }) => taskId);

/** An application protects the oldest task that nobody has protected. */
export const appProtects = (before: PublishedState, minutes: number | null, atMs: number): PublishedState => {
  const own = before.tasks.find(({ protectedUntilMs }) => protectedUntilMs === null);
  if (minutes === null || own === undefined) return before;
  const protectedUntilMs = atMs + minutes * 60_000;
  return { ...before, tasks: before.tasks.map((task) => (task === own ? { ...task, protectedUntilMs } : task)) };
};

/** What a plan has written of single tasks: protection begins and ends at once. */
export const standingAfter = (
  tasks: readonly TaskStanding[],
  actions: readonly Action[],
  atMs: number,
): readonly TaskStanding[] =>
  actions.reduce((standing, action) => {
    if (action.kind !== "protect-tasks" && action.kind !== "unprotect-tasks") return standing;
    const protectedUntilMs = action.kind === "protect-tasks" ? atMs + action.minutes * 60_000 : null;
    return standing.map((task) => (action.taskIds.includes(task.taskId) ? { ...task, protectedUntilMs } : task));
  }, tasks);

export const toldWithdrawal = (before: PublishedState, posts: readonly Withdrawal[]): PublishedState => {
  const own = posts.find(({ service }) => service === before.service);
  return own === undefined ? before : { ...before, withdrawn: own.taskIds };
};

/** Tasks are read one by one only where something is under way. */
export const readFrontOf = (
  { tasks, absences }: PublishedState,
  { reads }: PublishedWeather,
  isUnderWay: boolean,
): { readonly front?: FrontReading } => {
  if (!isUnderWay || reads === "not-read") return {};
  const listed = reads === "one-task-unlisted" ? tasks.slice(1) : tasks;
  return {
    front: {
      tasks: reads === "tasks-unknown" ? unknown() : known(listed),
      absences: reads === "absences-unknown" ? unknown() : known(absences),
    },
  };
};
