import type { ServiceConfig } from "../../config/service-config.ts";
import type { FreeUnits, Price } from "../admit/contender.ts";
import { fitRollout, mostRolloutTasks } from "../budget/fit-rollout.ts";
import type { RolloutPercents } from "../budget/step-rollout.ts";
import type { EntryMemory } from "../memory.ts";
import type { TaskCounts } from "../readings/service-reading.ts";

/** What becomes of the percents of a service's next deployment. */
export type EntryDecision = {
  /** `null`: they stay as they are. */
  readonly percents: { readonly from: RolloutPercents; readonly to: RolloutPercents } | null;
  readonly memory: EntryMemory;
};

/**
 * `deployment.entry: fit`: the percents follow the free budget while no deployment runs, so that the next one fits.
 *
 * Only the entry is guarded: two services that are deployed at the same moment may both have been fitted to the same
 * room, and the second is then held by nothing but its own commitment.
 *
 * @param desired the count that this plan leaves
 * @param left free in each room after this plan
 * @returns `null`: the percents are the user's own, and none of our business
 * @throws never
 */
export const entryDecision = (
  service: ServiceConfig,
  counts: TaskCounts,
  desired: number,
  prices: readonly Price[],
  left: FreeUnits,
  before: EntryMemory | null,
): EntryDecision | null => {
  const fits = service.deploymentEntry === "fit" && service.surge === "borrow";
  if (!fits && before === null) return null;
  const now = percentsOf(counts);
  const users = usersPercents(now, before);
  // Not asked for any more: what we have lowered is given back, and then forgotten.
  if (!fits && areSame(now, users)) return null;
  const mostTasks = mostRolloutTasks(service, counts, desired, prices, left);
  const stay = { percents: null, memory: { users, written: before?.written == null ? null : { from: now, to: now } } };
  // While tasks are replaced or moved the percents bound that too: lowering them now would only seem to free something.
  if (counts.unhealthy > 0 || counts.rebalancing) return stay;
  if (!fits) {
    if (counts.deployment.kind !== "none") return stay;
    const back = { from: now, to: users };
    return { percents: back, memory: { users, written: back } };
  }
  // Where a room is closed nothing is known to fit, and where nothing fits the warning says it.
  const fit = mostTasks === null ? null : fitRollout(service, counts, desired, users, mostTasks);
  if (fit?.kind !== "fits" || areSame(fit.percents, now)) return stay;
  const percents = { from: now, to: fit.percents };
  return { percents, memory: { users, written: percents } };
};

const percentsOf = ({ maximumPercent, minimumHealthyPercent }: TaskCounts): RolloutPercents => ({
  maximumPercent,
  minimumHealthyPercent,
});

/** Percents that are neither what we wrote nor what that replaced are the user's new ones. */
const usersPercents = (now: RolloutPercents, before: EntryMemory | null): RolloutPercents => {
  const ours = before?.written != null && (areSame(now, before.written.to) || areSame(now, before.written.from));
  return ours ? before.users : now;
};

const areSame = (a: RolloutPercents, b: RolloutPercents): boolean =>
  a.maximumPercent === b.maximumPercent && a.minimumHealthyPercent === b.minimumHealthyPercent;
