import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import type { BurstClients } from "./burst-clients.ts";

/** SendMessageBatch takes ten, and 1 MiB: an event has some 4 KB. */
const mostPerCall = 10;

/** Puts events into a queue as EventBridge would. @returns the ids that SQS gave them @throws where it refuses one */
export const sendEvents = async (
  { sqs }: Pick<BurstClients, "sqs">,
  QueueUrl: string,
  bodies: readonly string[],
): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let from = 0; from < bodies.length; from += mostPerCall) {
    const Entries = bodies
      .slice(from, from + mostPerCall)
      .map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    const { Successful = [], Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    if (Failed.length > 0) throw new Error(`SendMessageBatch refused ${JSON.stringify(Failed)}`);
    ids.push(...Successful.map(({ MessageId }) => MessageId!));
  }
  return ids;
};
