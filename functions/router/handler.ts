import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { deliverRouting } from "./deliver-routing.ts";
import { readDueDomains } from "./read-due-domains.ts";
import { readRecord } from "./read-record.ts";
import { reportRouting } from "./report-routing.ts";
import { routeBatch } from "./route-batch.ts";
import type { RouterDeps } from "./router-deps.ts";
import { buildWakeMap } from "./wake-map.ts";

/**
 * The `router` function: a batch of the `events` queue in, at most one wake-up per domain and destination out.
 *
 * @throws never: a message that could not be handled is returned to the queue, and only that one
 */
export const makeHandler = (deps: RouterDeps) => {
  const map = buildWakeMap(deps.config);
  return async (event: SQSEvent): Promise<SQSBatchResponse> => {
    // Invoked by hand with something else there are no records, and nothing to do.
    const records = (event.Records ?? []).map(readRecord);
    const due = await readDueDomains(records, map.domains.domains, deps);
    const routing = routeBatch(records, due, map);
    const delivery = await deliverRouting(routing, deps);
    reportRouting(routing, delivery, deps);
    return { batchItemFailures: delivery.returned.map((itemIdentifier) => ({ itemIdentifier })) };
  };
};
