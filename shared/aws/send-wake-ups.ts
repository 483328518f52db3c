import {
  SendMessageBatchCommand,
  type SendMessageBatchCommandOutput,
  type SendMessageBatchRequestEntry,
} from "@aws-sdk/client-sqs";

export type BatchSender = { send(command: SendMessageBatchCommand): Promise<SendMessageBatchCommandOutput> };

type WakeUpMessage = { readonly domain: string; readonly deduplicationId: string; readonly body: string };

/** @see Amazon SQS API reference, SendMessageBatch: ten entries, 1 MiB for all of them together */
const mostEntries = 10;
const mostRequestBytes = 1_048_576;

/**
 * Sends wake-ups to `scaling.fifo`, each in its domain's group.
 *
 * @param onFailure told each domain that failed and what SQS said
 * @returns the domains whose message SQS did not take, in the order given; the function that it returns never throws
 */
export const makeSendWakeUps =
  (client: BatchSender, queueUrl: string, onFailure: (domain: string, reason: string) => void = () => {}) =>
  async (messages: readonly WakeUpMessage[]): Promise<readonly string[]> => {
    const failed: string[] = [];
    for (const chunk of chunksOf(messages)) {
      for (const { domain, reason } of await sendChunk(client, queueUrl, chunk)) {
        onFailure(domain, reason);
        failed.push(domain);
      }
    }
    return failed;
  };

const sendChunk = async (
  client: BatchSender,
  queueUrl: string,
  chunk: readonly WakeUpMessage[],
): Promise<readonly { readonly domain: string; readonly reason: string }[]> => {
  try {
    const { Successful = [], Failed = [] } = await client.send(
      new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: chunk.map(entryOf) }),
    );
    // What SQS doesn't confirm has failed: a 200 says nothing about the single entries.
    const taken = new Set(Successful.map(({ Id }) => Id));
    const said = new Map(Failed.map(({ Id, Code, Message }) => [Id, `${Code}: ${Message ?? ""}`]));
    return chunk.flatMap(({ domain }, index) => {
      const id = String(index);
      return taken.has(id) ? [] : [{ domain, reason: said.get(id) ?? "not confirmed" }];
    });
  } catch (error) {
    return chunk.map(({ domain }) => ({ domain, reason: String(error) }));
  }
};

const entryOf = (message: WakeUpMessage, index: number): SendMessageBatchRequestEntry => ({
  Id: String(index),
  MessageBody: message.body,
  MessageGroupId: message.domain,
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
