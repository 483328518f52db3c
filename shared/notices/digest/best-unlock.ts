import type { CauseIntervals } from "./cause-intervals.ts";
import type { BestUnlock } from "./digest.ts";

/**
 * What would have let the most tasks run for the longest: tasks beyond what was granted, times minutes.
 *
 * @returns `null` where nothing computed would have; ties go to the first cause and the option that is cheapest to try
 */
export const bestUnlock = (causes: readonly CauseIntervals[]): BestUnlock | null => {
  let best: BestUnlock | null = null;
  for (const cause of causes) {
    for (const candidate of candidatesOf(cause)) if (candidate.taskMinutes > (best?.taskMinutes ?? 0)) best = candidate;
  }
  return best;
};

/** One per kind of option, as it was last offered. */
const candidatesOf = ({ finding: { service, database }, intervals }: CauseIntervals): readonly BestUnlock[] => {
  if (service === null) return [];
  const byKind = new Map<string, BestUnlock>();
  for (const { fromMs, toMs, finding } of intervals) {
    const minutes = (toMs - fromMs) / 60_000;
    const granted = finding.numbers["grantedTasks"];
    for (const unlock of finding.unlocks) {
      if (granted === undefined || unlock.kind === "lower-maximum-percent") continue;
      const before = byKind.get(unlock.kind);
      byKind.set(unlock.kind, {
        service,
        database,
        unlock,
        minutes: (before?.minutes ?? 0) + minutes,
        taskMinutes: (before?.taskMinutes ?? 0) + minutes * Math.max(0, unlock.tasks - granted),
      });
    }
  }
  return [...byKind.values()].map((one) => ({
    ...one,
    minutes: Math.ceil(one.minutes),
    taskMinutes: Math.ceil(one.taskMinutes),
  }));
};
