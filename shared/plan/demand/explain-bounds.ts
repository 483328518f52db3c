import type { Note } from "./join.ts";
import type { WantedCount } from "./want.ts";

/** Which window of time has moved what the signals ask for; none where none has. */
export const explainBounds = ({ bounds, demand }: Pick<WantedCount, "bounds" | "demand">): readonly Note[] => {
  const { floor, ceiling, leastTasks, mostTasks } = bounds;
  const { tasks } = demand;
  if (floor !== null && floor.tasks === leastTasks && tasks < leastTasks) {
    return [{ code: "schedule-floor", detail: floor.schedule, numbers: { askTasks: tasks, floorTasks: leastTasks } }];
  }
  if (ceiling !== null && ceiling.tasks === mostTasks && tasks > mostTasks) {
    return [{ code: "schedule-ceiling", detail: ceiling.schedule, numbers: { askTasks: tasks, maxTasks: mostTasks } }];
  }
  return [];
};
