import { compareText } from "../../config/by-name.ts";
import type { Withdrawal } from "../../records/post.ts";
import type { ServicePlan } from "../service-plan.ts";

/** What the destinations are told of the tasks that will stop. */
export type ToldWithdrawals = {
  /** Sorted by service. Told again in every plan of a round, so that a lost one is made good. */
  readonly posts: readonly Withdrawal[];
  /** Ids of the destinations for which it is news, sorted. */
  readonly wakes: readonly string[];
};

/** @returns nothing where nobody is withdrawn and nobody was */
export const toldWithdrawals = (
  services: readonly ServicePlan[],
  fronts: ReadonlyMap<string, readonly string[]>,
  nowMs: number,
): { readonly withdrawals?: ToldWithdrawals } => {
  const posts: Withdrawal[] = [];
  const wakes = new Set<string>();
  for (const { name, withdrawal } of services) {
    if (withdrawal === undefined || withdrawal.told === null) continue;
    posts.push({ service: name, taskIds: withdrawal.told, atMs: nowMs });
    if (withdrawal.isNews) for (const front of fronts.get(name) ?? []) wakes.add(front);
  }
  return posts.length === 0 ? {} : { withdrawals: { posts, wakes: [...wakes].sort(compareText) } };
};
