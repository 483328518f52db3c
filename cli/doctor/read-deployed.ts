import { DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { DescribeAlarmsCommand, type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { GetRolePolicyCommand, ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { ListSubscriptionsByTopicCommand, type Subscription } from "@aws-sdk/client-sns";
import type { DoctorClients } from "./doctor-clients.ts";
import { type Got, got } from "./got.ts";
import { type PolicyStatement, parsePolicy } from "./policy.ts";
import type { AlarmFacts, FunctionFacts, StackFacts, SubscriptionFacts } from "./stack-readings.ts";

export const readStack = ({ cloudFormation }: DoctorClients, StackName: string): Promise<Got<StackFacts>> =>
  got("cloudformation:DescribeStacks", async () => {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    const stack = Stacks?.[0];
    const output = (key: string): string | null =>
      stack?.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue ?? null;
    return {
      status: stack?.StackStatus ?? "unknown",
      reason: stack?.StackStatusReason ?? null,
      changedAtMs: (stack?.LastUpdatedTime ?? stack?.CreationTime)?.getTime() ?? 0,
      configHash: output("ConfigHash"),
      version: output("HeadgateVersion"),
    };
  });

export const readFunction = ({ lambda }: DoctorClients, FunctionName: string): Promise<Got<FunctionFacts>> =>
  got("lambda:GetFunctionConfiguration", async () => {
    const facts = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    return {
      runtime: facts.Runtime ?? "unknown",
      codeSha256: facts.CodeSha256 ?? "unknown",
      lastModified: facts.LastModified ?? "unknown",
      state: facts.State ?? "Active",
      lastUpdate: facts.LastUpdateStatus ?? "Successful",
    };
  });

/** All inline policies of a role together. */
export const readRole = async ({ iam }: DoctorClients, RoleName: string): Promise<Got<readonly PolicyStatement[]>> => {
  const names = await got("iam:ListRolePolicies", async () => {
    const found: string[] = [];
    let Marker: string | undefined;
    do {
      const page = await iam.send(new ListRolePoliciesCommand({ RoleName, Marker }));
      found.push(...(page.PolicyNames ?? []));
      Marker = page.IsTruncated ? page.Marker : undefined;
    } while (Marker !== undefined);
    return found;
  });
  if (names.kind !== "got") return names;
  return got("iam:GetRolePolicy", async () => {
    const statements: PolicyStatement[] = [];
    for (const PolicyName of names.value) {
      const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      // IAM answers the document URL-encoded, by RFC 3986.
      statements.push(...parsePolicy(decodeURIComponent(PolicyDocument ?? "{}")));
    }
    return statements;
  });
};

export const readSubscriptions = (
  { sns }: DoctorClients,
  TopicArn: string,
): Promise<Got<readonly SubscriptionFacts[]>> =>
  got("sns:ListSubscriptionsByTopic", async () => {
    const found: Subscription[] = [];
    let NextToken: string | undefined;
    do {
      const page = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken }));
      found.push(...(page.Subscriptions ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return found.map(({ Protocol, Endpoint, SubscriptionArn }) => ({
      protocol: Protocol ?? "",
      endpoint: Endpoint ?? "",
      // What stands in place of an ARN until somebody has confirmed.
      pending: SubscriptionArn === "PendingConfirmation",
    }));
  });

export const readFiringAlarms = (
  { cloudWatch }: DoctorClients,
  AlarmNamePrefix: string,
): Promise<Got<readonly AlarmFacts[]>> =>
  got("cloudwatch:DescribeAlarms", async () => {
    const found: MetricAlarm[] = [];
    let NextToken: string | undefined;
    do {
      const page = await cloudWatch.send(
        new DescribeAlarmsCommand({ AlarmNamePrefix, StateValue: "ALARM", MaxRecords: 100, NextToken }),
      );
      found.push(...(page.MetricAlarms ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return found.map(({ AlarmName, StateReason }) => ({ name: AlarmName ?? "", reason: StateReason ?? "" }));
  });
