import type { FindingCode } from "../../plan/explain/codes.ts";
import type { Headline } from "./headline.ts";
import { untilOf } from "./until.ts";

/** Of what people have had run, and of the runs themselves. */
export const runHeadlines = {
  "count-by-runbook": (facts) =>
    `${facts.about} is held at ${facts.number("countTasks")} tasks until ${untilOf(facts)}`,
  "forced-past-budget": ({ about, number }) =>
    `${about} goes to ${number("targetTasks")} tasks, its budget holds ${number("grantedTasks")}: two people have agreed`,
  "paused-by-runbook": ({ about }) => `${about} is paused: its tasks stay as they are`,
  "run-needs-approval": (facts) => `a run waits until ${untilOf(facts)} for your approval: ${facts.detail}`,
  "run-done": ({ detail }) => `a run is done: ${detail}`,
  "run-not-done": ({ detail }) => `a run was not done: ${detail}`,
} satisfies Partial<Record<FindingCode, Headline>>;
