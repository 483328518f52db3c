import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  type Message,
  ReceiveMessageCommand,
} from "@aws-sdk/client-sqs";
import type { DeadLetter } from "../runbooks/redrive/dead-letter.ts";
import type { Sqs } from "./clients.ts";

/** A dead-letter queue as it is now. */
export type DeadLetterQueue = {
  readonly arn: string;
  /** ARNs of the queues whose messages come here. */
  readonly sourceArns: readonly string[];
  /** ARNs that its RedriveAllowPolicy names; `null`: it names none, so that every queue of the account may. */
  readonly allowedArns: readonly string[] | null;
  /** SQS's own count; it is right within a minute. */
  readonly approximateMessages: number;
};

const mostLetters = 100;
const perReceive = 10;
/** Longer than a look takes: no message is seen twice in it. */
const lookSeconds = 20;

/** @throws what SQS answers */
export const readDeadLetterQueue = async (sqs: Sqs, queueUrl: string): Promise<DeadLetterQueue> => {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: [
        "QueueArn",
        "RedriveAllowPolicy",
        "ApproximateNumberOfMessages",
        "ApproximateNumberOfMessagesNotVisible",
      ],
    }),
  );
  const arn = Attributes?.["QueueArn"];
  if (arn === undefined) throw new Error(`SQS gave no ARN of ${queueUrl}`);
  const policy = JSON.parse(Attributes?.["RedriveAllowPolicy"] ?? "{}") as {
    readonly redrivePermission?: string;
    readonly sourceQueueArns?: readonly string[];
  };
  const permission = policy.redrivePermission ?? "allowAll";
  const countOf = (name: "ApproximateNumberOfMessages" | "ApproximateNumberOfMessagesNotVisible"): number =>
    Number(Attributes?.[name] ?? "0");
  return {
    arn,
    sourceArns: await readSources(sqs, queueUrl, arn),
    allowedArns: permission === "allowAll" ? null : permission === "denyAll" ? [] : (policy.sourceQueueArns ?? []),
    approximateMessages: countOf("ApproximateNumberOfMessages") + countOf("ApproximateNumberOfMessagesNotVisible"),
  };
};

/**
 * Looks at messages and leaves them there: each is received for a moment and given back at once.
 *
 * Of a FIFO queue's group SQS shows no more while one of it is received, so a look may see only a part.
 *
 * @returns at most 100, oldest first
 * @throws what SQS answers; what was received is there again after 20 s
 */
export const peekDeadLetters = async (sqs: Sqs, QueueUrl: string): Promise<readonly DeadLetter[]> => {
  const received = new Map<string, Message>();
  try {
    while (received.size < mostLetters) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: perReceive,
          VisibilityTimeout: lookSeconds,
          // A long poll asks all of SQS's servers; a short one only some.
          WaitTimeSeconds: 1,
          MessageSystemAttributeNames: ["SentTimestamp"],
          MessageAttributeNames: ["All"],
        }),
      );
      if (Messages.length === 0) break;
      for (const message of Messages) received.set(message.MessageId!, message);
    }
  } finally {
    // Given back in the order of a FIFO queue: the first of a group first.
    for (const { ReceiptHandle } of received.values()) await giveBack(sqs, QueueUrl, ReceiptHandle);
  }
  return [...received.values()].map(letterOf).sort((a, b) => a.sentAtMs - b.sentAtMs);
};

/** One whose 20 s are over is there again already. */
const giveBack = async (sqs: Sqs, QueueUrl: string, ReceiptHandle: string | undefined): Promise<void> => {
  try {
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  } catch (error) {
    if (!(error instanceof Error) || !goneNames.has(error.name)) throw error;
  }
};

/** The last is what SQS says of a message that was deleted meanwhile; 0 seconds are no invalid value. */
const goneNames: ReadonlySet<string> = new Set([
  "MessageNotInflight",
  "ReceiptHandleIsInvalid",
  "InvalidParameterValue",
]);

const readSources = async (sqs: Sqs, QueueUrl: string, arn: string): Promise<readonly string[]> => {
  const urls: string[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await sqs.send(
      // Without MaxResults SQS pages nothing, and gives no token.
      new ListDeadLetterSourceQueuesCommand({ QueueUrl, MaxResults: 100, ...(NextToken ? { NextToken } : {}) }),
    );
    urls.push(...(answer.queueUrls ?? []));
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  // A dead-letter queue is of the account and region of its source queues.
  const prefix = arn.slice(0, arn.lastIndexOf(":") + 1);
  return urls.map((url) => `${prefix}${url.split("/").at(-1)}`).sort();
};

const letterOf = ({ MessageId, Body, Attributes, MessageAttributes }: Message): DeadLetter => ({
  messageId: MessageId!,
  sentAtMs: Number(Attributes?.SentTimestamp ?? "0"),
  body: Body ?? "",
  attributes: Object.fromEntries(
    Object.entries(MessageAttributes ?? {}).flatMap(([name, { StringValue }]) =>
      StringValue === undefined ? [] : [[name, StringValue]],
    ),
  ),
});
