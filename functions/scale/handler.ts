import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { readWakeUp } from "../../shared/events/read-wake-up.ts";
import { makeFifoHandler } from "../fifo-handler.ts";
import { handleWakeUp } from "./handle-wake-up.ts";
import type { ScaleDeps } from "./scale-deps.ts";

/**
 * The `scale` function: a wake-up in, its domain brought to its plan.
 *
 * @throws never
 */
export const makeHandler = (deps: ScaleDeps): ((event: SQSEvent) => Promise<SQSBatchResponse>) =>
  makeFifoHandler({
    read: readWakeUp,
    handle: (wakeUp, sentAtMs) => handleWakeUp(wakeUp, sentAtMs, deps),
    passOn: deps.passOn,
    log: deps.log,
  });
