import type { FoundService, FoundTarget } from "./account-readings.ts";
import { type Guess, guess, likely, read } from "./guess.ts";

/** As headgate.yml bounds them. */
const mostTasks = 5000;
/** Where no scaling target says it. */
const leastRoom = 4;

/** The fewest and the most tasks: the scaling target's, else what runs and twice that. */
export const guessTasks = (
  { desiredTasks }: Pick<FoundService, "desiredTasks">,
  target: FoundTarget | undefined,
  targetsRead = true,
): { readonly minTasks: Guess<number>; readonly maxTasks: Guess<number> } => {
  if (target !== undefined) {
    const max = clamp(target.maxCapacity, 1);
    return {
      minTasks: read(Math.min(clamp(target.minCapacity, 0), max), "MinCapacity of its scaling target"),
      maxTasks: read(max, "MaxCapacity of its scaling target"),
    };
  }
  const why = targetsRead ? "it has no scaling target" : "scaling targets could not be read";
  const max = clamp(Math.max(leastRoom, 2 * desiredTasks), 1);
  return {
    minTasks: likely(Math.min(clamp(desiredTasks, 0), max), `its desired count; ${why}`),
    maxTasks: guess(max, `twice its desired count, at least 4; ${why}`),
  };
};

const clamp = (tasks: number, least: number): number => Math.min(mostTasks, Math.max(least, Math.trunc(tasks)));
