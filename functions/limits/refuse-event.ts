import type { LimitsTrigger } from "../../shared/events/limits-trigger.ts";
import type { LimitsDeps } from "./limits-deps.ts";
import type { LimitsReport } from "./limits-report.ts";

type Refused = Extract<LimitsTrigger, { readonly kind: "unknown" | "malformed" }>;

/**
 * Nothing is read for an event that is not for us; one that can't be read goes to the dead-letter queue with its reason.
 * Neither is an error of the function, which would be invoked with it again.
 *
 * @throws what SQS answers where the dead letter could not be sent: Lambda's own attempts then bring it there
 */
export const refuseEvent = async (
  refused: Refused,
  event: unknown,
  { deadLetter, log, count }: Pick<LimitsDeps, "deadLetter" | "log" | "count">,
): Promise<LimitsReport> => {
  if (refused.kind === "unknown") {
    const reason = `${refused.code}: ${refused.what}`;
    log.info("dropped", { reason });
    return { kind: "dropped", reason };
  }
  const reason = `${refused.code} at ${refused.place}: ${refused.reason}`;
  log.warn("malformed", { reason });
  await deadLetter({ messageId: idOf(event), body: JSON.stringify(event) ?? "", reason });
  count("DeadLettered", 1);
  return { kind: "malformed", reason };
};

const idOf = (event: unknown): string => {
  const id = typeof event === "object" && event !== null && "id" in event ? event.id : null;
  return typeof id === "string" ? id : "none";
};
