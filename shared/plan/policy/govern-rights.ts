import type { Admission } from "../admit/admit.ts";
import type { Contender, FreeUnits } from "../admit/contender.ts";
import type { Party } from "../party.ts";
import { capacityFloor } from "./govern-view.ts";

/**
 * The services whose right to grow may not be raised by this plan.
 *
 * Release and grant are two steps for rights as they are for tasks: a ceiling that this plan lowers still stands until it
 * is read as lowered, because the write may fail. So where the ceilings that stand go past what was granted by more than
 * is left in a room, nobody in that room is raised.
 *
 * @param contenders of these parties; the governed ones among them have rights
 * @param admissions what was granted, by service
 * @param left what is free once every grant is used
 * @param readAtMs when the reading began: what we have written since is not read as written
 * @returns names of services
 * @throws never
 */
export const heldBackRights = (
  parties: readonly Party[],
  contenders: readonly Contender[],
  admissions: ReadonlyMap<string, Admission>,
  left: FreeUnits,
  readAtMs: number,
): ReadonlySet<string> => {
  const byName = new Map(parties.map((party) => [party.service.name, party]));
  const overhang = new Map<string, number>();
  for (const { name, commitment, prices } of contenders) {
    const standing = standingRight(byName.get(name)!, readAtMs);
    const granted = admissions.get(name)?.tasks;
    if (standing === null || granted === undefined) continue;
    const tasks = commitment(Math.max(granted, standing)) - commitment(granted);
    if (tasks === 0) continue;
    for (const { room, unitsPerTask } of prices) overhang.set(room, (overhang.get(room) ?? 0) + tasks * unitsPerTask);
  }
  const isShort = (room: string): boolean => (overhang.get(room) ?? 0) > Math.max(0, left.get(room) ?? 0);
  return new Set(contenders.filter(({ prices }) => prices.some(({ room }) => isShort(room))).map(({ name }) => name));
};

/** How far the service's own autoscaling may take it if none of our writes since the reading took; `null`: no right. */
const standingRight = ({ governed, want, memory }: Party, readAtMs: number): number | null => {
  if (governed === null || want.kind !== "wants") return null;
  const { target, minCapacity } = governed;
  const { ceiling } = memory;
  if (ceiling?.writtenAtMs != null && ceiling.writtenAtMs >= readAtMs) {
    return Math.max(target.maxCapacity, ceiling.written?.from ?? 0);
  }
  return target.scaleOutSuspended ? capacityFloor(want.counts, minCapacity) : target.maxCapacity;
};
