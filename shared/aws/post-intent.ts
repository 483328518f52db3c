import { type Intent, withIntent, withoutIntent } from "../plan/intents/intent.ts";
import type { RunTools } from "../runbooks/run-tools.ts";
import { domainOf } from "./domain-now.ts";
import { changeIntents } from "./intent-table.ts";
import { makeWakeLater } from "./wake-later.ts";

/** Posts an intent and wakes the domain; posted twice it is there once. @throws what AWS answers */
export const postIntent = (intent: Intent, tools: RunTools): Promise<void> =>
  changeAndWake(intent.service, (intents) => withIntent(intents, intent), tools);

/** Takes intents of a service back and wakes its domain. @throws what AWS answers */
export const takeIntentsBack = (service: string, kinds: readonly Intent["kind"][], tools: RunTools): Promise<void> =>
  changeAndWake(service, (intents) => kinds.reduce((left, kind) => withoutIntent(left, kind, service), intents), tools);

const changeAndWake = (
  service: string,
  change: (intents: readonly Intent[]) => readonly Intent[],
  tools: RunTools,
): Promise<void> => changeDomainIntents(domainOf(tools.config, service).id, change, tools);

/**
 * Changes the intents of a domain in one write and wakes it once.
 *
 * @param change pure, and the same when it is done twice
 * @throws what AWS answers
 */
export const changeDomainIntents = async (
  domain: string,
  change: (intents: readonly Intent[]) => readonly Intent[],
  tools: RunTools,
): Promise<void> => {
  await changeIntents(tools.clients.dynamoDb, tools.stack.tableName, domain, change);
  await wakeDomain(domain, tools);
};

/** Lets `scale` look at a domain now. @throws what SQS answers */
export const wakeDomain = async (domain: string, { clients, stack, runId }: RunTools): Promise<void> => {
  const wakeLater = makeWakeLater(clients.sqs, stack.eventsQueueUrl);
  const about = { domain, causes: ["intent"] as const, correlationId: runId, attempt: 0, loopToken: null };
  await wakeLater({ kind: "wake-up", version: 1, ...about }, 0);
};
