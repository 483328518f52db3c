import type { SendMessageBatchRequest, SendMessageRequest } from "@aws-sdk/client-sqs";
import { AwsError } from "./aws-error.ts";
import { Queue } from "./sqs.ts";
import { type QueueName, queueUrlOf, type StackNames } from "./stack-names.ts";

const entriesPerBatch = 10;
const mostBatchBytes = 1_048_576;

/** The stack's queues, as stack/resources/queues.yml has them. */
export class Queues {
  readonly eventsDeadLetter = new Queue({
    name: "events-dlq",
    fifo: false,
    visibilitySeconds: 30,
    maxReceiveCount: Number.POSITIVE_INFINITY,
    deadLetter: null,
  });
  readonly events = new Queue({
    name: "events",
    fifo: false,
    visibilitySeconds: 120,
    maxReceiveCount: 5,
    deadLetter: this.eventsDeadLetter,
  });
  readonly scalingDeadLetter = new Queue({
    name: "scaling-dlq.fifo",
    fifo: true,
    visibilitySeconds: 30,
    maxReceiveCount: Number.POSITIVE_INFINITY,
    deadLetter: null,
  });
  readonly scaling = new Queue({
    name: "scaling.fifo",
    fifo: true,
    visibilitySeconds: 120,
    maxReceiveCount: 5,
    deadLetter: this.scalingDeadLetter,
  });
  readonly recordsDeadLetter = new Queue({
    name: "records-dlq.fifo",
    fifo: true,
    visibilitySeconds: 30,
    maxReceiveCount: Number.POSITIVE_INFINITY,
    deadLetter: null,
  });
  readonly records = new Queue({
    name: "records.fifo",
    fifo: true,
    visibilitySeconds: 180,
    maxReceiveCount: 5,
    deadLetter: this.recordsDeadLetter,
  });
  readonly runsDeadLetter = new Queue({
    name: "runs-dlq",
    fifo: false,
    visibilitySeconds: 30,
    maxReceiveCount: Number.POSITIVE_INFINITY,
    deadLetter: null,
  });
  readonly runs = new Queue({
    name: "runs",
    fifo: false,
    visibilitySeconds: 360,
    maxReceiveCount: 5,
    deadLetter: this.runsDeadLetter,
  });
  readonly #names: StackNames;

  constructor(names: StackNames) {
    this.#names = names;
  }

  all(): readonly Queue[] {
    return [
      this.events,
      this.eventsDeadLetter,
      this.scaling,
      this.scalingDeadLetter,
      this.records,
      this.recordsDeadLetter,
      this.runs,
      this.runsDeadLetter,
    ];
  }

  url(queue: QueueName): string {
    return queueUrlOf(this.#names, queue);
  }

  sendMessage(input: SendMessageRequest, nowMs: number): object {
    const { messageId } = this.#find(input.QueueUrl).send(
      {
        body: input.MessageBody ?? "",
        delaySeconds: input.DelaySeconds,
        group: input.MessageGroupId,
        deduplicationId: input.MessageDeduplicationId,
        attributes: input.MessageAttributes,
      },
      nowMs,
    );
    return { MessageId: messageId };
  }

  /** An entry that is refused doesn't keep the others from being sent. */
  sendMessageBatch(input: SendMessageBatchRequest, nowMs: number): object {
    const entries = input.Entries ?? [];
    if (entries.length === 0)
      throw new AwsError(
        "EmptyBatchRequest",
        "There should be at least one SendMessageBatchRequestEntry in the request.",
      );
    if (entries.length > entriesPerBatch) {
      throw new AwsError(
        "TooManyEntriesInBatchRequest",
        `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
      );
    }
    if (new Set(entries.map((entry) => entry.Id)).size < entries.length) {
      throw new AwsError("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
    }
    const bytes = entries.reduce((sum, entry) => sum + Buffer.byteLength(entry.MessageBody ?? ""), 0);
    if (bytes > mostBatchBytes)
      throw new AwsError("BatchRequestTooLong", "Batch requests cannot be longer than 1048576 bytes.");
    const Successful: object[] = [];
    const Failed: object[] = [];
    for (const entry of entries) {
      try {
        const { MessageId } = this.sendMessage(
          { ...entry, QueueUrl: input.QueueUrl, MessageBody: entry.MessageBody },
          nowMs,
        ) as { MessageId: string };
        Successful.push({ Id: entry.Id, MessageId });
      } catch (error) {
        const { name, message } = error as AwsError;
        Failed.push({ Id: entry.Id, Code: name, Message: message, SenderFault: true });
      }
    }
    return { Successful, Failed };
  }

  /** By the last part of the URL: a front on the loopback interface gives queues its own host. */
  #find(url: string | undefined): Queue {
    const name = url?.split("/").at(-1) ?? "";
    const queue = this.all().find(({ spec }) => name === `${this.#names.prefix}-${spec.name}`);
    if (queue === undefined) throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
    return queue;
  }
}
