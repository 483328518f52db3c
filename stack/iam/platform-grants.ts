import type { FunctionName } from "../functions.ts";
import type { Right } from "./granted-rights.ts";

/** A right that no call of ours uses, because AWS itself uses it in the function's name. */
export type PlatformGrant = {
  readonly of: readonly FunctionName[] | "every function";
  readonly sid: string;
  readonly actions: readonly string[];
  readonly reason: string;
};

/** All of them: a right that is neither called nor here is too much. */
export const platformGrants: readonly PlatformGrant[] = [
  {
    of: "every function",
    sid: "WriteLogs",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    reason: "Lambda writes the function's log with the function's role",
  },
  {
    of: "every function",
    sid: "Trace",
    actions: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
    reason: "active tracing: Lambda sends the segments with the function's role",
  },
  ...(
    [
      ["router", "TakeEvents"],
      ["scale", "TakeWakeUps"],
      ["records", "TakeWakeUps"],
      ["runbook", "TakeSteps"],
    ] as const
  ).map(([name, sid]) => ({
    of: [name],
    sid,
    actions: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
    reason: "the event source mapping polls the queue with the function's role",
  })),
  {
    of: ["limits", "runbook"],
    sid: "WakeDomains",
    actions: ["sqs:SendMessage"],
    reason: "the asynchronous invocation's failure destination is sent to with the function's role",
  },
  {
    of: ["scale"],
    sid: "LetAutoScalingSetDesiredCount",
    actions: ["ecs:UpdateService"],
    reason: "RegisterScalableTarget checks it of its caller; only through AWS (aws:ViaAWSService)",
  },
  {
    of: ["scale"],
    sid: "LetAutoScalingKeepItsAlarms",
    actions: ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm"],
    reason: "RegisterScalableTarget checks it of its caller; only through AWS (aws:ViaAWSService)",
  },
  {
    of: ["records"],
    sid: "LetCloudMapKeepItsRecords",
    actions: ["route53:ChangeResourceRecordSets", "route53:GetHostedZone"],
    reason:
      "RegisterInstance and DeregisterInstance change Cloud Map's zone with their caller's rights; only through AWS",
  },
  {
    of: ["records"],
    sid: "LetCloudMapKeepItsChecks",
    actions: ["route53:DeleteHealthCheck", "route53:GetHealthCheck", "route53:UpdateHealthCheck"],
    reason:
      "RegisterInstance and DeregisterInstance keep Cloud Map's health checks with their caller's rights; only through AWS",
  },
  {
    of: ["records"],
    sid: "LetCloudMapFindItsZones",
    actions: ["ec2:DescribeInstances", "route53:CreateHealthCheck", "route53:ListHostedZonesByName"],
    reason: "as AWSCloudMapRegisterInstanceAccess has them for RegisterInstance; only through AWS",
  },
];

/** @returns the reason that stands for a right nobody calls, or `null` */
export const platformReason = (
  name: FunctionName,
  { sid, action }: Pick<Right, "sid" | "action">,
  grants: readonly PlatformGrant[] = platformGrants,
): PlatformGrant | null =>
  grants.find(
    (grant) =>
      (grant.of === "every function" || grant.of.includes(name)) && grant.sid === sid && grant.actions.includes(action),
  ) ?? null;
