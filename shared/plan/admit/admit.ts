import { assertNever } from "../assert-never.ts";
import type { Commitment } from "../budget/commitment.ts";
import { FillQueue } from "./fill-queue.ts";
import { anywhere, type PlaceRefusal, type Places } from "./places.ts";

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
  /** At most one per room. */
  readonly prices: readonly Price[];
};

/** What one task takes of a room: connections of a database, vCPU of an account. Whole units. */
export type Price = { readonly room: string; readonly unitsPerTask: number };

/**
 * What is free for growth, in whole units, by room: a database's name, or another common budget's. `null`: closed, so
 * nothing that needs it may grow; because it is unknown, or because more work would do harm.
 */
export type FreeUnits = ReadonlyMap<string, number | null>;

/** The answer for one contender, in tasks. */
export type Admission =
  | { readonly kind: "full"; readonly name: string; readonly tasks: number }
  | {
      readonly kind: "capped";
      readonly name: string;
      readonly tasks: number;
      /** The room that has none left for the next task. */
      readonly by: string;
      readonly freeUnits: number;
      /** What the next task would cost there. */
      readonly priceUnits: number;
    }
  /** The room it needs is closed. */
  | { readonly kind: "held"; readonly name: string; readonly tasks: number; readonly by: string }
  /** No instance has a place for the next task. */
  | { readonly kind: "unplaced"; readonly name: string; readonly tasks: number; readonly refusal: PlaceRefusal };

export type Admitted = {
  /** One per contender, by name. */
  readonly admissions: ReadonlyMap<string, Admission>;
  /** What is free afterwards. */
  readonly left: FreeUnits;
};

/**
 * Shares what is free among the services that want to grow.
 *
 * Phase 0: what runs stays, and who wants less gets less; what that releases is not given away here, because it is
 * still held. Phase 1: everybody up to their minimum, by priority. Phase 2: per priority class weighted max-min on
 * (admitted - min) / (wanted - min), one task at a time. Phase 3: what is left goes to ceilings the same way. A task is
 * priced with what it adds to the commitment in each of its rooms. A contender whose next task doesn't fit is done; the
 * others go on, so nothing is wasted.
 *
 * @param contenders any order; names are unique
 * @param free whole units per room, may be negative (nobody grows, nobody is stopped)
 * @param places where tasks can be put; used up by the call
 * @returns admissions with min(current, wanted) <= tasks <= max(current, ceiling)
 * @throws never
 */
export const admit = (contenders: readonly Contender[], free: FreeUnits, places: Places = anywhere): Admitted => {
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
      const refusal = takeOne(sorted[index]!, tasks[index]!, left, places);
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
  | { readonly kind: "no-room"; readonly by: string; readonly freeUnits: number; readonly priceUnits: number }
  | { readonly kind: "closed"; readonly by: string }
  | { readonly kind: "no-place"; readonly refusal: PlaceRefusal };

const unrefused = (members: readonly number[], refusals: readonly unknown[]): readonly number[] =>
  members.filter((index) => refusals[index] === null);

/** Spends one more task of a contender in all of its rooms and on a place, or on none. */
const takeOne = (
  contender: Contender,
  tasks: number,
  left: Map<string, number | null>,
  places: Places,
): Refusal | null => {
  const addedTasks = contender.commitment(tasks + 1) - contender.commitment(tasks);
  for (const { room, unitsPerTask } of contender.prices) {
    const freeUnits = left.get(room) ?? null;
    if (freeUnits === null) return { kind: "closed", by: room };
    const priceUnits = addedTasks * unitsPerTask;
    if (freeUnits < priceUnits || freeUnits < 0) return { kind: "no-room", by: room, freeUnits, priceUnits };
  }
  const refusal = places.refusal(contender.name, addedTasks);
  if (refusal !== null) return { kind: "no-place", refusal };
  places.take(contender.name, addedTasks);
  for (const { room, unitsPerTask } of contender.prices) left.set(room, left.get(room)! - addedTasks * unitsPerTask);
  return null;
};

const admissionOf = (name: string, tasks: number, refusal: Refusal | null): Admission => {
  if (refusal === null) return { kind: "full", name, tasks };
  switch (refusal.kind) {
    case "closed":
      return { kind: "held", name, tasks, by: refusal.by };
    case "no-room": {
      const { by, freeUnits, priceUnits } = refusal;
      return { kind: "capped", name, tasks, by, freeUnits, priceUnits };
    }
    case "no-place":
      return { kind: "unplaced", name, tasks, refusal: refusal.refusal };
    default:
      return assertNever(refusal);
  }
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
