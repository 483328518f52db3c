import type { RolloutPercents } from "./budget/step-rollout.ts";
import type { ForecastMemory } from "./forecast/forecast-memory.ts";
import type { GateMemory } from "./gate/gate-memory.ts";
import type { GraphMemory } from "./graph/graph-memory.ts";
import type { WithdrawalMemory } from "./withdrawal/withdrawal-memory.ts";

/**
 * What a domain remembers from one plan to the next: plain data, stored with the domain under its version.
 *
 * Nothing in it is needed to be right, only to be smooth: with an empty memory a plan holds until it knows enough.
 */
export type Memory = {
  readonly services: Readonly<Record<string, ServiceMemory>>;
  readonly databases: Readonly<Record<string, DatabaseMemory>>;
  readonly loop: LoopMemory;
  /** Absent where nobody calls anybody. */
  readonly graph?: GraphMemory;
};

export type ServiceMemory = {
  /** Asks of the stabilization window, oldest first, each smaller than the one before. */
  readonly asks: readonly TasksAt[];
  /** Our own changes of the desired count within the longest pace period, oldest first. */
  readonly changes: readonly Change[];
  /** The running count over the last 15 minutes, changes only: what a datapoint without a sample count is read with. */
  readonly running: readonly TasksAt[];
  /** The last desired count that we set out to write, and what it replaced. */
  readonly intended: Change | null;
  /** Id of the primary deployment at the last plan. */
  readonly revision: string | null;
  readonly pin: Pin | null;
  readonly alarmSteps: Readonly<Record<string, AlarmStep>>;
  readonly ceiling: CeilingMemory | null;
  /** Absent where we have suspended nothing. */
  readonly suspension?: SuspensionMemory | null;
  /** When we set the desired count to 0; a 0 that we didn't set is a person's. Absent in what an earlier release stored. */
  readonly switchedOffAtMs?: number | null;
  /** Absent where the percents of deployments are not ours to set. */
  readonly entry?: EntryMemory;
  /** What growth has done to each signal, by its name. Absent in what an earlier release stored. */
  readonly futility?: Readonly<Record<string, FutilityMemory>>;
  /** Absent where no scale-in is under way, or it needs no victims. */
  readonly withdrawal?: WithdrawalMemory;
  /** Absent where nobody counts the service's requests, or it has no database. */
  readonly gate?: GateMemory;
  /** Absent where the service has no forecast. */
  readonly forecast?: ForecastMemory;
};

/** `deployment.entry: fit`: what we last wrote as the percents of the next deployment, and the user's own behind it. */
export type EntryMemory = {
  readonly users: RolloutPercents;
  /** What we last set out to write and what it replaced: a write that failed has left `from`. */
  readonly written: { readonly from: RolloutPercents; readonly to: RolloutPercents } | null;
};

/** A signal at the start of a growth, and what came of it. */
export type FutilityMemory = {
  readonly before: SignalMoment;
  /** After the last finished growth step. */
  readonly after: SignalMoment;
  /** Growth steps that were finished since `before`. */
  readonly finishedSteps: number;
  /** True: it did not fall although the service grew, so it has no vote until it changes. */
  readonly futile: boolean;
};

/** One datapoint of a signal with the tasks and the requests per second behind it. */
export type SignalMoment = {
  readonly atMs: number;
  readonly value: number;
  readonly tasks: number;
  readonly requestsPerSecond: number;
};

export type TasksAt = { readonly atMs: number; readonly tasks: number };

export type Change = { readonly atMs: number; readonly from: number; readonly to: number };

/** A floor with an end: a desired count set by hand, or the count that a deployment has reset. */
export type Pin = {
  readonly cause: "hand" | "deployment";
  readonly tasks: number;
  readonly sinceMs: number;
  readonly untilMs: number;
};

/** The step that a firing alarm has asked for; kept so that a re-read asks for the same. */
export type AlarmStep = { readonly sinceMs: number; readonly steppedAtMs: number; readonly askTasks: number };

/** `govern`: what we last wrote to the scalable target, and the user's own ceiling behind it. */
export type CeilingMemory = {
  readonly usersMaxCapacity: number;
  /** What we last set out to write and what it replaced: a write that failed has left `from`. */
  readonly written: { readonly from: number; readonly to: number } | null;
  readonly suspendedByUs: boolean;
  readonly writtenAtMs: number | null;
  /** `service/<cluster>/<service>`: whoever puts the ceiling back needs no configuration for it. */
  readonly resourceId?: string;
  /** When the target was last looked at: a scheduled action that fired since then has set the user's ceiling. */
  readonly seenAtMs?: number;
};

/** `scale`: what we have suspended of the service's own Application Auto Scaling, and how it was before. */
export type SuspensionMemory = {
  readonly resourceId: string;
  readonly scaleInWasSuspended: boolean;
  readonly scaleOutWasSuspended: boolean;
  readonly scheduledWasSuspended: boolean;
  readonly askedAtMs: number;
  /** True: it was read as suspended. Active again after that, it was somebody who lifted it. */
  readonly seen: boolean;
};

export type DatabaseMemory = {
  readonly unmanaged: Unmanaged | null;
  /** The spell in which the budget keeps somebody from what they asked; absent or `null`: it does not. */
  readonly bound?: BoundMemory | null;
  /** How much of the elastic pools' capacity was in use, over the last day. Absent in what an earlier release stored. */
  readonly elasticUse?: readonly QuarterMaximum[];
  /** By proxy: how much of its clients' pool capacity was borrowed, over the last day. Absent in what an earlier release stored. */
  readonly borrowedUse?: Readonly<Record<string, readonly QuarterMaximum[]>>;
};

/** From the first plan in which somebody was refused to the last one. */
export type BoundMemory = { readonly sinceMs: number; readonly lastMs: number };

/** The largest value of a quarter of an hour. */
export type QuarterMaximum = {
  /** Start of the quarter. */
  readonly atMs: number;
  /** A share in millionths, so that integers decide. */
  readonly millionths: number;
};

/** Sessions that no configured service explains, as an interval over the last stable minutes. */
export type Unmanaged = {
  readonly lowConnections: number;
  readonly highConnections: number;
  readonly measuredAtMs: number;
};

export type LoopMemory = { readonly fingerprint: string; readonly unchangedReads: number };

export const emptyServiceMemory: ServiceMemory = {
  asks: [],
  changes: [],
  running: [],
  intended: null,
  revision: null,
  pin: null,
  alarmSteps: {},
  ceiling: null,
};

export const emptyMemory: Memory = { services: {}, databases: {}, loop: { fingerprint: "", unchangedReads: 0 } };

/** What is remembered under a name; a service may have the name of something that every object has. */
export const remembered = <T>(entries: Readonly<Record<string, T>>, name: string): T | null =>
  Object.hasOwn(entries, name) ? entries[name]! : null;

/**
 * A record by name, for any number of names.
 *
 * Assigned one by one: `Object.fromEntries` keeps a hidden class per name for the first thousand, which costs their
 * square. Names begin with a letter or a digit, so none of them is `__proto__`.
 */
export const recordOf = <Item, Value>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  contentOf: (item: Item) => Value,
): Readonly<Record<string, Value>> => {
  const record: Record<string, Value> = {};
  for (const item of items) record[nameOf(item)] = contentOf(item);
  return record;
};

/** A list with one more entry; most lists of a memory have none before, and need no room to grow. */
export const appended = <Item>(list: readonly Item[], item: Item): readonly Item[] =>
  list.length === 0 ? [item] : [...list, item];

/** The value that held at a moment, from a history of changes; `null` where the history doesn't reach back that far. */
export const tasksAt = (history: readonly TasksAt[], atMs: number): number | null => {
  for (let i = history.length - 1; i >= 0; i--) if (history[i]!.atMs <= atMs) return history[i]!.tasks;
  return null;
};
