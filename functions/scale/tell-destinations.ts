import { inParallel } from "../../shared/aws/in-parallel.ts";
import type { RecordsWakeUp } from "../../shared/events/records-wake-up.ts";
import type { ToldWithdrawals } from "../../shared/plan/withdrawal/told-withdrawals.ts";
import type { ScaleDeps } from "./scale-deps.ts";

/**
 * Posts which tasks will stop, and then wakes the destinations for which that is news: they take them out, or publish
 * again who stays after all.
 *
 * @returns what has failed, for later: the plan's own writes don't depend on it
 * @throws never
 */
export const tellDestinations = async (
  told: ToldWithdrawals | undefined,
  correlationId: string,
  { posts, passOn }: Pick<ScaleDeps, "posts" | "passOn">,
): Promise<{ readonly error: unknown } | null> => {
  if (told === undefined) return null;
  try {
    await inParallel(told.posts, (withdrawal) => posts.putWithdrawal(withdrawal));
    for (const destination of told.wakes) {
      const about = { destination, causes: ["withdrawal"], correlationId, attempt: 0, loopToken: null } as const;
      const wakeUp: RecordsWakeUp = { kind: "records-wake-up", version: 1, ...about };
      await passOn(JSON.stringify(wakeUp));
    }
    return null;
  } catch (error) {
    return { error };
  }
};
