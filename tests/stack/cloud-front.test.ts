import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  ObjectNotFoundException,
} from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DescribeInstanceTypesCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  DescribeServicesCommand,
  ECSClient,
  ServiceNotFoundException,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import { GetResourceMetricsCommand, NotAuthorizedException, PIClient } from "@aws-sdk/client-pi";
import { DescribeDBInstancesCommand, DescribeDBProxiesCommand, RDSClient } from "@aws-sdk/client-rds";
import { GetServiceQuotaCommand, NoSuchResourceException, ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { NotFoundException, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import {
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { type CloudFront, startCloudFront } from "../../simulator/cloud/wire/cloud-front.ts";

type Call = { readonly service: string; readonly operation: string; readonly input: object };
const calls: Call[] = [];
let respond: () => object = () => ({});
let front: CloudFront;

const refuse =
  (name: string, statusCode: number, fields: object = {}) =>
  () => {
    throw Object.assign(new Error(`no: ${name}`), { name, statusCode, ...fields });
  };

beforeAll(async () => {
  front = await startCloudFront({
    handle: async (service, operation, input) => {
      calls.push({ service, operation, input });
      return respond();
    },
  });
  // Nothing but the settings that a Lambda function or a developer's shell has: no endpoint reaches a client by code.
  process.env["AWS_ENDPOINT_URL"] = front.url;
  process.env["AWS_REGION"] = "eu-west-1";
  process.env["AWS_ACCESS_KEY_ID"] = "embedded";
  process.env["AWS_SECRET_ACCESS_KEY"] = "embedded";
});
afterAll(() => front.close());
afterEach(() => {
  calls.length = 0;
  respond = () => ({});
});

const at = new Date("2025-03-01T12:00:30.250Z");
const once = { maxAttempts: 1 };

describe("the front decodes what the installed SDK sends and answers what it reads", () => {
  it("ECS: JSON 1.1, nested lists and a timestamp", async () => {
    respond = () => ({ services: [{ serviceName: "orders", desiredCount: 4, deployments: [{ createdAt: at }] }] });
    const answer = await new ECSClient(once).send(
      new DescribeServicesCommand({ cluster: "production", services: ["orders"] }),
    );
    expect(calls).toEqual([
      { service: "ecs", operation: "DescribeServices", input: { cluster: "production", services: ["orders"] } },
    ]);
    expect(answer.services).toEqual([{ serviceName: "orders", desiredCount: 4, deployments: [{ createdAt: at }] }]);
  });

  it("ECS: a refusal is the SDK's own error class", async () => {
    respond = refuse("ServiceNotFoundException", 400);
    const sent = new ECSClient(once).send(new UpdateServiceCommand({ service: "orders", desiredCount: 5 }));
    await expect(sent).rejects.toThrow(ServiceNotFoundException);
    await expect(sent).rejects.toMatchObject({
      message: "no: ServiceNotFoundException",
      $metadata: { httpStatusCode: 400 },
    });
  });

  it("Application Auto Scaling: JSON 1.1, a timestamp and a refusal", async () => {
    const client = new ApplicationAutoScalingClient(once);
    const command = new DescribeScalableTargetsCommand({ ServiceNamespace: "ecs", ResourceIds: ["service/a/b"] });
    respond = () => ({ ScalableTargets: [{ MinCapacity: 1, MaxCapacity: 8, CreationTime: at }] });
    expect((await client.send(command)).ScalableTargets).toMatchObject([{ MaxCapacity: 8, CreationTime: at }]);
    expect(calls[0]).toMatchObject({ service: "application-autoscaling", operation: "DescribeScalableTargets" });
    respond = refuse("ObjectNotFoundException", 400);
    await expect(client.send(command)).rejects.toThrow(ObjectNotFoundException);
  });

  it("CloudWatch: dates in and out, to the millisecond", async () => {
    const client = new CloudWatchClient(once);
    respond = () => ({ MetricDataResults: [{ Id: "m0", Timestamps: [at], Values: [42.5] }] });
    const answer = await client.send(
      new GetMetricDataCommand({ StartTime: at, EndTime: at, MetricDataQueries: [{ Id: "m0", Expression: "1" }] }),
    );
    expect(calls[0]).toEqual({
      service: "cloudwatch",
      operation: "GetMetricData",
      input: { StartTime: at, EndTime: at, MetricDataQueries: [{ Id: "m0", Expression: "1" }] },
    });
    expect(answer.MetricDataResults).toMatchObject([{ Timestamps: [at], Values: [42.5] }]);
    respond = refuse("InvalidNextToken", 400);
    await expect(client.send(new DescribeAlarmsCommand({}))).rejects.toMatchObject({ name: "InvalidNextToken" });
  });

  it("DynamoDB: attribute values with bytes, and the item of a failed condition", async () => {
    const client = new DynamoDBClient(once);
    const item = { pk: { S: "domain#orders" }, bytes: { B: new Uint8Array([1, 2, 255]) }, list: { L: [{ N: "1" }] } };
    const command = new PutItemCommand({ TableName: "t", Item: item, ConditionExpression: "version = :v" });
    await client.send(command);
    expect(calls[0]).toEqual({
      service: "dynamodb",
      operation: "PutItem",
      input: { TableName: "t", Item: item, ConditionExpression: "version = :v" },
    });
    respond = refuse("ConditionalCheckFailedException", 400, { Item: item });
    const failed = client.send(command);
    await expect(failed).rejects.toThrow(ConditionalCheckFailedException);
    await expect(failed).rejects.toMatchObject({ Item: item });
  });

  it("SQS: the sums that the client checks, for a queue whose URL is on the front", async () => {
    const client = new SQSClient(once);
    // The client sends to the host of the queue's URL, whatever AWS_ENDPOINT_URL says.
    const QueueUrl = `${front.url}/123456789012/events`;
    respond = () => ({ MessageId: "1" });
    expect(
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "tick", DelaySeconds: 20 })),
    ).toMatchObject({
      MessageId: "1",
      MD5OfMessageBody: "e5e5c0754f1e26bf915455e21cf2eba5",
    });
    respond = () => ({ Successful: [{ Id: "a", MessageId: "1" }], Failed: [] });
    const batch = new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: "a", MessageBody: "é" }] });
    expect((await client.send(batch)).Successful).toMatchObject([{ Id: "a" }]);
    respond = () => ({ Messages: [{ MessageId: "1", Body: "tick" }] });
    expect((await client.send(new ReceiveMessageCommand({ QueueUrl }))).Messages).toMatchObject([{ Body: "tick" }]);
    expect(calls.map((call) => call.operation)).toEqual(["SendMessage", "SendMessageBatch", "ReceiveMessage"]);
    respond = refuse("QueueDoesNotExist", 400);
    await expect(client.send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toThrow(QueueDoesNotExist);
  });

  it("SNS: a query form with attributes in, XML out, and a refusal", async () => {
    const client = new SNSClient(once);
    const input = {
      TopicArn: "arn:aws:sns:eu-west-1:123456789012:notices",
      Subject: "a < b & c",
      Message: '{"default":"line\\nline"}',
      MessageStructure: "json",
      MessageAttributes: {
        code: { DataType: "String", StringValue: "callee-not-ready" },
        bytes: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255]) },
      },
    };
    respond = () => ({ MessageId: "<1>" });
    expect(await client.send(new PublishCommand(input))).toMatchObject({ MessageId: "<1>" });
    expect(calls).toEqual([{ service: "sns", operation: "Publish", input }]);
    respond = refuse("NotFoundException", 404); // SNS names it NotFound on the wire
    await expect(client.send(new PublishCommand(input))).rejects.toThrow(NotFoundException);
  });
});

describe("what the function limits asks", () => {
  it("RDS: a query form with named lists in, XML out, and a refusal", async () => {
    const client = new RDSClient(once);
    const input = { Filters: [{ Name: "db-instance-id", Values: ["users", "orders"] }], Marker: "100" };
    respond = () => ({
      DBInstances: [
        { DBInstanceIdentifier: "users", MultiAZ: true, DBParameterGroups: [{ ParameterApplyStatus: "in-sync" }] },
      ],
      Marker: "200",
    });
    const { $metadata: _, ...answer } = await client.send(new DescribeDBInstancesCommand(input));
    expect(calls).toEqual([{ service: "rds", operation: "DescribeDBInstances", input }]);
    expect(answer).toEqual(respond());
    respond = refuse("AccessDenied", 403);
    await expect(client.send(new DescribeDBProxiesCommand({}))).rejects.toMatchObject({ name: "AccessDenied" });
  });

  it("EC2: its own query form with flat lists in, XML out, and a refusal", async () => {
    const client = new EC2Client(once);
    const input = {
      Filters: [{ Name: "instance-type", Values: ["r6g.large", "r6g.xlarge"] }],
      IncludeUnsupportedInRegion: true,
      MaxResults: 100,
    };
    respond = () => ({
      InstanceTypes: [{ InstanceType: "r6g.large", MemoryInfo: { SizeInMiB: 16384 }, VCpuInfo: { DefaultVCpus: 2 } }],
    });
    const { $metadata: _, ...answer } = await client.send(new DescribeInstanceTypesCommand(input));
    expect(calls).toEqual([{ service: "ec2", operation: "DescribeInstanceTypes", input }]);
    expect(answer).toEqual(respond());
    respond = refuse("UnauthorizedOperation", 403);
    await expect(client.send(new DescribeInstanceTypesCommand({}))).rejects.toMatchObject({
      name: "UnauthorizedOperation",
      message: "no: UnauthorizedOperation",
    });
  });

  it("Performance Insights and Service Quotas: JSON 1.1, timestamps and refusals", async () => {
    const insights = new PIClient(once);
    const metrics = new GetResourceMetricsCommand({
      ServiceType: "RDS",
      Identifier: "db-A",
      MetricQueries: [{ Metric: "db.User.max_connections.avg" }],
      StartTime: at,
      EndTime: at,
    });
    respond = () => ({ MetricList: [{ Key: { Metric: "m" }, DataPoints: [{ Timestamp: at, Value: 400 }] }] });
    expect((await insights.send(metrics)).MetricList?.[0]?.DataPoints).toEqual([{ Timestamp: at, Value: 400 }]);
    expect(calls[0]).toMatchObject({ service: "pi", operation: "GetResourceMetrics", input: { StartTime: at } });
    respond = refuse("NotAuthorizedException", 400);
    await expect(insights.send(metrics)).rejects.toThrow(NotAuthorizedException);

    const quotas = new ServiceQuotasClient(once);
    const quota = new GetServiceQuotaCommand({ ServiceCode: "fargate", QuotaCode: "L-3032A538" });
    respond = () => ({ Quota: { Value: 140 } });
    expect((await quotas.send(quota)).Quota).toEqual({ Value: 140 });
    respond = refuse("NoSuchResourceException", 400);
    await expect(quotas.send(quota)).rejects.toThrow(NoSuchResourceException);
  });
});

describe("the front says what it can't do", () => {
  it("an accident behind it is a 500 with its message", async () => {
    respond = () => {
      throw new TypeError("undefined is not a function");
    };
    await expect(new ECSClient(once).send(new DescribeServicesCommand({ services: [] }))).rejects.toMatchObject({
      name: "InternalFailure",
      message: "undefined is not a function",
      $metadata: { httpStatusCode: 500 },
    });
  });

  it("an unsigned request is refused by name", async () => {
    const response = await fetch(front.url, { method: "POST", body: "{}" });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ message: expect.stringContaining("an unsigned request") });
    expect(calls).toEqual([]);
  });
});
