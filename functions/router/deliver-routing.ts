import type { Routing } from "./route-batch.ts";
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
  deps: Pick<RouterDeps, "sendWakeUps" | "deadLetter" | "log">,
): Promise<Delivery> => {
  const unsent = await sendWakeUps(routing, deps);
  const returned = new Set(
    routing.wakeUps.flatMap(({ wakeUp, messageIds }) => (unsent.has(wakeUp.domain) ? messageIds : [])),
  );
  const letters = routing.malformed.filter(({ messageId }) => !returned.has(messageId));
  const lost = (await Promise.all(letters.map((letter) => sendDeadLetter(letter, deps)))).flat();
  for (const messageId of lost) returned.add(messageId);
  const sentWakeUps = routing.wakeUps.filter(({ wakeUp }) => !unsent.has(wakeUp.domain)).length;
  return { sentWakeUps, deadLettered: letters.length - lost.length, returned: [...returned].sort() };
};

/** @returns the domains whose wake-up was not sent */
const sendWakeUps = async (
  { wakeUps }: Routing,
  deps: Pick<RouterDeps, "sendWakeUps" | "log">,
): Promise<ReadonlySet<string>> => {
  if (wakeUps.length === 0) return new Set();
  const messages = wakeUps.map(({ wakeUp, deduplicationId }) => ({
    domain: wakeUp.domain,
    deduplicationId,
    body: JSON.stringify(wakeUp),
  }));
  try {
    return new Set(await deps.sendWakeUps(messages));
  } catch (error) {
    deps.log.warn("wake-ups not sent", { reason: String(error) });
    return new Set(messages.map(({ domain }) => domain));
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
