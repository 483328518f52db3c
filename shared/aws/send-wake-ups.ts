import {
  SendMessageBatchCommand,
  type SendMessageBatchCommandOutput,
  type SendMessageBatchRequestEntry,
} from "@aws-sdk/client-sqs";

export type BatchSender = { send(command: SendMessageBatchCommand): Promise<SendMessageBatchCommandOutput> };

/** The domain, or the destination, is the message's group: it is worked on by one invocation at a time. */
export type WakeUpMessage = { readonly group: string; readonly deduplicationId: string; readonly body: string };

/** @returns the groups whose message SQS did not take, in the order given. Never throws. */
export type SendWakeUps = (messages: readonly WakeUpMessage[]) => Promise<readonly string[]>;

/** @see Amazon SQS API reference, SendMessageBatch: ten entries, 1 MiB for all of them together */
const mostEntries = 10;
const mostRequestBytes = 1_048_576;

/**
 * Sends wake-ups to a FIFO queue, each in its group.
 *
 * @param onFailure told each group that failed and what SQS said
 */
export const makeSendWakeUps =
  (client: BatchSender, queueUrl: string, onFailure: (group: string, reason: string) => void = () => {}): SendWakeUps =>
  async (messages) => {
    const failed: string[] = [];
    for (const chunk of chunksOf(messages)) {
      for (const { group, reason } of await sendChunk(client, queueUrl, chunk)) {
        onFailure(group, reason);
        failed.push(group);
      }
    }
    return failed;
  };

const sendChunk = async (
  client: BatchSender,
  queueUrl: string,
  chunk: readonly WakeUpMessage[],
): Promise<readonly { readonly group: string; readonly reason: string }[]> => {
  try {
    const { Successful = [], Failed = [] } = await client.send(
      new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: chunk.map(entryOf) }),
    );
    // What SQS doesn't confirm has failed: a 200 says nothing about the single entries.
    const taken = new Set(Successful.map(({ Id }) => Id));
    const said = new Map(Failed.map(({ Id, Code, Message }) => [Id, `${Code}: ${Message ?? ""}`]));
    return chunk.flatMap(({ group }, index) => {
      const id = String(index);
      return taken.has(id) ? [] : [{ group, reason: said.get(id) ?? "not confirmed" }];
    });
  } catch (error) {
    return chunk.map(({ group }) => ({ group, reason: String(error) }));
  }
};

const entryOf = (message: WakeUpMessage, index: number): SendMessageBatchRequestEntry => ({
  Id: String(index),
  MessageBody: message.body,
  MessageGroupId: message.group,
  MessageDeduplicationId: message.deduplicationId,
});

const chunksOf = (messages: readonly WakeUpMessage[]): readonly (readonly WakeUpMessage[])[] => {
  const chunks: WakeUpMessage[][] = [];
  let freeBytes = 0;
  for (const message of messages) {
    const bytes = Buffer.byteLength(message.body);
    const last = chunks.at(-1);
    if (last === undefined || last.length === mostEntries || bytes > freeBytes) {
      chunks.push([message]);
      freeBytes = mostRequestBytes - bytes;
    } else {
      last.push(message);
      freeBytes -= bytes;
    }
  }
  return chunks;
};
