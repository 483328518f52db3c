import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { readRecordsWakeUp } from "../../shared/events/read-wake-up.ts";
import { makeFifoHandler } from "../fifo-handler.ts";
import { handleWakeUp } from "./handle-wake-up.ts";
import type { RecordsDeps } from "./records-deps.ts";

/**
 * The `records` function: a wake-up in, its destination brought to what the running tasks say.
 *
 * @throws never
 */
export const makeHandler = (deps: RecordsDeps): ((event: SQSEvent) => Promise<SQSBatchResponse>) =>
  makeFifoHandler({
    read: readRecordsWakeUp,
    handle: (wakeUp, sentAtMs) => handleWakeUp(wakeUp, sentAtMs, deps),
    passOn: deps.passOn,
    log: deps.log,
  });
