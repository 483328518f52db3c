import { runbooks } from "../../shared/runbooks/registry.ts";
import type { SdkCall } from "../scale/small-stack.ts";

/** What every runbook has: the table, the queues that it wakes with, the topic. */
const common: ReadonlySet<string> = new Set([
  "dynamodb GetItem",
  "dynamodb PutItem",
  "dynamodb TransactWriteItems",
  "dynamodb BatchGetItem",
  "dynamodb Query",
  "sqs SendMessage",
  "sns Publish",
]);

/** What reading a domain takes: granted as `domain`, whose list is the stack's own. */
const domainReads: ReadonlySet<string> = new Set([
  "application-autoscaling:DescribeScalableTargets",
  "application-autoscaling:DescribeScalingPolicies",
  "application-autoscaling:DescribeScheduledActions",
  "cloudwatch:DescribeAlarms",
  "cloudwatch:GetMetricData",
  "ecs:DescribeServices",
  "ecs:DescribeTasks",
  "ecs:ListTasks",
]);

/** IAM's prefix of a service where it isn't the client's. */
const prefixes: Readonly<Record<string, string>> = { elasticloadbalancing: "elasticloadbalancing" };

/** The IAM actions that calls need beside what every runbook has: sorted, once each. */
export const actionsOf = (calls: readonly SdkCall[]): readonly string[] => {
  const own = calls.map(({ name }) => name).filter((name) => !common.has(name));
  const actions = own.map((name) => {
    const [service = "", operation = ""] = name.split(" ");
    return `${prefixes[service] ?? service}:${operation}`;
  });
  return [...new Set(actions)].sort();
};

/** The IAM actions that a runbook says it needs: sorted, once each. */
export const grantedTo = (name: string): readonly string[] => {
  const runbook = runbooks.find((one) => one.name === name)!;
  return [...new Set(runbook.grants.flatMap(({ actions }) => actions))].sort();
};

/** The same without what reading a domain takes. */
export const beyondDomain = (actions: readonly string[]): readonly string[] =>
  actions.filter((action) => !domainReads.has(action));
