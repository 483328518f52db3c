import { assertNever } from "../assert-never.ts";
import type { CalleeRefusal } from "../graph/callee-refusal.ts";
import { alone, type Company, type Raise } from "./company.ts";
import type { Contender, FreeUnits } from "./contender.ts";
import { FillQueue } from "./fill-queue.ts";
import { anywhere, type PlaceRefusal, type Places } from "./places.ts";
import { type Refusal, takeOne, takeTogether } from "./purchase.ts";

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
  | { readonly kind: "unplaced"; readonly name: string; readonly tasks: number; readonly refusal: PlaceRefusal }
  /** What its next task would send on can't be carried by a service that it calls. */
  | { readonly kind: "uncarried"; readonly name: string; readonly tasks: number; readonly refusal: CalleeRefusal };

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
 * priced with what it adds to the commitment in each of its rooms, together with the tasks that it needs of others. A
 * contender whose next task doesn't fit is done; the others go on, so nothing is wasted.
 *
 * @param contenders any order; names are unique
 * @param free whole units per room, may be negative (nobody grows, nobody is stopped)
 * @param places where tasks can be put; used up by the call
 * @param company what a task needs of other contenders; used up by the call
 * @returns admissions with min(current, wanted) <= tasks <= max(current, ceiling); above it only what others need
 * @throws never
 */
export const admit = (
  contenders: readonly Contender[],
  free: FreeUnits,
  places: Places = anywhere,
  company: Company = alone,
): Admitted => {
  const sorted = [...contenders].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const left = new Map(free);
  const tasks = sorted.map((contender) => Math.min(contender.currentTasks, contender.wantedTasks));
  const indexes = new Map(company === alone ? [] : sorted.map(({ name }, index) => [name, index] as const));
  const tasksOf = (name: string): number | null => tasks[indexes.get(name) ?? -1] ?? null;
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
      // Somebody else's task may have raised it meanwhile.
      if (tasks[index]! >= goals[index]!) continue;
      if (keyOf(index) > entry.key) {
        queue.push({ index, key: keyOf(index) });
        continue;
      }
      const { name } = sorted[index]!;
      const needs = company.needs(name, tasks[index]! + 1, tasksOf);
      if (needs.kind === "refused") {
        refusals[index] = { kind: "no-carrier", refusal: needs.refusal };
        continue;
      }
      const refusal = buy(index, needs.raises);
      if (refusal !== null) {
        refusals[index] = refusal;
        continue;
      }
      tasks[index]! += 1;
      company.take(name, tasks[index]!);
      if (tasks[index]! < goals[index]!) queue.push({ index, key: keyOf(index) });
    }
  };

  /** One more task with those that it needs of others: all of them, or none. */
  const buy = (index: number, raises: readonly Raise[]): Refusal | null => {
    const own = sorted[index]!;
    if (raises.length === 0) return takeOne(own, tasks[index]!, left, places);
    const steps = raises.flatMap((raise) => {
      const at = indexes.get(raise.name) ?? index;
      const fromTasks = tasks[at]!;
      return at === index || raise.toTasks <= fromTasks ? [] : [{ at, contender: sorted[at]!, fromTasks, raise }];
    });
    const refusal = takeTogether(own, tasks[index]!, steps, left, places);
    if (refusal === null) for (const { at, raise } of steps) tasks[at] = raise.toTasks;
    return refusal;
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

const unrefused = (members: readonly number[], refusals: readonly unknown[]): readonly number[] =>
  members.filter((index) => refusals[index] === null);

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
    case "no-carrier":
      return { kind: "uncarried", name, tasks, refusal: refusal.refusal };
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
