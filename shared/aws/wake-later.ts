import { SendMessageCommand } from "@aws-sdk/client-sqs";
import type { RecordsWakeUp } from "../events/records-wake-up.ts";
import type { WakeUp } from "../events/wake-up.ts";
import type { Sqs } from "./clients.ts";

/** Sends a wake-up to come back after a while. @throws what SQS answers */
export type WakeLater = (wakeUp: WakeUp | RecordsWakeUp, inSeconds: number) => Promise<void>;

/** SQS's bound on DelaySeconds. */
const mostDelaySeconds = 900;

/**
 * Delayed wake-ups go through the standard queue `events`: FIFO queues have no delay per message, and a message that
 * waits in a FIFO group blocks it.
 */
export const makeWakeLater =
  (sqs: Sqs, QueueUrl: string): WakeLater =>
  async (wakeUp, inSeconds) => {
    const DelaySeconds = Math.max(0, Math.min(mostDelaySeconds, Math.ceil(inSeconds)));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(wakeUp), DelaySeconds }));
  };

/** Sends a message body to a queue as it is. @throws what SQS answers */
export const makePassOn =
  (sqs: Sqs, QueueUrl: string): ((body: string) => Promise<void>) =>
  async (MessageBody) => {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  };
