import { assertNever } from "../assert-never.ts";
import { settle, spend } from "../budget/spend.ts";
import type { CalleeBound, CalleeRefusal } from "../graph/callee-refusal.ts";
import type { Raise } from "./company.ts";
import type { Contender } from "./contender.ts";
import type { PlaceRefusal, Places } from "./places.ts";

/** Why a contender's next task is not to be had. */
export type Refusal =
  | { readonly kind: "no-room"; readonly by: string; readonly freeUnits: number; readonly priceUnits: number }
  | { readonly kind: "closed"; readonly by: string }
  | { readonly kind: "no-place"; readonly refusal: PlaceRefusal }
  | { readonly kind: "no-carrier"; readonly refusal: CalleeRefusal };

/** Spends one more task of a contender in all of its rooms and on a place, or on none. */
export const takeOne = (
  contender: Contender,
  tasks: number,
  left: Map<string, number | null>,
  places: Places,
): Refusal | null => {
  const addedTasks = contender.commitment(tasks + 1) - contender.commitment(tasks);
  const spent = new Map<string, number>();
  const noRoom = spend(contender.prices, addedTasks, left, spent);
  if (noRoom !== null) return noRoom;
  const refusal = places.refusal(contender.name, addedTasks);
  if (refusal !== null) return { kind: "no-place", refusal };
  places.take(contender.name, addedTasks);
  settle(left, spent);
  return null;
};

/** A contender that is raised for another one's task. */
export type RaiseStep = { readonly contender: Contender; readonly fromTasks: number; readonly raise: Raise };

/**
 * Spends one more task of a contender with those that it needs of others, in all of their rooms and on places: all of
 * them, or none.
 *
 * @param raises of other contenders, each by at least one task
 * @throws never
 */
export const takeTogether = (
  own: Contender,
  tasks: number,
  raises: readonly RaiseStep[],
  left: Map<string, number | null>,
  places: Places,
): Refusal | null => {
  const spent = new Map<string, number>();
  for (const step of raises) {
    const { contender, fromTasks, raise } = step;
    // What exists is kept, whatever it stands on, and is paid for; only a task more needs a room that is open.
    if (raise.toTasks <= contender.currentTasks) continue;
    const refusal = spend(contender.prices, added(contender, fromTasks, raise.toTasks), left, spent);
    if (refusal !== null) return behind(step, refusal);
  }
  const refusal = spend(own.prices, added(own, tasks, tasks + 1), left, spent);
  if (refusal !== null) return refusal;
  const unplaced = place(own, tasks, raises, places);
  if (unplaced !== null) return unplaced;
  settle(left, spent);
  return null;
};

/** What a contender has is committed already, also where it was about to shrink. */
const added = ({ commitment, currentTasks }: Contender, fromTasks: number, toTasks: number): number =>
  commitment(Math.max(toTasks, currentTasks)) - commitment(Math.max(fromTasks, currentTasks));

/** Two that fit alone may want the same place: what was taken for the first is then not used again in this plan. */
const place = (own: Contender, tasks: number, raises: readonly RaiseStep[], places: Places): Refusal | null => {
  const ownTasks = added(own, tasks, tasks + 1);
  const first = ownTasks === 0 ? null : places.refusal(own.name, ownTasks);
  if (first !== null) return { kind: "no-place", refusal: first };
  for (const step of raises) {
    const addedTasks = added(step.contender, step.fromTasks, step.raise.toTasks);
    if (addedTasks === 0) continue;
    const refusal = places.refusal(step.contender.name, addedTasks);
    if (refusal !== null) return behind(step, { kind: "no-place", refusal });
    places.take(step.contender.name, addedTasks);
  }
  const last = ownTasks === 0 ? null : places.refusal(own.name, ownTasks);
  if (last !== null) return { kind: "no-place", refusal: last };
  if (ownTasks > 0) places.take(own.name, ownTasks);
  return null;
};

/** Why a callee couldn't be raised, as its caller's refusal. */
const behind = ({ fromTasks, raise }: RaiseStep, refusal: Refusal): Refusal => {
  const { name: callee, neededPerSecond, perTaskPerSecond } = raise;
  const carriedPerSecond = perTaskPerSecond * fromTasks;
  const carrier = (bound: CalleeBound): Refusal => ({
    kind: "no-carrier",
    refusal: { callee, neededPerSecond, carriedPerSecond, bound },
  });
  switch (refusal.kind) {
    case "closed":
      return carrier({ kind: "closed", room: refusal.by });
    case "no-room": {
      const { by: room, freeUnits, priceUnits } = refusal;
      return carrier({ kind: "no-room", room, freeUnits, priceUnits });
    }
    case "no-place":
      return carrier({ kind: "no-place", refusal: refusal.refusal });
    case "no-carrier":
      return refusal;
    default:
      return assertNever(refusal);
  }
};
