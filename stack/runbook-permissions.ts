import { accountActions } from "../shared/aws/audit/read-account.ts";
import type { Config } from "../shared/config/config.ts";
import type { Grant, GrantedResource } from "../shared/runbooks/grant.ts";
import { runbooks } from "../shared/runbooks/registry.ts";
import type { AnyRunbook } from "../shared/runbooks/runbook.ts";
import { availableRunbooks } from "./available-runbooks.ts";
import { domainReadStatements } from "./domain-read-permissions.ts";
import { arn, arnOf } from "./intrinsics.ts";
import { refuseOverlong } from "./refuse-overlong.ts";
import { grantedResources } from "./runbook-resources.ts";
import { runtimeStatements } from "./runtime-permissions.ts";
import type { Statement } from "./statement.ts";

/**
 * What the role of `runbook` may do: what every run needs, and what the runbooks need that this stack may run. A stack
 * whose headgate.yml allows no runbook to change the account has no right to change it.
 *
 * @throws when the policy would pass IAM's limit for a role's inline policies
 */
export const runbookStatements = (
  config: Config,
  logGroup: string,
  prefix: string,
  registry: readonly AnyRunbook[] = runbooks,
): readonly Statement[] => {
  const grants = availableRunbooks(config, registry).flatMap((runbook) => runbook.grants);
  const readsDomains = grants.some(({ on }) => on === "domain");
  const statements = onceEach([
    ...runtimeStatements(logGroup),
    {
      Sid: "TakeSteps",
      Effect: "Allow",
      Action: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
      Resource: [arnOf("RunsQueue")],
    },
    {
      Sid: "WakeAndStepLater",
      Effect: "Allow",
      Action: ["sqs:SendMessage"],
      // The dead-letter queue: what Lambda could not run when it was invoked asynchronously.
      Resource: [arnOf("EventsQueue"), arnOf("RunsQueue"), arnOf("RunsDeadLetterQueue")],
    },
    {
      Sid: "KeepRuns",
      Effect: "Allow",
      Action: [
        "dynamodb:BatchGetItem",
        "dynamodb:DeleteItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
      ],
      Resource: [arnOf("Table")],
    },
    { Sid: "Notify", Effect: "Allow", Action: ["sns:Publish"], Resource: [{ Ref: "Topic" }] },
    {
      Sid: "ReadApprovals",
      Effect: "Allow",
      Action: ["ssm:GetAutomationExecution"],
      Resource: [arn("ssm", "automation-execution/*")],
    },
    ...(readsDomains ? domainReadStatements(config) : []),
    ...grantStatements(grants, config, prefix),
  ]);
  refuseOverlong("runbook", statements);
  return statements;
};

const noResource = "IAM knows no resource for it";
const wholeAccount = "the checklist looks for what headgate.yml doesn't name";

/** Every action of `runbook` that is granted on all resources beside those of `wildcardReasons`, and why none narrower is possible. */
export const runbookWildcardReasons: Readonly<Record<string, string>> = {
  ...Object.fromEntries(accountActions.map((action) => [action, wholeAccount])),
  "ec2:DescribeInstanceTypes": noResource,
  "ec2:DescribeInstances": noResource,
  "ec2:DescribeNetworkInterfaces": noResource,
  "ecs:DescribeTaskDefinition": noResource,
  "elasticloadbalancing:DescribeListeners": noResource,
  "elasticloadbalancing:DescribeRules": noResource,
  "elasticloadbalancing:DescribeTargetHealth": noResource,
  "rds:DescribeOrderableDBInstanceOptions": noResource,
};

/** What one statement grants on everything no other one grants again: the role has no room for it. */
const onceEach = (statements: readonly Statement[]): readonly Statement[] => {
  const isWide = ({ Resource, Condition }: Statement): boolean => Resource === "*" && Condition === undefined;
  const granter = new Map<string, Statement>();
  for (const statement of statements.filter(isWide))
    for (const action of statement.Action) if (!granter.has(action)) granter.set(action, statement);
  return statements.flatMap((statement) => {
    const Action = statement.Action.filter((action) => [undefined, statement].includes(granter.get(action)));
    return Action.length === 0 ? [] : [{ ...statement, Action }];
  });
};

/** One statement per kind of resource, its actions sorted and once each. */
const grantStatements = (grants: readonly Grant[], config: Config, prefix: string): readonly Statement[] => {
  const byResource = new Map<Exclude<GrantedResource, "domain">, Set<string>>();
  for (const { on, actions } of grants) {
    if (on === "domain") continue;
    const all = byResource.get(on) ?? new Set();
    for (const action of actions) all.add(action);
    byResource.set(on, all);
  }
  return [...byResource]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([on, actions]): readonly Statement[] => {
      const granted = grantedResources(on, config, prefix);
      const Action = [...actions].sort();
      // Nothing of this kind is in headgate.yml: nothing to have rights on.
      if (granted.Resource.length === 0 || Action.length === 0) return [];
      return [{ Sid: `Run${sidOf(on)}`, Effect: "Allow", Action, ...granted }];
    });
};

/** "dead-letter-queues" -> "DeadLetterQueues" */
const sidOf = (on: string): string =>
  on
    .split("-")
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join("");
