import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { handleRecord } from "./handle-record.ts";
import type { RecordsDeps } from "./records-deps.ts";

/**
 * The `records` function: a wake-up in, its destination brought to what the running tasks say.
 *
 * As in `scale`, a wake-up that fails never waits in the FIFO queue: it is acknowledged and comes back through `events`.
 *
 * @throws never
 */
export const makeHandler =
  (deps: RecordsDeps) =>
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
