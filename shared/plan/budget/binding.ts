import type { Admission } from "../admit/admit.ts";
import type { Want } from "../demand/want.ts";
import { refusedNow } from "../forecast/refused-now.ts";
import type { Room } from "./rooms.ts";

/**
 * The databases that have kept somebody from what they asked: directly, or by a callee that could not grow.
 *
 * One who would have got all that is needed now, and was refused only what a forecast asks for, was kept from nothing.
 *
 * @param wants what each of them wants, by service
 * @returns names of databases
 */
export const bindingDatabases = (
  admissions: Iterable<Admission>,
  rooms: ReadonlyMap<string, Room>,
  wants: ReadonlyMap<string, Want> = new Map(),
): ReadonlySet<string> => {
  const binding = new Set<string>();
  for (const admission of admissions) {
    const by = roomThatBinds(refusedNow(admission, wants.get(admission.name)));
    const room = by === null ? undefined : rooms.get(by);
    if (room !== undefined) binding.add(room.database);
  }
  return binding;
};

const roomThatBinds = (admission: Admission): string | null => {
  if (admission.kind === "capped") return admission.by;
  if (admission.kind === "uncarried" && admission.refusal.bound.kind === "no-room") return admission.refusal.bound.room;
  return null;
};
