import type { DestinationPlan } from "../../shared/records/destination-plan.ts";
import type { PlanInput } from "./plan-destination.ts";
import type { RecordsDeps } from "./records-deps.ts";

/**
 * Tells `scale` which of the withdrawn tasks the destination no longer holds. One that could not be read tells nothing.
 *
 * @param readAtMs after the read: a time before it would say too early that a task was gone
 * @returns what has failed, for later
 * @throws never
 */
export const postAbsences = async (
  { destination, observed, withdrawals }: PlanInput,
  { absent }: DestinationPlan<unknown>,
  readAtMs: number,
  { posts }: Pick<RecordsDeps, "posts">,
): Promise<{ readonly error: unknown } | null> => {
  if (observed.kind === "unknown") return null;
  try {
    for (const service of [...withdrawals.keys()].sort()) {
      const absentSinceMs = Object.fromEntries((absent[service] ?? []).map((taskId) => [taskId, readAtMs]));
      await posts.putAbsence({ service, destination: destination.id, atMs: readAtMs, absentSinceMs });
    }
    return null;
  } catch (error) {
    return { error };
  }
};
