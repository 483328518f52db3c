import type { FindingCode } from "../../plan/explain/codes.ts";
import type { Headline, HeadlineFacts } from "./headline.ts";

const fromTo = ({ number }: HeadlineFacts): string =>
  `from ${number("desiredTasks")} to ${number("targetTasks")} tasks`;

const wouldScale: Headline = (facts) => `${facts.about} would be scaled ${fromTo(facts)} (observe mode)`;

/** Of what was decided. */
export const changeHeadlines = {
  "scaled-out": (facts) => `${facts.about} scaled out ${fromTo(facts)}`,
  "scaled-in": (facts) => `${facts.about} scaled in ${fromTo(facts)}`,
  "would-scale-out": wouldScale,
  "would-scale-in": wouldScale,
  "deployment-fitted": ({ about, number }) =>
    `${about}: its next deployment runs at maximumPercent ${number("maximumPercent")} instead of ${number("insteadOf")}`,
  "restored-after-deployment": ({ about, number }) =>
    `${about}: a deployment has reset its count, ${number("pinnedTasks")} tasks are asked for again`,
  "autoscaling-suspended": ({ about }) =>
    `${about}: its own Application Auto Scaling is suspended, Headgate sets its count`,
} satisfies Partial<Record<FindingCode, Headline>>;
