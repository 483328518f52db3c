import type {
  ChangeMessageVisibilityRequest,
  GetQueueAttributesRequest,
  ListDeadLetterSourceQueuesRequest,
  ReceiveMessageRequest,
  SendMessageBatchRequest,
  SendMessageRequest,
} from "@aws-sdk/client-sqs";
import { AwsError } from "./aws-error.ts";
import { MessageMoves } from "./message-moves.ts";
import { changeMessageVisibility, queueAttributes, receiveMessage } from "./queue-readers.ts";
import { Queue } from "./sqs.ts";
import { type QueueName, queueArnOf, queueUrlOf, type StackNames } from "./stack-names.ts";

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
  /** Out of the dead-letter queues. */
  readonly moves = new MessageMoves(
    (arn) => this.#named(arn?.split(":").at(-1), "ResourceNotFoundException"),
    (deadLetter) => this.all().find(({ spec }) => spec.deadLetter === deadLetter),
  );
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
    this.#find(input.QueueUrl);
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

  /** Whether an URL is one of these queues'. */
  has(url: string | undefined): boolean {
    return this.all().some(({ spec }) => url?.split("/").at(-1) === `${this.#names.prefix}-${spec.name}`);
  }

  receiveMessage(input: ReceiveMessageRequest, nowMs: number): object {
    return receiveMessage(this.#find(input.QueueUrl), input, nowMs);
  }

  changeMessageVisibility(input: ChangeMessageVisibilityRequest, nowMs: number): object {
    return changeMessageVisibility(this.#find(input.QueueUrl), input, nowMs);
  }

  getQueueAttributes(input: GetQueueAttributesRequest, nowMs: number): object {
    const queue = this.#find(input.QueueUrl);
    const arnOf = ({ spec }: Queue): string => queueArnOf(this.#names, spec.name as QueueName);
    const source = this.all().find(({ spec }) => spec.deadLetter === queue);
    const arns = { arn: arnOf(queue), sourceArn: source === undefined ? null : arnOf(source) };
    return queueAttributes(queue, arns, input, nowMs);
  }

  listDeadLetterSourceQueues(input: ListDeadLetterSourceQueuesRequest): object {
    const deadLetter = this.#find(input.QueueUrl);
    const sources = this.all().filter(({ spec }) => spec.deadLetter === deadLetter);
    return { queueUrls: sources.map(({ spec }) => this.url(spec.name as QueueName)) };
  }

  /** By the last part of the URL: a front on the loopback interface gives queues its own host. */
  #find(url: string | undefined): Queue {
    return this.#named(url?.split("/").at(-1), "QueueDoesNotExist");
  }

  #named(name: string | undefined, otherwise: string): Queue {
    const queue = this.all().find(({ spec }) => name === `${this.#names.prefix}-${spec.name}`);
    if (queue === undefined) throw new AwsError(otherwise, "The specified queue does not exist.");
    return queue;
  }
}
