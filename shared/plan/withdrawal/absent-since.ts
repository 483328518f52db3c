import type { Absence } from "../../records/post.ts";
import { remembered } from "../memory.ts";
import type { Withdrawing } from "./withdrawal-memory.ts";

export type AbsentSince = {
  /** When the last destination had let go of the last victim; `null`: not all have. */
  readonly sinceMs: number | null;
  /** Those that have not confirmed it, sorted. */
  readonly missing: readonly string[];
  readonly seenAbsentMs: Withdrawing["seenAbsentMs"];
};

/**
 * Since when no destination holds any of the victims.
 *
 * Only a word from after the round began counts. Where its date is older, the task was absent in an earlier round and
 * may have been back since: then the time runs from when we first see the word.
 *
 * @param victims those that are still there
 * @param fronts ids of the destinations that must have confirmed, sorted
 * @throws never
 */
export const absentSince = (
  { sinceMs: beganMs, seenAbsentMs }: Withdrawing,
  victims: readonly string[],
  fronts: readonly string[],
  absences: readonly Absence[],
  nowMs: number,
): AbsentSince => {
  if (victims.length === 0) return { sinceMs: beganMs, missing: [], seenAbsentMs: {} };
  const missing: string[] = [];
  const seen: Record<string, number> = {};
  let latestMs = beganMs;
  for (const front of fronts) {
    const word = absences.find(({ destination }) => destination === front);
    const dates = victims.map((taskId) => (word === undefined ? null : remembered(word.absentSinceMs, taskId)));
    if (word === undefined || word.atMs <= beganMs || dates.includes(null)) {
      missing.push(front);
      continue;
    }
    const own = dates.filter((date) => date !== null);
    if (own.every((date) => date >= beganMs)) latestMs = Math.max(latestMs, ...own);
    else {
      seen[front] = remembered(seenAbsentMs, front) ?? nowMs;
      latestMs = Math.max(latestMs, seen[front], ...own);
    }
  }
  return { sinceMs: missing.length === 0 ? latestMs : null, missing, seenAbsentMs: seen };
};
