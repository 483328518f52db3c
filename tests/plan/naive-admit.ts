import type { Contender } from "../../shared/plan/admit/contender.ts";

/**
 * The slow and obvious way to share connections: before each single task, look at everybody again and give it to the
 * least served of the first class that can still take one.
 *
 * @returns tasks by name
 */
export const naiveAdmit = (
  contenders: readonly Contender[],
  free: ReadonlyMap<string, number | null>,
): ReadonlyMap<string, number> => {
  const left = new Map(free);
  const tasks = new Map(contenders.map((it) => [it.name, Math.min(it.currentTasks, it.wantedTasks)]));
  const priceOf = (it: Contender, perTask: number): number =>
    perTask * (it.commitment(tasks.get(it.name)! + 1) - it.commitment(tasks.get(it.name)!));
  const fits = (it: Contender): boolean =>
    it.prices.every(({ room, unitsPerTask }) => {
      const units = left.get(room) ?? null;
      return units !== null && units >= 0 && units >= priceOf(it, unitsPerTask);
    });
  const stages: readonly { goal: (it: Contender) => number; base: (it: Contender) => number }[] = [
    { goal: (it) => Math.min(it.minTasks, it.wantedTasks), base: () => 0 },
    { goal: (it) => it.wantedTasks, base: (it) => Math.min(it.minTasks, it.wantedTasks) },
    { goal: (it) => Math.max(it.ceilingTasks, it.wantedTasks), base: (it) => it.wantedTasks },
  ];
  const priorities = [...new Set(contenders.map(({ priority }) => priority))].sort((a, b) => a - b);
  for (const { goal, base } of stages) {
    for (const priority of priorities) {
      for (;;) {
        const served = (it: Contender): number => {
          const span = goal(it) - base(it);
          return span <= 0 ? 0 : (tasks.get(it.name)! - base(it)) / span / it.weight;
        };
        const next = contenders
          .filter((it) => it.priority === priority && tasks.get(it.name)! < goal(it) && fits(it))
          .reduce<Contender | null>((least, it) => {
            if (least === null || served(it) < served(least)) return it;
            return served(it) === served(least) && it.name < least.name ? it : least;
          }, null);
        if (next === null) break;
        for (const { room, unitsPerTask } of next.prices) {
          left.set(room, left.get(room)! - priceOf(next, unitsPerTask));
        }
        tasks.set(next.name, tasks.get(next.name)! + 1);
      }
    }
  }
  return tasks;
};
