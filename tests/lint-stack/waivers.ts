import type { Waiver } from "./judge-findings.ts";
import { wildcardWaivers } from "./wildcard-waivers.ts";

const keptElsewhere =
  "the queue's own redrive policy keeps what fails, and asynchronous invocations have a failure destination";
const noCustomerKey =
  "encrypted with a key of AWS's: names, counts and addresses, no secret; a key of one's own costs a dollar a month";
const noAccessLog =
  "written and read by the stack's own roles alone, over TLS; a log of accesses needs a bucket of its own";

/** What the linters of the template say and Headgate doesn't follow. All of them: another finding fails, and so does a waiver without one. */
export const waivers: readonly Waiver[] = [
  {
    tool: "cfn-lint",
    rule: "W3005",
    on: "*LambdaFunction",
    reason: "osls writes DependsOn beside the reference to the role; it does no harm",
  },
  {
    tool: "cfn-lint",
    rule: "W8003",
    on: "HasEmail",
    reason: "the address is filled in when the stack is packaged, so that the condition is a constant",
  },

  { tool: "checkov", rule: "CKV_AWS_18", on: "*Bucket", reason: noAccessLog },
  {
    tool: "checkov",
    rule: "CKV_AWS_21",
    on: "ServerlessDeploymentBucket",
    reason: "each deployment is stored under a key of its own; five are kept",
  },
  {
    tool: "checkov",
    rule: "CKV_AWS_21",
    on: "RendersBucket",
    reason: "a render is stored under its own hash and never changes",
  },
  {
    tool: "checkov",
    rule: "CKV_AWS_26",
    on: "Topic",
    reason:
      "AWS's own key can't be used by alarms, and a key of one's own costs a dollar a month; a notice holds no secret",
  },
  {
    tool: "checkov",
    rule: "CKV_AWS_27",
    on: "*Queue",
    reason: "encrypted by SQS itself (SqsManagedSseEnabled), which this check doesn't know",
  },
  {
    tool: "checkov",
    rule: "CKV_AWS_115",
    on: "*LambdaFunction",
    reason:
      "the mappings bound how many run at once; a reservation can't be deployed in small accounts, and sends messages to the dead-letter queue",
  },
  { tool: "checkov", rule: "CKV_AWS_116", on: "*LambdaFunction", reason: keptElsewhere },
  {
    tool: "checkov",
    rule: "CKV_AWS_117",
    on: "*LambdaFunction",
    reason: "talks to AWS's APIs only; in a VPC that would take endpoints or a NAT gateway by the hour",
  },
  {
    tool: "checkov",
    rule: "CKV_AWS_119",
    on: "Table",
    reason: "encrypted with DynamoDB's key in KMS; a key of one's own costs a dollar a month",
  },
  { tool: "checkov", rule: "CKV_AWS_158", on: "*LogGroup", reason: noCustomerKey },
  {
    tool: "checkov",
    rule: "CKV_AWS_173",
    on: "*LambdaFunction",
    reason: "names and addresses of the stack's own resources, no secret",
  },

  { tool: "cdk-nag", rule: "AwsSolutions-S1", on: "*Bucket", reason: noAccessLog },
  { tool: "cdk-nag", rule: "Serverless-LambdaDLQ", on: "*LambdaFunction", reason: keptElsewhere },
  {
    tool: "cdk-nag",
    rule: "Serverless-LambdaEventSourceMappingDestination",
    on: "*EventSourceMapping*",
    reason: "Lambda has no destination for SQS mappings: the queue's redrive policy is it",
  },
  {
    tool: "cdk-nag",
    rule: "Serverless-LambdaStarPermissions",
    on: "*Role",
    reason: "wildcards in resources only; each has its own waiver below, and no action has one",
  },
  {
    tool: "cdk-nag",
    rule: "Serverless-SNSRedrivePolicy",
    on: "EmailSubscription",
    reason: "SNS tries mail for six hours; the decision that a notice tells of is in the table",
  },
  {
    tool: "cdk-nag",
    rule: "Serverless-SQSRedrivePolicy",
    on: "*DeadLetterQueue",
    reason: "they are the dead-letter queues; each rings at its first message",
  },
  ...wildcardWaivers,
];
