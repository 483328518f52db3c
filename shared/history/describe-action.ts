import { assertNever } from "../plan/assert-never.ts";
import type { Action } from "../plan/policy/action.ts";
import type { Outcome } from "../state/decision.ts";

/** A write in a sentence: "desired count of order 4 -> 8". */
export const describeAction = (action: Action): string => {
  const { service } = action;
  switch (action.kind) {
    case "set-desired-count":
      return `desired count of ${service} ${action.from} -> ${action.to}`;
    case "set-max-capacity":
      return `MaxCapacity of ${service} ${action.from} -> ${action.to}${action.resume === true ? ", scale-out resumed" : ""}`;
    case "suspend-scale-out":
      return `scale-out of ${service} suspended`;
    case "resume-scale-out":
      return `scale-out of ${service} resumed`;
    case "suspend-autoscaling":
      return `Application Auto Scaling of ${service} suspended`;
    case "set-rollout-percents": {
      const { fromPercents: from, toPercents: to } = action;
      return `next deployment of ${service}: maximumPercent ${from.maximumPercent} -> ${to.maximumPercent}, minimumHealthyPercent ${from.minimumHealthyPercent} -> ${to.minimumHealthyPercent}`;
    }
    case "protect-tasks":
      return `${count(action.taskIds.length, "task")} of ${service} protected for ${action.minutes} min`;
    case "unprotect-tasks":
      return `${count(action.taskIds.length, "task")} of ${service} protected no longer`;
    default:
      return assertNever(action);
  }
};

/** What became of a write. `undefined`: nobody knows, because the invocation ended before it could say. */
export const describeOutcome = (outcome: Outcome | undefined): string => {
  switch (outcome?.kind) {
    case undefined:
      return "what became of it is not known: the next decision shows what it read";
    case "done":
      return "done";
    case "failed":
      return `failed: ${outcome.detail}`;
    case "superseded":
      return "not written: a newer decision was recorded first";
    case "withheld":
      return "not written: writes were halted, or the stack only observes";
  }
};

export const count = (of: number, what: string): string => `${of} ${what}${of === 1 ? "" : "s"}`;
