import { SendMessageCommand, type SendMessageCommandOutput } from "@aws-sdk/client-sqs";

export type Sender = { send(command: SendMessageCommand): Promise<SendMessageCommandOutput> };

type DeadLetter = { readonly messageId: string; readonly body: string; readonly reason: string };

/** Body and attributes (names, types and values) together. @see Amazon SQS API reference, SendMessage */
const mostMessageBytes = 1_048_576;

/** Long enough for every reason of ours; the rest of the room is the body's. */
const mostReasonBytes = 2_048;

/**
 * Puts a message that can't be read into the dead-letter queue, with the reason and its first id as attributes.
 *
 * A body that no longer fits beside them is cut, and says so at its end.
 *
 * @throws what the client throws: the message then stays where it is
 */
export const makeDeadLetter =
  (client: Sender, queueUrl: string) =>
  async (letter: DeadLetter): Promise<void> => {
    const attributes = {
      reason: cut(legalText(letter.reason), mostReasonBytes),
      messageId: cut(legalText(letter.messageId), 128),
    };
    const attributeBytes = Object.entries(attributes)
      .map(([name, value]) => Buffer.byteLength(`${name}String${value}`))
      .reduce((sum, bytes) => sum + bytes, 0);
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: shorten(legalText(letter.body), mostMessageBytes - attributeBytes),
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
        ),
      }),
    );
  };

/**
 * The characters that SQS takes, in bodies and in attributes; any other becomes U+FFFD. Neither may be empty.
 *
 * @see Amazon SQS API reference, SendMessage: #x9 | #xA | #xD | #x20-#xD7FF | #xE000-#xFFFD | #x10000-#x10FFFF
 */
const legalText = (text: string): string =>
  text === "" ? "(empty)" : text.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "\u{FFFD}");

const shorten = (body: string, mostBytes: number): string => {
  const bytes = Buffer.byteLength(body);
  if (bytes <= mostBytes) return body;
  const note = ` [cut by Headgate, ${bytes} bytes before]`;
  return `${cut(body, mostBytes - Buffer.byteLength(note))}${note}`;
};

/** Whole characters only: half of one would be an illegal character again. */
const cut = (text: string, mostBytes: number): string => {
  const bytes = Buffer.from(text);
  if (bytes.length <= mostBytes) return text;
  let end = mostBytes;
  // 10xxxxxx is never the first byte of a character in UTF-8.
  while (end > 0 && (bytes[end]! & 0b1100_0000) === 0b1000_0000) end -= 1;
  return bytes.toString("utf8", 0, end);
};
