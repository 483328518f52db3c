import type { FindingCode } from "../../plan/explain/codes.ts";
import type { Headline } from "./headline.ts";
import { untilOf } from "./until.ts";

/** Of what others do to a service: people, deployments, its own autoscaling. */
export const handHeadlines = {
  "pinned-by-hand": (facts) =>
    `${facts.about} is pinned at ${facts.number("pinnedTasks")} tasks by hand until ${untilOf(facts)}`,
  "scaled-to-zero": ({ about }) => `${about} is switched off: its desired count is 0`,
  "daemon-service": ({ about }) => `${about} is left as it is: ECS sets the count of a DAEMON`,
  "deployment-in-progress": ({ about }) => `${about} is not scaled in: a deployment runs`,
  "deployment-external": ({ about }) => `${about} is left as it is: an external deployment runs`,
  "deployment-exceeds-budget": ({ about, database }) => `a deployment of ${about} would not fit on ${database}`,
  "autoscaling-target-unknown": ({ about }) =>
    `${about} is not governed: its scalable target can't be read, or it has none`,
  "autoscaling-policies-active": ({ about }) => `${about} is left as it is: its own scaling policies are active`,
  "autoscaling-unknown": ({ about }) => `${about} is left as it is: its own scaling policies can't be read`,
  "scheduled-actions-unknown": ({ about }) =>
    `${about}: a scheduled action can't be read, its minimum doesn't count before it fires`,
  "outside-capacity-range": ({ about }) =>
    `${about} is left as it is: its desired count is outside its scalable target's range`,
} satisfies Partial<Record<FindingCode, Headline>>;
