import { setTimeout as pause } from "node:timers/promises";
import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import type { Handler } from "../../simulator/cloud/event-source.ts";
import { region } from "../start-emulators.ts";
import type { BurstClients } from "./burst-clients.ts";

export type QueuePoller = {
  /** Since the start. */
  readonly figures: () => { readonly invocations: number; readonly delivered: number; readonly mostAtOnce: number };
  /** Ids of the messages that were acknowledged and deleted. */
  readonly settled: ReadonlySet<string>;
  /** Ends after what is under way. @throws what an emulator answered it meanwhile */
  readonly stop: () => Promise<void>;
};

export type PolledQueue = {
  readonly queueUrl: string;
  readonly handler: Handler;
  readonly batchSize: number;
  readonly maximumConcurrency: number;
  /** Waits this long for a batch to fill up, from its first message on; 0: it takes what is there. */
  readonly batchingWindowMs: number;
};

/** ReceiveMessage and DeleteMessageBatch take ten. */
const mostPerCall = 10;
/** One long poll, so that an end doesn't wait for long. */
const waitSeconds = 1;
/** Between two looks while a batch fills up, and while every invocation is taken. */
const restMs = 25;

/**
 * Plays Lambda's event source mapping on a real queue: batches, a window, so many invocations at once, and partial batch
 * responses. What a function returns, or dies with, is left to the queue.
 */
export const startQueuePoller = ({ sqs }: Pick<BurstClients, "sqs">, queue: PolledQueue): QueuePoller => {
  const { queueUrl, handler, batchSize, maximumConcurrency, batchingWindowMs } = queue;
  const settled = new Set<string>();
  const running = new Set<Promise<void>>();
  let isOver = false;
  let failure: { readonly error: unknown } | null = null;
  let [invocations, delivered, mostAtOnce] = [0, 0, 0];

  const receive = async (most: number, WaitTimeSeconds: number): Promise<readonly Message[]> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: Math.min(mostPerCall, most),
        WaitTimeSeconds,
        MessageSystemAttributeNames: ["All"],
      }),
    );
    return Messages;
  };
  const gather = async (): Promise<readonly Message[]> => {
    const batch = [...(await receive(batchSize, waitSeconds))];
    const untilMs = Date.now() + batchingWindowMs;
    while (batch.length > 0 && batch.length < batchSize && Date.now() < untilMs) {
      const more = await receive(batchSize - batch.length, 0);
      batch.push(...more);
      if (more.length === 0) await pause(restMs);
    }
    return batch;
  };
  const invoke = async (messages: readonly Message[]): Promise<void> => {
    const answer = await handler({ Records: messages.map(recordOf) }).catch(() => null);
    if (answer === null) return; // a function that throws has handled nothing
    const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const handled = messages.filter(({ MessageId }) => !failed.has(MessageId!));
    for (let from = 0; from < handled.length; from += mostPerCall) {
      const chunk = handled.slice(from, from + mostPerCall);
      const Entries = chunk.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      const { Failed = [] } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      if (Failed.length > 0) throw new Error(`DeleteMessageBatch refused ${JSON.stringify(Failed)}`);
      for (const { MessageId } of chunk) settled.add(MessageId!);
    }
  };
  const work = async (): Promise<void> => {
    while (!isOver) {
      if (running.size >= maximumConcurrency) {
        await Promise.race(running);
        continue;
      }
      const messages = await gather();
      if (messages.length === 0) continue;
      invocations += 1;
      delivered += messages.length;
      const invocation = invoke(messages)
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => running.delete(invocation));
      running.add(invocation);
      mostAtOnce = Math.max(mostAtOnce, running.size);
    }
    await Promise.all(running);
  };
  const working = work().catch((error: unknown) => {
    failure ??= { error };
  });
  return {
    figures: () => ({ invocations, delivered, mostAtOnce }),
    settled,
    stop: async () => {
      isOver = true;
      await working;
      if (failure !== null) throw failure.error;
    },
  };
};

const recordOf = ({ MessageId, ReceiptHandle, Body, Attributes = {} }: Message): SQSRecord => ({
  messageId: MessageId!,
  receiptHandle: ReceiptHandle!,
  body: Body!,
  attributes: {
    ApproximateReceiveCount: Attributes["ApproximateReceiveCount"]!,
    SentTimestamp: Attributes["SentTimestamp"]!,
    SenderId: Attributes["SenderId"]!,
    ApproximateFirstReceiveTimestamp: Attributes["ApproximateFirstReceiveTimestamp"]!,
  },
  messageAttributes: {},
  md5OfBody: "",
  eventSource: "aws:sqs",
  eventSourceARN: "",
  awsRegion: region,
});
