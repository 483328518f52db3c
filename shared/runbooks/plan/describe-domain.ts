import type { DomainNow } from "../../aws/domain-now.ts";
import { describeAction } from "../../notices/describe-action.ts";
import { describeBudgetNow } from "../../notices/describe-budget-now.ts";
import { describeFinding } from "../../notices/describe-finding.ts";
import { isInForce } from "../../plan/intents/intent.ts";
import type { Plan } from "../../plan/plan.ts";
import { countOf, type ServicePlan } from "../../plan/service-plan.ts";
import { isPaused } from "../../state/pause.ts";
import { textTable } from "../../text-table.ts";
import { describeInForce, describePause } from "../pause/in-force.ts";

/** What `scale` would do with a domain now and why, for a person: first what, then why, then the arithmetic. */
export const describeDomain = (planned: Plan, { intents, pause }: DomainNow): string => {
  const { domain, nowMs, actions, findings, budgets, nextRead, services } = planned;
  const off = isPaused(pause, nowMs) ? pause : null;
  const inForce = [
    ...(off === null ? [] : [describePause(off)]),
    ...intents.filter((intent) => isInForce(intent, nowMs)).map(describeInForce),
  ];
  return [
    `Domain ${domain} at ${new Date(nowMs).toISOString()}. Next read in ${nextRead.inSeconds} s (${nextRead.kind}).`,
    ...section(
      off === null ? "Would be written:" : "Would be written, were not everything paused:",
      actions.map(describeAction),
    ),
    ...section("Why:", findings.flatMap(describeFinding)),
    "Services:",
    ...textTable([["service", "stance", "desired", "running", "asks", "target"], ...services.map(rowOf)], [0, 1]),
    ...section("Budgets, in connections:", budgets.map(describeBudgetNow)),
    ...section("In force:", inForce),
  ].join("\n");
};

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [`${title} nothing`] : [title, ...lines.map((line) => `  ${line}`)];

/** What isn't known is a question mark, never 0. */
const rowOf = (service: ServicePlan): readonly (string | number)[] => {
  const { name, stance, counts, want } = service;
  const asks = want.kind === "wants" ? want.askTasks : "-";
  return [name, stance, counts?.desired ?? "?", counts?.running ?? "?", asks, countOf(service) ?? "-"];
};
