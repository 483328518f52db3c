import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { errorFields } from "./error-fields.ts";

/** A function behind a FIFO queue of wake-ups. */
export type FifoConsumer<Wake> = {
  /** @returns `null` for what is no wake-up of the queue's kind */
  readonly read: (body: string) => Wake | null;
  /** @throws what SQS answers where a failed wake-up can't be sent again */
  readonly handle: (wakeUp: Wake, sentAtMs: number) => Promise<void>;
  /** Sends a body to `events`, whose router knows what to do with what nobody understands. */
  readonly passOn: (body: string) => Promise<void>;
  readonly log: { readonly warn: (message: string, fields: Readonly<Record<string, unknown>>) => void };
};

/**
 * A wake-up that fails never waits in a FIFO queue, where it would block its group: it is acknowledged and comes back
 * through `events`, later. Only what can't even be sent again is returned.
 *
 * @throws never
 */
export const makeFifoHandler =
  <Wake>(consumer: FifoConsumer<Wake>) =>
  async (event: SQSEvent): Promise<SQSBatchResponse> => {
    // Invoked by hand with something else there are no records, and nothing to do.
    const records = event.Records ?? [];
    for (const [index, record] of records.entries()) {
      if (await takeRecord(record, consumer)) continue;
      // The rest of a FIFO batch goes back with the one that failed, or it would be overtaken in its group.
      return { batchItemFailures: records.slice(index).map(({ messageId }) => ({ itemIdentifier: messageId })) };
    }
    return { batchItemFailures: [] };
  };

/** @returns false: SQS shall deliver it again. Never throws. */
const takeRecord = async <Wake>(
  { messageId, body, attributes }: SQSRecord,
  { read, handle, passOn, log }: FifoConsumer<Wake>,
): Promise<boolean> => {
  try {
    const wakeUp = read(body);
    if (wakeUp === null) await passOn(body);
    else await handle(wakeUp, Number(attributes.SentTimestamp));
    return true;
  } catch (error) {
    log.warn("message returned", { messageId, ...errorFields(error) });
    return false;
  }
};
