import { GetQueueAttributesCommand, GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import type { TestClients } from "./clients.ts";
import { stackName } from "./serverless-command.ts";

/** The stack's queues without their prefix, each with its dead-letter queue. */
export const stackQueues = [
  ["events", "events-dlq"],
  ["scaling.fifo", "scaling-dlq.fifo"],
  ["records.fifo", "records-dlq.fifo"],
  ["runs", "runs-dlq"],
] as const;

export const urlOfQueue = async ({ sqs }: TestClients, name: string): Promise<string> =>
  (await sqs.send(new GetQueueUrlCommand({ QueueName: `${stackName}-${name}` }))).QueueUrl!;

export const readQueue = async (clients: TestClients, name: string): Promise<Readonly<Record<string, string>>> => {
  const QueueUrl = await urlOfQueue(clients, name);
  const { Attributes = {} } = await clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
  );
  return Attributes;
};
