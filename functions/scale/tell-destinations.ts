import { inParallel } from "../../shared/aws/in-parallel.ts";
import type { RecordsWakeUp } from "../../shared/events/records-wake-up.ts";
import type { Cause } from "../../shared/events/wake-up.ts";
import type { Plan } from "../../shared/plan/plan.ts";
import type { ScaleDeps } from "./scale-deps.ts";

/**
 * Posts which tasks will stop and at which rate services may be sent requests, and then wakes the destinations for which
 * that is news: they take the tasks out, or publish again who stays after all, and close or open their gates.
 *
 * @returns what has failed, for later: the plan's own writes don't depend on it
 * @throws never
 */
export const tellDestinations = async (
  { withdrawals, gates }: Pick<Plan, "withdrawals" | "gates">,
  correlationId: string,
  { posts, passOn }: Pick<ScaleDeps, "posts" | "passOn">,
): Promise<{ readonly error: unknown } | null> => {
  if (withdrawals === undefined && gates === undefined) return null;
  const wake = async (destinations: readonly string[], cause: Cause): Promise<void> => {
    for (const destination of destinations) {
      const about = { destination, causes: [cause], correlationId, attempt: 0, loopToken: null };
      const wakeUp: RecordsWakeUp = { kind: "records-wake-up", version: 1, ...about };
      await passOn(JSON.stringify(wakeUp));
    }
  };
  try {
    await inParallel(withdrawals?.posts ?? [], (withdrawal) => posts.putWithdrawal(withdrawal));
    await inParallel(gates?.posts ?? [], (gate) => posts.putGate(gate));
    await wake(withdrawals?.wakes ?? [], "withdrawal");
    await wake(gates?.wakes ?? [], "gate-changed");
    return null;
  } catch (error) {
    return { error };
  }
};
