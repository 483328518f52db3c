import { assertNever } from "../plan/assert-never.ts";
import type { Action } from "../plan/policy/action.ts";

/** A write of a plan in a line: "order: desired count 4 -> 6". */
export const describeAction = (action: Action): string => `${action.service}: ${whatOf(action)}`;

const whatOf = (action: Action): string => {
  switch (action.kind) {
    case "set-desired-count":
      return `desired count ${action.from} -> ${action.to}`;
    case "set-max-capacity":
      return `MaxCapacity ${action.from} -> ${action.to}${action.resume === true ? ", scale-out resumed" : ""}`;
    case "suspend-scale-out":
      return "scale-out of its Application Auto Scaling suspended";
    case "resume-scale-out":
      return "scale-out of its Application Auto Scaling resumed";
    case "suspend-autoscaling":
      return "all scaling by its Application Auto Scaling suspended";
    case "set-rollout-percents": {
      const { fromPercents, toPercents } = action;
      const shown = ({ minimumHealthyPercent, maximumPercent }: typeof fromPercents): string =>
        `${minimumHealthyPercent}..${maximumPercent} %`;
      return `the next deployment at ${shown(fromPercents)} -> ${shown(toPercents)}`;
    }
    case "protect-tasks":
      return `${action.taskIds.length} tasks protected for ${action.minutes} min`;
    case "unprotect-tasks":
      return `${action.taskIds.length} tasks no longer protected`;
    default:
      return assertNever(action);
  }
};
