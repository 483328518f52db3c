import type { Commitment } from "../budget/commitment.ts";
import { FillQueue } from "./fill-queue.ts";

/** One service that wants a count of tasks, and what each task would cost. */
export type Contender = {
  readonly name: string;
  /** 0 is served first. */
  readonly priority: number;
  readonly weight: number;
  readonly minTasks: number;
  /** The desired count now. */
  readonly currentTasks: number;
  /** What it asks for now, after pace; below currentTasks it shrinks. */
  readonly wantedTasks: number;
  /** What it may be given beyond its want where room is left: a `govern` ceiling; otherwise wantedTasks. */
  readonly ceilingTasks: number;
  readonly commitment: Commitment;
  readonly pools: readonly { readonly database: string; readonly connectionsPerTask: number }[];
};

/** Connections free for growth; `null`: unknown, so nothing that needs it may grow. */
export type FreeConnections = ReadonlyMap<string, number | null>;

/** The answer for one contender, in tasks. */
export type Admission =
  | { readonly kind: "full"; readonly name: string; readonly tasks: number }
  | {
      readonly kind: "capped";
      readonly name: string;
      readonly tasks: number;
      /** The database that has no room for the next task. */
      readonly by: string;
      readonly freeConnections: number;
      /** What the next task would cost there. */
      readonly priceConnections: number;
    }
  | { readonly kind: "held"; readonly name: string; readonly tasks: number; readonly by: string };

export type Admitted = {
  /** One per contender, by name. */
  readonly admissions: ReadonlyMap<string, Admission>;
  /** What is free afterwards. */
  readonly left: FreeConnections;
};

/**
 * Shares the free connections among the services that want to grow.
 *
 * Phase 0: what runs stays, and who wants less gets less; what that releases is not given away here, because it is
 * still held. Phase 1: everybody up to their minimum, by priority. Phase 2: per priority class weighted max-min on
 * (admitted - min) / (wanted - min), one task at a time. Phase 3: what is left goes to ceilings the same way. A task is priced with what it adds to the commitment on each
 * of its databases. A contender whose next task doesn't fit is done; the others go on, so nothing is wasted.
 *
 * @param contenders any order; names are unique
 * @param free whole connections per database, may be negative (nobody grows, nobody is stopped)
 * @returns admissions with min(current, wanted) <= tasks <= max(current, ceiling)
 * @throws never
 */
export const admit = (contenders: readonly Contender[], free: FreeConnections): Admitted => {
  const sorted = [...contenders].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const left = new Map(free);
  const tasks = sorted.map((contender) => Math.min(contender.currentTasks, contender.wantedTasks));
  const refusals: (Refusal | null)[] = sorted.map(() => null);

  /** Raises each of the class towards its goal, the least served first. */
  const fill = (members: readonly number[], goals: readonly number[], bases: readonly number[]): void => {
    const queue = new FillQueue();
    const keyOf = (index: number): number => {
      const span = goals[index]! - bases[index]!;
      return span <= 0 ? 0 : (tasks[index]! - bases[index]!) / span / sorted[index]!.weight;
    };
    for (const index of members) if (tasks[index]! < goals[index]!) queue.push({ index, key: keyOf(index) });
    for (let entry = queue.pop(); entry !== undefined; entry = queue.pop()) {
      const { index } = entry;
      const refusal = takeOne(sorted[index]!, tasks[index]!, left);
      if (refusal !== null) {
        refusals[index] = refusal;
        continue;
      }
      tasks[index]! += 1;
      if (tasks[index]! < goals[index]!) queue.push({ index, key: keyOf(index) });
    }
  };

  const classes = priorityClasses(sorted);
  const minima = sorted.map((contender) => Math.min(contender.minTasks, contender.wantedTasks));
  const none = sorted.map(() => 0);
  for (const members of classes) fill(members, minima, none);
  const wanted = sorted.map((contender) => contender.wantedTasks);
  const ceilings = sorted.map((contender) => Math.max(contender.ceilingTasks, contender.wantedTasks));
  for (const members of classes) fill(unrefused(members, refusals), wanted, minima);
  for (const members of classes) fill(unrefused(members, refusals), ceilings, wanted);

  const admissions = new Map(
    sorted.map(({ name }, index) => [name, admissionOf(name, tasks[index]!, refusals[index]!)] as const),
  );
  return { admissions, left };
};

type Refusal =
  | {
      readonly kind: "no-room";
      readonly by: string;
      readonly freeConnections: number;
      readonly priceConnections: number;
    }
  | { readonly kind: "unknown"; readonly by: string };

const unrefused = (members: readonly number[], refusals: readonly unknown[]): readonly number[] =>
  members.filter((index) => refusals[index] === null);

/** Spends one more task of a contender on all of its databases, or on none. */
const takeOne = (contender: Contender, tasks: number, left: Map<string, number | null>): Refusal | null => {
  const addedTasks = contender.commitment(tasks + 1) - contender.commitment(tasks);
  for (const { database, connectionsPerTask } of contender.pools) {
    const freeConnections = left.get(database) ?? null;
    if (freeConnections === null) return { kind: "unknown", by: database };
    const priceConnections = addedTasks * connectionsPerTask;
    if (freeConnections < priceConnections || freeConnections < 0) {
      return { kind: "no-room", by: database, freeConnections, priceConnections };
    }
  }
  for (const { database, connectionsPerTask } of contender.pools) {
    left.set(database, left.get(database)! - addedTasks * connectionsPerTask);
  }
  return null;
};

const admissionOf = (name: string, tasks: number, refusal: Refusal | null): Admission => {
  if (refusal === null) return { kind: "full", name, tasks };
  if (refusal.kind === "unknown") return { kind: "held", name, tasks, by: refusal.by };
  const { by, freeConnections, priceConnections } = refusal;
  return { kind: "capped", name, tasks, by, freeConnections, priceConnections };
};

/** Indexes of the contenders, the class served first in front. */
const priorityClasses = (sorted: readonly Contender[]): readonly (readonly number[])[] => {
  const byPriority = new Map<number, number[]>();
  sorted.forEach((contender, index) => {
    const members = byPriority.get(contender.priority);
    if (members === undefined) byPriority.set(contender.priority, [index]);
    else members.push(index);
  });
  return [...byPriority.entries()].sort(([a], [b]) => a - b).map(([, members]) => members);
};
