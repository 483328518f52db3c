import type { Config } from "../shared/config/config.ts";
import { digestSchedule } from "../shared/notices/digest/digest-schedule.ts";
import { arnOf } from "./intrinsics.ts";

export type DigestResource = { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> };

/** The daily digest, where headgate.yml wants one: a runbook on a schedule. */
export const digestResources = ({ notices }: Config, prefix: string): Readonly<Record<string, DigestResource>> => {
  if (notices.digest === null) return {};
  return {
    DigestSchedule: {
      Type: "AWS::Scheduler::Schedule",
      Properties: {
        Name: `${prefix}-digest`,
        GroupName: { Ref: "ScheduleGroup" },
        Description: "Publishes the digest of the last 24 hours",
        ...digestSchedule(notices.digest),
        FlexibleTimeWindow: { Mode: "OFF" },
        State: "ENABLED",
        Target: {
          Arn: arnOf("RunbookLambdaFunction"),
          RoleArn: arnOf("DigestScheduleRole"),
          Input: '{"runbook":"digest","confirm":true,"requestId":"digest-<aws.scheduler.execution-id>"}',
          // An hour late it is still of use.
          RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 5 },
          DeadLetterConfig: { Arn: arnOf("RunsDeadLetterQueue") },
        },
      },
    },
    DigestScheduleRole: {
      Type: "AWS::IAM::Role",
      Properties: {
        RoleName: { "Fn::Sub": `${prefix}-\${AWS::Region}-digest-schedule` },
        AssumeRolePolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "scheduler.amazonaws.com" },
              Action: "sts:AssumeRole",
              Condition: {
                StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } },
                ArnEquals: { "aws:SourceArn": arnOf("ScheduleGroup") },
              },
            },
          ],
        },
        Policies: [
          {
            PolicyName: "digest",
            PolicyDocument: {
              Version: "2012-10-17",
              Statement: [
                {
                  Sid: "InvokeRunbook",
                  Effect: "Allow",
                  Action: ["lambda:InvokeFunction"],
                  Resource: [arnOf("RunbookLambdaFunction")],
                },
                {
                  Sid: "LeaveWhatFailed",
                  Effect: "Allow",
                  Action: ["sqs:SendMessage"],
                  Resource: [arnOf("RunsDeadLetterQueue")],
                },
              ],
            },
          },
        ],
      },
    },
  };
};
