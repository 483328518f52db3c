import type { Grant } from "../../shared/runbooks/grant.ts";
import type { AnyRunbook } from "../../shared/runbooks/runbook.ts";
import type { SdkCall } from "../scale/small-stack.ts";

/** What every runbook has: the run's own items, its queue, wake-ups and notices. */
const common: ReadonlySet<string> = new Set([
  "dynamodb:BatchGetItem",
  "dynamodb:GetItem",
  "dynamodb:PutItem",
  "dynamodb:Query",
  "dynamodb:TransactWriteItems",
  "sns:Publish",
  "sqs:SendMessage",
]);

/** What reads a domain, as the role of `scale` has it. */
const ofDomain: ReadonlySet<string> = new Set([
  "application-autoscaling:DescribeScalableTargets",
  "application-autoscaling:DescribeScalingPolicies",
  "application-autoscaling:DescribeScheduledActions",
  "cloudwatch:DescribeAlarms",
  "cloudwatch:GetMetricData",
  "ecs:DescribeCapacityProviders",
  "ecs:DescribeContainerInstances",
  "ecs:DescribeServices",
  "ecs:DescribeTaskDefinition",
  "ecs:DescribeTasks",
  "ecs:GetTaskProtection",
  "ecs:ListContainerInstances",
  "ecs:ListTasks",
  "sqs:GetQueueAttributes",
]);

/** IAM's names of what was sent, without what every runbook has and what reading a domain takes. Sorted, each once. */
export const sentActions = (calls: readonly SdkCall[], grants: readonly Grant[] = []): readonly string[] => {
  const readsDomain = grants.some(({ on }) => on === "domain");
  const sent = new Set(calls.map(({ name }) => iamName(name)));
  return [...sent].filter((action) => !common.has(action) && !(readsDomain && ofDomain.has(action))).sort();
};

export const grantedActions = ({ grants }: AnyRunbook): readonly string[] =>
  [...new Set(grants.flatMap(({ actions }) => actions))].sort();

const prefixes: Readonly<Record<string, string>> = { elasticloadbalancing: "elasticloadbalancing" };

const iamName = (call: string): string => {
  const [service = "", operation = ""] = call.split(" ");
  return `${prefixes[service] ?? service}:${operation}`;
};
