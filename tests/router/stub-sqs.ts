import {
  type BatchResultErrorEntry,
  SendMessageBatchCommand,
  type SendMessageBatchCommandOutput,
  type SendMessageBatchRequestEntry,
  type SendMessageBatchResultEntry,
  type SendMessageCommand,
  type SendMessageCommandOutput,
} from "@aws-sdk/client-sqs";
import type { Sender } from "../../shared/aws/dead-letter.ts";
import type { BatchSender } from "../../shared/aws/send-wake-ups.ts";

export const SCALING_URL = "https://sqs.eu-central-1.amazonaws.com/123456789012/headgate-scaling.fifo";
export const RECORDS_URL = "https://sqs.eu-central-1.amazonaws.com/123456789012/headgate-records.fifo";
export const DLQ_URL = "https://sqs.eu-central-1.amazonaws.com/123456789012/headgate-events-dlq";

const MOST_BYTES = 1_048_576;
const ILLEGAL = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

export type StubMessage = {
  readonly body: string;
  readonly group: string | undefined;
  readonly deduplicationId: string | undefined;
  readonly attributes: Readonly<Record<string, string | undefined>>;
};

/**
 * As much of SQS as the router can notice: limits, illegal characters, FIFO deduplication across the whole queue, and
 * batches that fail in part.
 */
export const stubSqs = (
  faults: { readonly refusedGroups?: readonly string[]; readonly down?: readonly string[] } = {},
) => {
  const queues = new Map<string, StubMessage[]>();
  const seen = new Set<string>();
  const commands: (SendMessageBatchCommand | SendMessageCommand)[] = [];

  const accept = (url: string, message: StubMessage): void => {
    if (url.endsWith(".fifo")) {
      if (!message.group || !message.deduplicationId) throw new Error("MissingParameter: FIFO queues need both ids");
      if (message.deduplicationId.length > 128) throw new Error("InvalidParameterValue: MessageDeduplicationId");
      if (seen.has(`${url} ${message.deduplicationId}`)) return;
      seen.add(`${url} ${message.deduplicationId}`);
    }
    queues.set(url, [...(queues.get(url) ?? []), message]);
  };

  const sendBatch = (command: SendMessageBatchCommand): SendMessageBatchCommandOutput => {
    const { QueueUrl: url = "", Entries: entries = [] } = command.input;
    if (entries.length === 0) throw new Error("EmptyBatchRequest");
    if (entries.length > 10) throw new Error("TooManyEntriesInBatchRequest");
    if (new Set(entries.map(({ Id }) => Id)).size !== entries.length) throw new Error("BatchEntryIdsNotDistinct");
    const bytes = entries.reduce((sum, { MessageBody = "" }) => sum + Buffer.byteLength(MessageBody), 0);
    if (bytes > MOST_BYTES) throw new Error("BatchRequestTooLong");
    const Successful: SendMessageBatchResultEntry[] = [];
    const Failed: BatchResultErrorEntry[] = [];
    for (const entry of entries) {
      if (faults.refusedGroups?.includes(entry.MessageGroupId ?? "")) {
        Failed.push({ Id: entry.Id, Code: "InternalError", SenderFault: false });
      } else {
        checkText(entry.MessageBody);
        accept(url, messageOf(entry));
        Successful.push({ Id: entry.Id, MessageId: `sent-${entry.Id}`, MD5OfMessageBody: "" });
      }
    }
    return { $metadata: {}, Successful, Failed };
  };

  const sendOne = (command: SendMessageCommand): SendMessageCommandOutput => {
    const { QueueUrl: url = "", MessageBody: body = "", MessageAttributes: attributes = {} } = command.input;
    checkText(body);
    let bytes = Buffer.byteLength(body);
    for (const [name, { DataType: type = "", StringValue: value }] of Object.entries(attributes)) {
      if (!/^[\w.-]{1,256}$/.test(name)) throw new Error(`InvalidParameterValue: attribute ${name}`);
      checkText(value);
      bytes += Buffer.byteLength(`${name}${type}${value}`);
    }
    if (bytes > MOST_BYTES) throw new Error("InvalidParameterValue: One or more parameters are invalid. 1048576 bytes");
    accept(url, {
      body,
      group: undefined,
      deduplicationId: undefined,
      attributes: Object.fromEntries(Object.entries(attributes).map(([name, { StringValue }]) => [name, StringValue])),
    });
    return { $metadata: {}, MessageId: "sent" };
  };

  const send = async (command: SendMessageBatchCommand | SendMessageCommand) => {
    commands.push(command);
    if (faults.down?.includes(command.input.QueueUrl ?? "")) throw new Error("connect ECONNREFUSED");
    return command instanceof SendMessageBatchCommand ? sendBatch(command) : sendOne(command);
  };

  return {
    client: { send } as unknown as BatchSender & Sender,
    commands,
    messages: (url: string): readonly StubMessage[] => queues.get(url) ?? [],
  };
};

const checkText = (text: string | undefined): void => {
  if (!text) throw new Error("MissingParameter: empty text");
  if (ILLEGAL.test(text)) throw new Error("InvalidMessageContents");
};

const messageOf = (entry: SendMessageBatchRequestEntry): StubMessage => ({
  body: entry.MessageBody ?? "",
  group: entry.MessageGroupId,
  deduplicationId: entry.MessageDeduplicationId,
  attributes: {},
});
