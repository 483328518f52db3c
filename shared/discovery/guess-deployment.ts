import { smallestStuckCount } from "../config/check-rollout.ts";
import { DEFAULTS } from "../config/defaults.ts";
import type { FoundService } from "./account-readings.ts";
import { type Guess, read } from "./guess.ts";

export type DeploymentGuess = {
  readonly maximumPercent: Guess<number> | null;
  readonly minimumHealthyPercent: Guess<number> | null;
  readonly remarks: readonly string[];
};

/** What a deployment may do, as far as a file may say it: what ECS reports wins over the file anyway. */
export const guessDeployment = (
  service: Pick<FoundService, "maximumPercent" | "minimumHealthyPercent">,
  minTasks: number,
  maxTasks: number,
): DeploymentGuess => {
  const remarks: string[] = [];
  const within = (percent: number | null, least: number, most: number, what: string): number | null => {
    if (percent === null) return null;
    if (Number.isInteger(percent) && percent >= least && percent <= most) return percent;
    remarks.push(`Its ${what} is ${percent} %, outside ${least} to ${most}, and is left out here.`);
    return null;
  };
  const maximumPercent = within(service.maximumPercent, 100, 200, "maximumPercent");
  const minimumHealthyPercent = within(service.minimumHealthyPercent, 0, 100, "minimumHealthyPercent");
  const rollout = {
    minTasks,
    maxTasks,
    maximumPercent: maximumPercent ?? DEFAULTS.maximumPercent,
    minimumHealthyPercent: minimumHealthyPercent ?? DEFAULTS.minimumHealthyPercent,
  };
  const stuck = smallestStuckCount(rollout);
  if (stuck !== null) {
    remarks.push(
      `A deployment of it at ${stuck} tasks never ends (${rollout.maximumPercent} % and ${rollout.minimumHealthyPercent} %): raise maximumPercent in ECS. Both are left out here.`,
    );
    return { maximumPercent: null, minimumHealthyPercent: null, remarks };
  }
  const from = "its deployment configuration";
  return {
    maximumPercent: maximumPercent === null ? null : read(maximumPercent, from),
    minimumHealthyPercent: minimumHealthyPercent === null ? null : read(minimumHealthyPercent, from),
    remarks,
  };
};
