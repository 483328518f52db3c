import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { handleRecord } from "./handle-record.ts";
import type { ScaleDeps } from "./scale-deps.ts";

/**
 * The `scale` function: a wake-up in, its domain brought to its plan.
 *
 * A wake-up that fails never waits in the FIFO queue, where it would block its domain: it is acknowledged and comes back
 * through `events`, later. Only what can't even be sent again is returned.
 *
 * @throws never
 */
export const makeHandler =
  (deps: ScaleDeps) =>
  async (event: SQSEvent): Promise<SQSBatchResponse> => {
    // Invoked by hand with something else there are no records, and nothing to do.
    const records = event.Records ?? [];
    for (const [index, record] of records.entries()) {
      if (await handleRecord(record, deps)) continue;
      // The rest of a FIFO batch goes back with the one that failed, or it would be overtaken in its group.
      return { batchItemFailures: records.slice(index).map(({ messageId }) => ({ itemIdentifier: messageId })) };
    }
    return { batchItemFailures: [] };
  };
