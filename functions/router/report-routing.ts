import type { Delivery } from "./deliver-routing.ts";
import type { Routing } from "./route-batch.ts";
import type { RouterDeps } from "./router-deps.ts";

/** One log line and the counts of a batch; zeros too, so that an alarm on them has data. */
export const reportRouting = (
  routing: Routing,
  { sentWakeUps, deadLettered, returned }: Delivery,
  { log, count }: Pick<RouterDeps, "log" | "count">,
): void => {
  log.info("routed", {
    wakeUps: routing.wakeUps.map(({ wakeUp: { domain, causes, correlationId } }) => ({
      domain,
      causes,
      correlationId,
    })),
    recordsWakeUps: routing.recordsWakeUps.map(({ wakeUp: { destination, causes, correlationId } }) => ({
      destination,
      causes,
      correlationId,
    })),
    dropped: routing.dropped,
    malformed: routing.malformed.map(({ messageId, reason }) => ({ messageId, reason })),
    returned,
  });
  count("WakeUps", sentWakeUps);
  count("DeadLettered", deadLettered);
  count("Returned", returned.length);
  for (const { code, count: times } of routing.dropped) count("Dropped", times, { code });
};
