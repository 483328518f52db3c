import type {
  ChangeMessageVisibilityRequest,
  GetQueueAttributesRequest,
  ReceiveMessageRequest,
} from "@aws-sdk/client-sqs";
import { AwsError } from "./aws-error.ts";
import type { Message, Queue } from "./sqs.ts";

const mostPerReceive = 10;
const mostVisibilitySeconds = 43_200;

/** ReceiveMessage, as whoever polls a queue by hand gets it. @see Amazon SQS API reference, ReceiveMessage */
export const receiveMessage = (queue: Queue, input: ReceiveMessageRequest, nowMs: number): object => {
  const most = input.MaxNumberOfMessages ?? 1;
  if (!Number.isInteger(most) || most < 1 || most > mostPerReceive)
    throw new AwsError("InvalidParameterValue", `Value ${most} for parameter MaxNumberOfMessages is invalid.`);
  const received = queue.receive(most, nowMs, visibilityOf(input.VisibilityTimeout));
  const wanted = new Set<string>([...(input.MessageSystemAttributeNames ?? []), ...(input.AttributeNames ?? [])]);
  // An empty answer has no field at all.
  return received.length === 0 ? {} : { Messages: received.map((message) => describeMessage(message, wanted, input)) };
};

/** The handle of a message that is not in flight is good for nothing, and what was never one is told apart. */
export const changeMessageVisibility = (queue: Queue, input: ChangeMessageVisibilityRequest, nowMs: number): object => {
  const handle = input.ReceiptHandle ?? "";
  if (!queue.hasSent(handle))
    throw new AwsError("ReceiptHandleIsInvalid", `The input receipt handle "${handle}" is not a valid receipt handle.`);
  const message = queue.messages.find(({ messageId }) => messageId === handle);
  // Of one that is gone SQS speaks so, which its API reference doesn't say.
  if (message === undefined)
    throw new AwsError(
      "InvalidParameterValue",
      `Value ${handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
    );
  if (message.visibleAtMs <= nowMs) throw new AwsError("MessageNotInflight", "The specified message isn't in flight.");
  message.visibleAtMs = nowMs + visibilityOf(input.VisibilityTimeout)! * 1000;
  return {};
};

/** The attributes of the stack's own queues, as far as they are asked for. */
export const queueAttributes = (
  queue: Queue,
  { arn, sourceArn }: { readonly arn: string /** Of a dead-letter queue: whose. */; readonly sourceArn: string | null },
  input: GetQueueAttributesRequest,
  nowMs: number,
): object => {
  const inFlight = queue.messages.filter(({ visibleAtMs, receiveCount }) => visibleAtMs > nowMs && receiveCount > 0);
  const delayed = queue.messages.filter(({ visibleAtMs, receiveCount }) => visibleAtMs > nowMs && receiveCount === 0);
  const all: Readonly<Record<string, string>> = {
    QueueArn: arn,
    ...(sourceArn === null
      ? {}
      : { RedriveAllowPolicy: JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [sourceArn] }) }),
    ApproximateNumberOfMessages: String(queue.messages.length - inFlight.length - delayed.length),
    ApproximateNumberOfMessagesNotVisible: String(inFlight.length),
    ApproximateNumberOfMessagesDelayed: String(delayed.length),
  };
  const asked = new Set<string>(input.AttributeNames ?? []);
  return {
    Attributes: Object.fromEntries(Object.entries(all).filter(([name]) => asked.has("All") || asked.has(name))),
  };
};

const visibilityOf = (seconds: number | undefined): number | undefined => {
  if (seconds === undefined || (Number.isInteger(seconds) && seconds >= 0 && seconds <= mostVisibilitySeconds))
    return seconds;
  throw new AwsError("InvalidParameterValue", `Value ${seconds} for parameter VisibilityTimeout is invalid.`);
};

const describeMessage = (message: Message, wanted: ReadonlySet<string>, input: ReceiveMessageRequest): object => {
  const system: Readonly<Record<string, string>> = {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAtMs),
    ...(message.group === null ? {} : { MessageGroupId: message.group }),
    ...(message.fromQueue === null ? {} : { DeadLetterQueueSourceArn: message.fromQueue }),
  };
  const names = input.MessageAttributeNames ?? [];
  const attributes = Object.entries(message.attributes).filter(
    ([name]) => names.includes("All") || names.includes(name),
  );
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.messageId,
    Body: message.body,
    Attributes: Object.fromEntries(Object.entries(system).filter(([name]) => wanted.has("All") || wanted.has(name))),
    ...(attributes.length === 0 ? {} : { MessageAttributes: Object.fromEntries(attributes) }),
  };
};
