import type { MessageAttributeValue, PublishInput } from "@aws-sdk/client-sns";
import { AwsError } from "./aws-error.ts";

export type Published = {
  readonly messageId: string;
  readonly atMs: number;
  readonly subject: string;
  /** By protocol; `default` is always there. */
  readonly messages: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
};

/** An SNS topic that keeps what was published. */
export class Topic {
  readonly arn: string;
  readonly #published: Published[] = [];

  constructor(arn: string) {
    this.arn = arn;
  }

  get published(): readonly Published[] {
    return this.#published;
  }

  publish(input: PublishInput, nowMs: number): { readonly MessageId: string } {
    if (input.TopicArn !== this.arn) throw new AwsError("NotFound", "Topic does not exist", 404);
    const subject = input.Subject ?? "";
    if (subject.length > 100 || /[^\x20-\x7e]/.test(subject)) {
      throw new AwsError("InvalidParameter", "Invalid parameter: Subject");
    }
    if (bytesOf(input) > mostBytes) throw new AwsError("InvalidParameter", "Invalid parameter: Message too long");
    const messages = messagesOf(input);
    const messageId = `notice-${this.#published.length + 1}`;
    this.#published.push({ messageId, atMs: nowMs, subject, messages, attributes: input.MessageAttributes ?? {} });
    return { MessageId: messageId };
  }
}

/** Of the message as it is sent, every protocol's in one, with the attributes. */
const mostBytes = 262_144;

const bytesOf = ({ Message, MessageAttributes }: PublishInput): number => {
  const attributes = Object.entries(MessageAttributes ?? {}).map(
    ([name, { DataType, StringValue }]) => `${name}${DataType}${StringValue}`,
  );
  return Buffer.byteLength([Message, ...attributes].join(""));
};

const messagesOf = ({ Message, MessageStructure }: PublishInput): Readonly<Record<string, string>> => {
  if (MessageStructure !== "json") return { default: Message ?? "" };
  try {
    const messages = JSON.parse(Message ?? "") as Record<string, string>;
    if (typeof messages["default"] === "string") return messages;
  } catch {
    // Falls through to what SNS answers for both.
  }
  throw new AwsError(
    "InvalidParameter",
    "Invalid parameter: Message Structure - No default entry in JSON message body",
  );
};
