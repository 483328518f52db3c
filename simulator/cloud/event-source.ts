import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { Message, Queue } from "./sqs.ts";

export type Handler = (event: SQSEvent) => Promise<SQSBatchResponse>;

export type EventSourceSpec = {
  readonly queue: Queue;
  readonly queueArn: string;
  readonly region: string;
  readonly batchSize: number;
  readonly handler: Handler;
};

/**
 * Lambda's event source mapping with ReportBatchItemFailures: hands batches to the function, deletes what it has
 * handled, leaves what it returns to the visibility timeout.
 *
 * @returns the number of messages handed over; 0 when nothing is visible
 */
export const pollOnce = async (source: EventSourceSpec, nowMs: number): Promise<number> => {
  const { queue, handler } = source;
  if (queue.nextVisibleAtMs() > nowMs) return 0;
  const messages = queue.receive(source.batchSize, nowMs);
  if (messages.length === 0) return 0;
  const answer = await handler({ Records: messages.map((message) => recordOf(message, source, nowMs)) }).catch(
    () => null,
  );
  // A function that throws has handled nothing.
  const failed = answer === null ? null : new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  for (const { messageId } of messages) if (failed !== null && !failed.has(messageId)) queue.delete(messageId);
  return messages.length;
};

/** A message as Lambda hands it to a function. */
export const recordOf = (
  message: Message,
  { queueArn, region }: Pick<EventSourceSpec, "queueArn" | "region">,
  nowMs: number,
): SQSRecord => ({
  messageId: message.messageId,
  receiptHandle: message.messageId,
  body: message.body,
  attributes: {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAtMs),
    SenderId: "embedded",
    ApproximateFirstReceiveTimestamp: String(nowMs),
    ...(message.group === null ? {} : { MessageGroupId: message.group }),
  },
  messageAttributes: {},
  md5OfBody: "",
  eventSource: "aws:sqs",
  eventSourceARN: queueArn,
  awsRegion: region,
});
