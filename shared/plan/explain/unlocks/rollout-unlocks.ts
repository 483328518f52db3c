import type { Unlock } from "../finding.ts";
import { reachWith, type Standing } from "./standing.ts";

/** Deregistration delay and stopTimeout together: shorter ones cut off requests that are still being answered. */
const shorterDrainsSeconds = [120, 90, 60, 30] as const;

/**
 * What the settings of a deployment cost while its surge is counted: with `surge: reserve` always, otherwise while one
 * runs or tasks are being replaced.
 *
 * @returns for each setting the mildest change that reaches the most; nothing where it reaches no more
 */
export const rolloutUnlocks = (standing: Standing): readonly Unlock[] => {
  const { service, counts, tasks } = standing;
  const unlocks: Unlock[] = [];
  if (service.surge === "reserve") {
    const reach = reachWith(standing, { service: { surge: "borrow" } });
    if (reach > tasks) unlocks.push({ kind: "borrow-surge", tasks: reach });
  }
  const percents = percentsBelow(counts.maximumPercent).map((maximumPercent) => ({
    maximumPercent,
    reach: reachWith(standing, { counts: { maximumPercent } }),
  }));
  const percent = mildest(percents, tasks);
  if (percent !== null) {
    const { maximumPercent, reach } = percent;
    unlocks.push({ kind: "maximum-percent", maximumPercent, insteadOf: counts.maximumPercent, tasks: reach });
  }
  const drains = shorterDrainsSeconds
    .filter((drainSeconds) => drainSeconds < service.drainSeconds)
    .map((drainSeconds) => ({ drainSeconds, reach: reachWith(standing, { service: { drainSeconds } }) }));
  const drain = mildest(drains, tasks);
  if (drain !== null) {
    const { drainSeconds, reach } = drain;
    unlocks.push({ kind: "shorter-drain", drainSeconds, insteadOfSeconds: service.drainSeconds, tasks: reach });
  }
  return unlocks;
};

/** At 100 % a rollout with every task healthy would never begin. */
const percentsBelow = (maximumPercent: number): readonly number[] => {
  const percents: number[] = [];
  for (let percent = Math.ceil(maximumPercent / 25) * 25 - 25; percent > 100; percent -= 25) percents.push(percent);
  return percents;
};

/** @param options the mildest first */
const mildest = <Option extends { readonly reach: number }>(
  options: readonly Option[],
  tasks: number,
): Option | null => {
  const most = Math.max(tasks, ...options.map(({ reach }) => reach));
  return most > tasks ? options.find(({ reach }) => reach === most)! : null;
};
