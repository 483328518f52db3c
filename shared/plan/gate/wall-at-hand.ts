import type { Admission } from "../admit/admit.ts";
import type { FreeUnits, Price } from "../admit/contender.ts";
import type { Room } from "../budget/rooms.ts";
import { healthyTasksOf } from "../graph/flow.ts";
import type { TaskCounts } from "../readings/service-reading.ts";
import { closedBefore } from "./closed-gate.ts";
import type { GateMemory } from "./gate-memory.ts";

/**
 * What a service was granted, as its gate has to take it.
 *
 * Behind a closed gate a service asks for a task or two more, whatever users send: that it was granted them doesn't say
 * that the flood would be carried. So the gate only widens, step by step, while what was granted is not healthy yet or
 * while the room left is for less than half as many tasks again; it opens where there is more, or where the load is gone.
 *
 * @param prices what one task takes
 * @param left free after this plan's grants
 * @param rooms the databases and proxies by name
 * @throws never
 */
export const wallAtHand = (
  admission: Admission | null,
  counts: TaskCounts | null,
  prices: readonly Price[],
  left: FreeUnits,
  rooms: ReadonlyMap<string, Room>,
  before: GateMemory | null,
): Admission | null => {
  if (admission?.kind !== "full" || counts === null || closedBefore(before) === null) return admission;
  const healthyTasks = healthyTasksOf(counts);
  const isStarting = admission.tasks > healthyTasks;
  const amplyTasks = Math.ceil(healthyTasks / 2);
  for (const { room, unitsPerTask } of prices) {
    const freeUnits = left.get(room) ?? null;
    if (!rooms.has(room) || freeUnits === null) continue;
    if (isStarting || freeUnits < amplyTasks * unitsPerTask)
      return {
        kind: "capped",
        name: admission.name,
        tasks: admission.tasks,
        by: room,
        freeUnits,
        priceUnits: unitsPerTask,
      };
  }
  return admission;
};
