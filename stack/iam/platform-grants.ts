import { type FunctionName, functionNames } from "../functions.ts";
import { rightKey } from "./granted-rights.ts";

/** A right that no call of ours uses, because AWS itself uses it in the function's name. */
export type PlatformGrant = {
  readonly of: readonly FunctionName[] | "every function";
  readonly sid: string;
  readonly actions: readonly string[];
  /** See `resourceShape`. */
  readonly on: string;
  readonly reason: string;
};

/** All of them: a right that is neither called nor here is too much. */
export const platformGrants: readonly PlatformGrant[] = [
  {
    of: "every function",
    sid: "WriteLogs",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    on: "logs:log-group",
    reason: "Lambda writes the function's log with the function's role",
  },
  {
    of: "every function",
    sid: "Trace",
    actions: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
    on: "*",
    reason: "active tracing: Lambda sends the segments with the function's role",
  },
  ...(
    [
      ["router", "TakeEvents", "EventsQueue"],
      ["scale", "TakeWakeUps", "ScalingQueue"],
      ["records", "TakeWakeUps", "RecordsQueue"],
      ["runbook", "TakeSteps", "RunsQueue"],
    ] as const
  ).map(([name, sid, on]) => ({
    of: [name],
    sid,
    on,
    actions: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
    reason: "the event source mapping polls the queue with the function's role",
  })),
  {
    of: ["runbook"],
    sid: "WakeAndStepLater",
    actions: ["sqs:SendMessage"],
    on: "RunsDeadLetterQueue",
    reason: "the asynchronous invocation's failure destination is sent to with the function's role",
  },
  {
    of: ["scale"],
    sid: "LetAutoScalingSetDesiredCount",
    actions: ["ecs:UpdateService"],
    on: "ecs:service",
    reason: "RegisterScalableTarget checks it of its caller; only through AWS (aws:ViaAWSService)",
  },
  {
    of: ["scale"],
    sid: "LetAutoScalingKeepItsAlarms",
    actions: ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm"],
    on: "cloudwatch:alarm",
    reason: "RegisterScalableTarget checks it of its caller; only through AWS (aws:ViaAWSService)",
  },
  {
    of: ["records"],
    sid: "LetCloudMapKeepItsRecords",
    actions: ["route53:ChangeResourceRecordSets", "route53:GetHostedZone"],
    on: "route53:hostedzone",
    reason:
      "RegisterInstance and DeregisterInstance change Cloud Map's zone with their caller's rights; only through AWS",
  },
  {
    of: ["records"],
    sid: "LetCloudMapKeepItsChecks",
    actions: ["route53:DeleteHealthCheck", "route53:GetHealthCheck", "route53:UpdateHealthCheck"],
    on: "route53:healthcheck",
    reason:
      "RegisterInstance and DeregisterInstance keep Cloud Map's health checks with their caller's rights; only through AWS",
  },
  {
    of: ["records"],
    sid: "LetCloudMapFindItsZones",
    actions: ["ec2:DescribeInstances", "route53:CreateHealthCheck", "route53:ListHostedZonesByName"],
    on: "*",
    reason: "as AWSCloudMapRegisterInstanceAccess has them for RegisterInstance; only through AWS",
  },
];

/** The rights that a platform grant stands for, as `rightKey` writes them, each with its grant. */
export const platformRights = (grants: readonly PlatformGrant[] = platformGrants): ReadonlyMap<string, PlatformGrant> =>
  new Map(
    grants.flatMap((grant) =>
      (grant.of === "every function" ? functionNames : grant.of).flatMap((name) =>
        grant.actions.map((action) => [rightKey(name, { ...grant, action }), grant] as const),
      ),
    ),
  );
