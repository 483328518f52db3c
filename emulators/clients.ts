import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient } from "@aws-sdk/client-ecs";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { RDSClient } from "@aws-sdk/client-rds";
import { Route53Client } from "@aws-sdk/client-route-53";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Emulators } from "./start-emulators.ts";

/** With what the test itself signs: neither the deployed functions nor `serverless`. */
export const testKey = "test";

/** What the test plays AWS and its users with. */
export type TestClients = ReturnType<typeof testClients>;

export const testClients = ({ clientOptions }: Pick<Emulators, "clientOptions">) => {
  const options = { ...clientOptions, credentials: { accessKeyId: testKey, secretAccessKey: testKey } };
  return {
    applicationAutoScaling: new ApplicationAutoScalingClient(options),
    cloudFormation: new CloudFormationClient(options),
    cloudWatch: new CloudWatchClient(options),
    logs: new CloudWatchLogsClient(options),
    dynamoDb: new DynamoDBClient(options),
    ec2: new EC2Client(options),
    ecs: new ECSClient(options),
    eventBridge: new EventBridgeClient(options),
    iam: new IAMClient(options),
    lambda: new LambdaClient({ ...options, requestHandler: { requestTimeout: 90_000 } }),
    rds: new RDSClient(options),
    route53: new Route53Client(options),
    s3: new S3Client({ ...options, forcePathStyle: true }),
    scheduler: new SchedulerClient(options),
    sns: new SNSClient(options),
    sqs: new SQSClient(options),
  };
};
