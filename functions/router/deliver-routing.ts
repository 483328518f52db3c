import type { SendWakeUps } from "../../shared/aws/send-wake-ups.ts";
import type { RecordsWakeUp } from "../../shared/events/records-wake-up.ts";
import type { WakeUp } from "../../shared/events/wake-up.ts";
import type { Routed, Routing } from "./route-batch.ts";
import type { DeadLetter, RouterDeps } from "./router-deps.ts";

/** What was done with a routing. */
export type Delivery = {
  readonly sentWakeUps: number;
  readonly deadLettered: number;
  /** Messages that SQS shall deliver again, sorted. */
  readonly returned: readonly string[];
};

/**
 * Sends the wake-ups, then the dead letters.
 *
 * A message that is returned is not dead-lettered as well: it comes back and would be there twice.
 *
 * @throws never: what failed is returned to the queue, and nothing else is
 */
export const deliverRouting = async (
  routing: Routing,
  deps: Pick<RouterDeps, "sendWakeUps" | "sendRecordsWakeUps" | "deadLetter" | "log">,
): Promise<Delivery> => {
  const { wakeUps, recordsWakeUps } = routing;
  const [unsent, unsentRecords] = await Promise.all([
    sendRouted(wakeUps, ({ domain }) => domain, deps.sendWakeUps, deps),
    sendRouted(recordsWakeUps, ({ destination }) => destination, deps.sendRecordsWakeUps, deps),
  ]);
  const failed = [...unsent, ...unsentRecords];
  const returned = new Set(failed.flatMap(({ messageIds }) => messageIds));
  const letters = routing.malformed.filter(({ messageId }) => !returned.has(messageId));
  const lost = (await Promise.all(letters.map((letter) => sendDeadLetter(letter, deps)))).flat();
  for (const messageId of lost) returned.add(messageId);
  const sentWakeUps = wakeUps.length + recordsWakeUps.length - failed.length;
  return { sentWakeUps, deadLettered: letters.length - lost.length, returned: [...returned].sort() };
};

/** @returns those that were not sent */
const sendRouted = async <Kind extends WakeUp | RecordsWakeUp>(
  wakeUps: readonly Routed<Kind>[],
  groupOf: (wakeUp: Kind) => string,
  send: SendWakeUps,
  { log }: Pick<RouterDeps, "log">,
): Promise<readonly Routed<Kind>[]> => {
  if (wakeUps.length === 0) return [];
  const messages = wakeUps.map(({ wakeUp, deduplicationId }) => ({
    group: groupOf(wakeUp),
    deduplicationId,
    body: JSON.stringify(wakeUp),
  }));
  try {
    const unsent = new Set(await send(messages));
    return wakeUps.filter(({ wakeUp }) => unsent.has(groupOf(wakeUp)));
  } catch (error) {
    log.warn("wake-ups not sent", { reason: String(error) });
    return wakeUps;
  }
};

/** @returns the message id, if the letter was not sent */
const sendDeadLetter = async (
  letter: DeadLetter,
  deps: Pick<RouterDeps, "deadLetter" | "log">,
): Promise<readonly string[]> => {
  try {
    await deps.deadLetter(letter);
    return [];
  } catch (error) {
    deps.log.warn("dead letter not sent", { messageId: letter.messageId, reason: String(error) });
    return [letter.messageId];
  }
};
