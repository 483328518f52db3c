import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { CreateTopicCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { Queues } from "../../simulator/cloud/queues.ts";
import type { Queue } from "../../simulator/cloud/sqs.ts";
import { type QueueName, queueArnOf, type StackNames } from "../../simulator/cloud/stack-names.ts";
import { accountId, region } from "../start-emulators.ts";
import type { BurstClients } from "./burst-clients.ts";

export const stackNames: StackNames = { prefix: "burst", region, accountId };

/** What the functions work with. */
export type BurstResources = {
  readonly tableName: string;
  readonly topicArn: string;
  /** By the queue's name after the prefix. */
  readonly queueUrls: Readonly<Record<QueueName, string>>;
};

/** The stack's queues with their dead-letter queues, the table and the topic. @throws what an emulator answers */
export const makeStack = async ({ dynamoDb, sns, sqs }: BurstClients): Promise<BurstResources> => {
  const tableName = stackNames.prefix;
  await dynamoDb.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "sk", AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    }),
  );
  const topic = await sns.send(new CreateTopicCommand({ Name: `${stackNames.prefix}-notices` }));
  // The settings that the embedded cloud takes from the stack's template, dead-letter queues first.
  const queues = [...new Queues(stackNames).all()].sort((a, b) => Number(isWork(a)) - Number(isWork(b)));
  const queueUrls = {} as Record<QueueName, string>;
  for (const queue of queues) {
    const { QueueUrl } = await sqs.send(
      new CreateQueueCommand({ QueueName: `${stackNames.prefix}-${queue.spec.name}`, Attributes: attributesOf(queue) }),
    );
    queueUrls[queue.spec.name as QueueName] = QueueUrl!;
  }
  return { tableName, topicArn: topic.TopicArn!, queueUrls };
};

const isWork = ({ spec }: Queue): boolean => spec.deadLetter !== null;

const attributesOf = ({ spec }: Queue): Record<string, string> => ({
  VisibilityTimeout: String(spec.visibilitySeconds),
  ...(spec.fifo ? { FifoQueue: "true", ContentBasedDeduplication: "false" } : {}),
  ...(spec.fifo && spec.deadLetter !== null
    ? { DeduplicationScope: "messageGroup", FifoThroughputLimit: "perMessageGroupId" }
    : {}),
  ...(spec.deadLetter === null
    ? {}
    : {
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: queueArnOf(stackNames, spec.deadLetter.spec.name as QueueName),
          maxReceiveCount: spec.maxReceiveCount,
        }),
      }),
});
