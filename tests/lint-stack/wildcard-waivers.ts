import type { Waiver } from "./judge-findings.ts";

const madeByAws = "the last part of the ARN is made up by AWS";
const namedNowhere = "headgate.yml doesn't name them: which they are is read";

/** A `?` stands for the one star of the role, a `*` for what differs between stacks. @see stack/wildcard-reasons.ts */
const wildcards: readonly { readonly resource: string; readonly on: string; readonly reason: string }[] = [
  {
    resource: "?",
    on: "*Role",
    reason:
      "actions that IAM knows no resource for, and the checklist's reads; `npm run iam` holds them to a closed list",
  },
  { resource: "arn:*:logs:*:log-group:/aws/lambda/headgate-dev-*:log-stream:?", on: "*Role", reason: madeByAws },
  { resource: "arn:*:ecs:*:task/*/?", on: "*Role", reason: madeByAws },
  { resource: "arn:*:ecs:*:container-instance/*/?", on: "*Role", reason: madeByAws },
  { resource: "arn:*:ecs:*:service-deployment/*/?", on: "RunbookRole", reason: madeByAws },
  { resource: "arn:*:ecs:*:service-revision/*/?", on: "RunbookRole", reason: madeByAws },
  {
    resource: "arn:*:ecs:*:capacity-provider/?",
    on: "*Role",
    reason: "a service's provider is known when the service was read",
  },
  {
    resource: "arn:*:cloudwatch:*:alarm:?",
    on: "*Role",
    reason:
      "DescribeAlarms is authorized on all alarms; those of Auto Scaling may be written through it only (aws:ViaAWSService)",
  },
  {
    resource: "arn:*:cloudwatch:*:alarm:headgate-dev-svc-?",
    on: "RunbookRole",
    reason: "the runbook's own alarms, by their prefix",
  },
  {
    resource: "arn:*:application-autoscaling:*:scalable-target/?",
    on: "ScaleRole",
    reason: `${madeByAws}; conditions leave ECS's desired counts`,
  },
  { resource: "arn:*:route53:::healthcheck/?", on: "RecordsRole", reason: madeByAws },
  {
    resource: "arn:*:route53:::hostedzone/?",
    on: "RecordsRole",
    reason: "Cloud Map's zones are its own, and are changed through it only (aws:ViaAWSService)",
  },
  { resource: "*RendersBucket*/nginx/?", on: "*Role", reason: "a render's key is its own hash" },
  {
    resource: "arn:*:ec2:*:instance/?",
    on: "RecordsRole",
    reason: "the fleet is found by its tag, which a condition asks for",
  },
  {
    resource: "arn:*:ssm:*:managed-instance/?",
    on: "RecordsRole",
    reason: "the fleet is found by its tag, which a condition asks for",
  },
  { resource: "arn:*:ssm:*:automation-execution/?", on: "RunbookRole", reason: madeByAws },
  {
    resource: "arn:*:rds:*:cluster:?",
    on: "LimitsRole",
    reason: "RDS asks about all of them where a call picks some by a filter",
  },
  {
    resource: "arn:*:rds:*:db:?",
    on: "LimitsRole",
    reason: "RDS asks about all of them where a call picks some by a filter",
  },
  {
    resource: "arn:*:rds:*:db:??*",
    on: "RunbookRole",
    reason: "members and replicas, whose names begin with the database's",
  },
  { resource: "arn:*:rds:*:cluster-pg:?", on: "*Role", reason: namedNowhere },
  { resource: "arn:*:rds:*:pg:?", on: "*Role", reason: namedNowhere },
  { resource: "arn:*:rds:*:og:?", on: "RunbookRole", reason: namedNowhere },
  { resource: "arn:*:rds:*:subgrp:?", on: "RunbookRole", reason: namedNowhere },
  { resource: "arn:*:rds:*:db-proxy:?", on: "LimitsRole", reason: madeByAws },
  { resource: "arn:*:rds:*:target-group:?", on: "LimitsRole", reason: madeByAws },
  { resource: "arn:*:pi:*:metrics/rds/?", on: "LimitsRole", reason: madeByAws },
  { resource: "arn:*:elasticloadbalancing:*:listener/app/?", on: "RunbookRole", reason: namedNowhere },
  { resource: "arn:*:elasticloadbalancing:*:listener-rule/app/?", on: "RunbookRole", reason: namedNowhere },
];

/** One per form of resource that a role has with a wildcard. */
export const wildcardWaivers: readonly Waiver[] = wildcards.map(({ resource, on, reason }) => ({
  tool: "cdk-nag",
  rule: `AwsSolutions-IAM5[Resource::${resource}]`,
  on,
  reason,
}));
