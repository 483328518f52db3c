import { assertNever } from "../plan/assert-never.ts";
import type { ReleaseStep } from "../plan/policy/release-step.ts";

/** One step in a sentence: "MaxCapacity 8 -> 20, scale-out resumed". */
export const describeRelease = (step: ReleaseStep, dryRun: boolean): string => {
  switch (step.kind) {
    case "refused":
      return `refused: ${step.why}`;
    case "nothing":
      return ["nothing to put back", ...step.notes].join("; ");
    case "put-back": {
      const changes = [
        ...(step.maxCapacity === null ? [] : [`MaxCapacity ${step.maxCapacity.from} -> ${step.maxCapacity.to}`]),
        ...(step.suspension.scaleOutSuspended === false ? ["scale-out resumed"] : []),
        ...(step.suspension.scaleInSuspended === false ? ["scale-in resumed"] : []),
        ...(step.suspension.scheduledSuspended === false ? ["scheduled scaling resumed"] : []),
      ].join(", ");
      return [dryRun ? `would be put back: ${changes}` : changes, ...step.notes].join("; ");
    }
    default:
      return assertNever(step);
  }
};
