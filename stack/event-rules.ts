import type { Config } from "../shared/config/config.ts";
import { arn, type Intrinsic, resolvedLength } from "./intrinsics.ts";

type Matcher = string | Intrinsic | { readonly prefix: string | Intrinsic } | { readonly suffix: string };
type Pattern = {
  readonly source: readonly string[];
  readonly "detail-type": readonly string[];
  readonly resources?: readonly Matcher[];
  readonly detail?: Readonly<Record<string, readonly Matcher[]>>;
};

export type RuleResource = {
  readonly Type: "AWS::Events::Rule";
  readonly Properties: Readonly<Record<string, unknown>>;
};

/**
 * The EventBridge rules, by logical id, matching what headgate.yml names and nothing else.
 *
 * Where the names don't fit into EventBridge's limit the rule matches the clusters, or every alarm, and the router
 * drops the rest: a rule may be too wide, which costs a fraction of a cent, never too narrow, which costs the event.
 *
 * @param resourcePrefix begins every rule's name
 */
export const eventRules = (config: Config, resourcePrefix: string): Readonly<Record<string, RuleResource>> => {
  const clusters = unique(config.services.map(({ cluster }) => cluster)).map((cluster) =>
    arn("ecs", `cluster/${cluster}`),
  );
  const ecsServices = unique(config.services.map(({ ecsService }) => ecsService));
  const alarms = unique(
    config.services.flatMap(({ signals }) => signals.flatMap((s) => (s.kind === "alarm" ? [s.alarmName] : []))),
  );
  const taskState = (group: readonly Matcher[]): Pattern => ({
    source: ["aws.ecs"],
    "detail-type": ["ECS Task State Change"],
    detail: { clusterArn: clusters, group },
  });
  const serviceState = (resources: readonly Matcher[]): Pattern => ({
    source: ["aws.ecs"],
    "detail-type": ["ECS Deployment State Change", "ECS Service Action"],
    resources,
  });
  const alarmState = (alarmName: readonly Matcher[]): Pattern => ({
    source: ["aws.cloudwatch"],
    "detail-type": ["CloudWatch Alarm State Change"],
    detail: { alarmName },
  });
  const rule = (name: string, description: string, pattern: Pattern): RuleResource =>
    ruleResource(`${resourcePrefix}-${name}`, description, pattern);
  return {
    // A rule without names would be refused by EventBridge, and there is nothing to wait for.
    ...(alarms.length === 0
      ? {}
      : {
          AlarmStateRule: rule(
            "alarm-state",
            "Alarms that headgate.yml names change their state",
            fitting(alarmState(alarms), alarmState([{ prefix: "" }])),
          ),
        }),
    TaskStateRule: rule(
      "task-state",
      "Tasks of the services start and stop",
      fitting(taskState(ecsServices.map((ecsService) => `service:${ecsService}`)), taskState([{ prefix: "service:" }])),
    ),
    ServiceStateRule: rule(
      "service-state",
      "Deployments of the services, and what ECS says about them",
      fitting(
        // By the end of the ARN: an account may still use the old form, which has no cluster in it.
        serviceState(ecsServices.map((ecsService) => ({ suffix: `/${ecsService}` }))),
        serviceState([{ prefix: arn("ecs", "service/") }]),
      ),
    ),
  };
};

/** Characters of a pattern. @see Amazon EventBridge quotas, event pattern size */
export const patternCharacters = 2048;

const fitting = (exact: Pattern, wide: Pattern): Pattern => (resolvedLength(exact) <= patternCharacters ? exact : wide);

const ruleResource = (name: string, description: string, pattern: Pattern): RuleResource => ({
  Type: "AWS::Events::Rule",
  Properties: {
    Name: name,
    Description: description,
    EventPattern: pattern,
    State: "ENABLED",
    Targets: [
      {
        Id: "events",
        Arn: { "Fn::GetAtt": ["EventsQueue", "Arn"] },
        DeadLetterConfig: { Arn: { "Fn::GetAtt": ["EventsDeadLetterQueue", "Arn"] } },
        // An hour: whatever an older event says, the tick has found it long before.
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 24 },
      },
    ],
  },
});

/** Of the rules among resources: the queues admit these and no others. */
export const ruleArns = (
  rules: Readonly<Record<string, { readonly Type: string; readonly Properties: object }>>,
): readonly Intrinsic[] =>
  Object.values(rules).flatMap(({ Type, Properties }) =>
    Type === "AWS::Events::Rule" && "Name" in Properties ? [arn("events", `rule/${String(Properties.Name)}`)] : [],
  );

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();
