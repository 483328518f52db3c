import type { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { ECSClient } from "@aws-sdk/client-ecs";
import type { SNSClient } from "@aws-sdk/client-sns";
import type { SQSClient } from "@aws-sdk/client-sqs";

/** The whole of an AWS client that the adapters use: whatever takes a command and answers as the service does. */
export type Ecs = Pick<ECSClient, "send">;
export type CloudWatch = Pick<CloudWatchClient, "send">;
export type ApplicationAutoScaling = Pick<ApplicationAutoScalingClient, "send">;
export type DynamoDb = Pick<DynamoDBClient, "send">;
export type Sqs = Pick<SQSClient, "send">;
export type Sns = Pick<SNSClient, "send">;

export type Clients = {
  readonly ecs: Ecs;
  readonly cloudWatch: CloudWatch;
  readonly applicationAutoScaling: ApplicationAutoScaling;
  readonly dynamoDb: DynamoDb;
  readonly sqs: Sqs;
  readonly sns: Sns;
};
