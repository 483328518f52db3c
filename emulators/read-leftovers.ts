import { DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { ListRolesCommand } from "@aws-sdk/client-iam";
import { ListEventSourceMappingsCommand, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { ListScheduleGroupsCommand, ListSchedulesCommand } from "@aws-sdk/client-scheduler";
import { ListSubscriptionsCommand, ListTopicsCommand } from "@aws-sdk/client-sns";
import { ListQueuesCommand } from "@aws-sdk/client-sqs";
import type { TestClients } from "./clients.ts";
import { stackName } from "./serverless-command.ts";

/** Names of what is there of the stack, by kind; each kind that its template has, and what is made beside it. */
export const readLeftovers = async (clients: TestClients): Promise<Readonly<Record<string, readonly string[]>>> => {
  const { cloudFormation, cloudWatch, logs, dynamoDb, eventBridge, iam, lambda, s3, scheduler, sns, sqs } = clients;
  const names: Readonly<Record<string, () => Promise<readonly (string | undefined)[]>>> = {
    stacks: async () =>
      (await cloudFormation.send(new DescribeStacksCommand({}))).Stacks!.map(({ StackName }) => StackName),
    functions: async () =>
      (await lambda.send(new ListFunctionsCommand({}))).Functions!.map(({ FunctionName }) => FunctionName),
    mappings: async () =>
      (await lambda.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings!.map((one) => one.EventSourceArn),
    queues: async () => (await sqs.send(new ListQueuesCommand({}))).QueueUrls ?? [],
    tables: async () => (await dynamoDb.send(new ListTablesCommand({}))).TableNames!,
    topics: async () => (await sns.send(new ListTopicsCommand({}))).Topics!.map(({ TopicArn }) => TopicArn),
    subscriptions: async () =>
      (await sns.send(new ListSubscriptionsCommand({}))).Subscriptions!.map(({ TopicArn }) => TopicArn),
    rules: async () => (await eventBridge.send(new ListRulesCommand({}))).Rules!.map(({ Name }) => Name),
    schedules: async () => (await scheduler.send(new ListSchedulesCommand({}))).Schedules!.map(({ Name }) => Name),
    "schedule groups": async () =>
      (await scheduler.send(new ListScheduleGroupsCommand({}))).ScheduleGroups!.map(({ Name }) => Name),
    roles: async () => (await iam.send(new ListRolesCommand({}))).Roles!.map(({ RoleName }) => RoleName),
    alarms: async () =>
      (await cloudWatch.send(new DescribeAlarmsCommand({}))).MetricAlarms!.map(({ AlarmName }) => AlarmName),
    "log groups": async () =>
      (await logs.send(new DescribeLogGroupsCommand({}))).logGroups!.map(({ logGroupName }) => logGroupName),
    buckets: async () => (await s3.send(new ListBucketsCommand({}))).Buckets!.map(({ Name }) => Name),
  };
  const read = await Promise.all(
    Object.entries(names).map(async ([kind, list]) => [kind, ofStack(await list())] as const),
  );
  return Object.fromEntries(read);
};

/** Alarms of services and databases are a runbook's, made at a user's word. */
const ofStack = (names: readonly (string | undefined)[]): readonly string[] =>
  names.flatMap((name) => (name?.includes(stackName) && !name.includes(`${stackName}-svc-`) ? [name] : [])).sort();
