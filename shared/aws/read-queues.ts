import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import type { SignalReading } from "../plan/readings/signal-reading.ts";
import type { Sqs } from "./clients.ts";
import { unknownBecause } from "./failure.ts";
import { inParallel } from "./in-parallel.ts";

/**
 * Reads how many messages are in SQS queues: fresher than their metrics, and 0 where the queue is empty.
 *
 * @param names unique queue names
 * @param siblingUrl URL of any queue of the same account and region: only the last part of it differs
 * @returns by queue name, every name answered
 * @throws never
 * @see Amazon SQS API reference, GetQueueAttributes (the numbers are approximate)
 */
export const readQueues = async (
  sqs: Sqs,
  names: readonly string[],
  siblingUrl: string,
  nowMs: number,
): Promise<ReadonlyMap<string, SignalReading>> =>
  new Map(
    await inParallel(names, async (name): Promise<[string, SignalReading]> => {
      try {
        const { Attributes } = await sqs.send(
          new GetQueueAttributesCommand({
            QueueUrl: new URL(name, siblingUrl).href,
            AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
          }),
        );
        // A number that is not there is not 0.
        const waitingMessages = Number(Attributes?.ApproximateNumberOfMessages ?? Number.NaN);
        const inFlightMessages = Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? Number.NaN);
        if (Number.isNaN(waitingMessages + inFlightMessages)) {
          return [name, { kind: "unknown", because: "no-data", detail: `sqs:GetQueueAttributes ${name}: no numbers` }];
        }
        return [name, { kind: "queue", waitingMessages, inFlightMessages, readAtMs: nowMs }];
      } catch (error) {
        return [name, unknownBecause(`sqs:GetQueueAttributes ${name}`, error)];
      }
    }),
  );
