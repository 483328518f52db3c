import { describeIntent } from "../intents/describe-intent.ts";
import type { Note } from "./join.ts";
import type { WantedCount } from "./want.ts";

/** Which window of time, or which person, has moved what the signals ask for; none where nobody has. */
export const explainBounds = ({ bounds, demand }: Pick<WantedCount, "bounds" | "demand">): readonly Note[] => {
  const { floor, ceiling, leastTasks, mostTasks, intent } = bounds;
  const { tasks } = demand;
  if (intent?.kind === "count") {
    const numbers = { countTasks: intent.tasks, askTasks: tasks, untilMs: intent.untilMs };
    return [{ code: "count-by-runbook", detail: describeIntent(intent), numbers }];
  }
  if (intent?.kind === "park")
    return [{ code: "parked", detail: describeIntent(intent), numbers: { askTasks: tasks } }];
  if (floor !== null && floor.tasks === leastTasks && tasks < leastTasks) {
    return [{ code: "schedule-floor", detail: floor.schedule, numbers: { askTasks: tasks, floorTasks: leastTasks } }];
  }
  if (ceiling !== null && ceiling.tasks === mostTasks && tasks > mostTasks) {
    return [{ code: "schedule-ceiling", detail: ceiling.schedule, numbers: { askTasks: tasks, maxTasks: mostTasks } }];
  }
  return [];
};
