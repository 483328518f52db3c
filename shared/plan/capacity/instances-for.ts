import type { PlaceRefusal } from "../admit/places.ts";

/**
 * How many more instances would hold the tasks that were refused: what unlocks a full cluster.
 *
 * @param missingTasks whole tasks, >= 1
 * @returns whole instances, >= 1; `null`: an empty instance of the cluster's sizes doesn't hold one, or none is known
 * @throws never
 */
export const instancesFor = (missingTasks: number, { numbers }: PlaceRefusal): number | null => {
  const perInstance = numbers["tasksPerInstance"] ?? 0;
  return perInstance < 1 ? null : Math.max(1, Math.ceil(missingTasks / perInstance));
};
