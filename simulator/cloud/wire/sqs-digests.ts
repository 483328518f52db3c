import { createHash } from "node:crypto";

type Entry = { readonly Id?: string; readonly MessageBody?: string };
type Message = { readonly Body?: string };

/**
 * Adds the MD5 sums that the SDK's SQS client checks on every answer; the cloud behind the front need not know them.
 *
 * @returns the output itself for the operations without sums
 */
export const withDigests = (operation: string, input: object, output: object): object => {
  if (operation === "SendMessage") {
    return { MD5OfMessageBody: md5((input as Entry).MessageBody ?? ""), ...output };
  }
  if (operation === "SendMessageBatch") {
    const bodies = new Map(
      ((input as { Entries?: readonly Entry[] }).Entries ?? []).map((entry) => [entry.Id, entry.MessageBody]),
    );
    const successful = (output as { Successful?: readonly Entry[] }).Successful ?? [];
    return {
      ...output,
      Successful: successful.map((sent) => ({ MD5OfMessageBody: md5(bodies.get(sent.Id) ?? ""), ...sent })),
    };
  }
  if (operation === "ReceiveMessage") {
    const messages = (output as { Messages?: readonly Message[] }).Messages;
    if (messages === undefined) return output;
    return { ...output, Messages: messages.map((message) => ({ MD5OfBody: md5(message.Body ?? ""), ...message })) };
  }
  return output;
};

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
