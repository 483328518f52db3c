import { CreateQueueCommand, GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { QueuePair } from "../../tests/contract/contract-bed.ts";

const maxReceives = 5;

export const createQueuePair = async (sqs: SQSClient, name: string, kind: "standard" | "fifo"): Promise<QueuePair> => {
  const suffix = kind === "fifo" ? ".fifo" : "";
  const fifo = kind === "fifo" ? { FifoQueue: "true" } : {};
  const deadLetter = await createQueue(sqs, `${name}-dlq${suffix}`, fifo);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadLetter.arn, maxReceiveCount: maxReceives });
  const queue = await createQueue(sqs, `${name}${suffix}`, { ...fifo, RedrivePolicy });
  return { ...queue, deadLetterUrl: deadLetter.url, deadLetterArn: deadLetter.arn };
};

const createQueue = async (sqs: SQSClient, QueueName: string, Attributes: Readonly<Record<string, string>>) => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] });
  const { Attributes: told } = await sqs.send(command);
  return { url: QueueUrl!, arn: told!["QueueArn"]! };
};
