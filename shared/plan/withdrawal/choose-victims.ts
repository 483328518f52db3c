import { compareText } from "../../config/by-name.ts";
import type { TaskStanding } from "../readings/front-reading.ts";
import { isProtected } from "./protection.ts";

/**
 * The tasks that go when a service shrinks.
 *
 * First those that serve nobody: not RUNNING yet, then UNHEALTHY. Then from the availability zone that has most tasks
 * left, so that the zones stay balanced, and there the newest: the oldest have proved themselves, and their caches are
 * warm. A protected task is nobody's victim: ECS would not stop it.
 *
 * @param tasks all tasks of the service that are to run, in any order
 * @param count whole tasks, >= 0
 * @returns task ids, sorted; fewer than asked where the others are protected. Ties go to the smaller id
 * @throws never
 */
export const chooseVictims = (tasks: readonly TaskStanding[], count: number, nowMs: number): readonly string[] => {
  const leftInZone = new Map<string | null, number>();
  for (const { availabilityZone } of tasks)
    leftInZone.set(availabilityZone, (leftInZone.get(availabilityZone) ?? 0) + 1);
  let candidates = tasks.filter((task) => !isProtected(task, nowMs));
  const victims: string[] = [];
  while (victims.length < count && candidates.length > 0) {
    const victim = candidates.reduce((first, task) => (goesBefore(task, first, leftInZone) ? task : first));
    victims.push(victim.taskId);
    candidates = candidates.filter((task) => task !== victim);
    leftInZone.set(victim.availabilityZone, leftInZone.get(victim.availabilityZone)! - 1);
  }
  return victims.sort(compareText);
};

const goesBefore = (a: TaskStanding, b: TaskStanding, leftInZone: ReadonlyMap<string | null, number>): boolean => {
  const order =
    useOf(a) - useOf(b) ||
    leftInZone.get(b.availabilityZone)! - leftInZone.get(a.availabilityZone)! ||
    // Of unknown age is as good as old: it stays.
    (b.createdAtMs ?? 0) - (a.createdAtMs ?? 0) ||
    compareText(a.taskId, b.taskId);
  return order < 0;
};

/** The more of use, the larger. */
const useOf = ({ lastStatus, health }: TaskStanding): number =>
  lastStatus !== "RUNNING" ? 0 : health === "UNHEALTHY" ? 1 : 2;
