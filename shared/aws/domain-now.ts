import type { Config, DomainConfig } from "../config/config.ts";
import { type Intent, withIntent } from "../plan/intents/intent.ts";
import { withIntents } from "../plan/intents/with-intents.ts";
import type { Memory } from "../plan/memory.ts";
import { type Plan, plan } from "../plan/plan.ts";
import type { Snapshot } from "../plan/snapshot.ts";
import type { RunTools } from "../runbooks/run-tools.ts";
import type { Pause } from "../state/pause.ts";
import { readDomain } from "./domain-table.ts";
import { readFronts } from "./read-fronts.ts";
import { readSnapshot } from "./read-snapshot.ts";

/** A domain as `scale` would find it now. */
export type DomainNow = {
  readonly domain: string;
  readonly snapshot: Snapshot;
  readonly memory: Memory;
  readonly intents: readonly Intent[];
  readonly pause: Pause | null;
};

/** Reads a domain with the same adapters as `scale`, and writes nothing. @throws what the table answers */
export const readDomainNow = async (domain: string, tools: RunTools): Promise<DomainNow> => {
  const { clients, stack, config } = tools;
  const { state, pause, intents } = await readDomain(clients.dynamoDb, stack.tableName, domain);
  const snapshot = await readSnapshot(
    clients,
    config,
    domain,
    tools.nowMs(),
    stack.eventsQueueUrl,
    stack.tableName,
    (services) => readFronts(clients, stack.tableName, services, config, state.memory),
  );
  return { domain, snapshot, memory: state.memory, intents, pause };
};

/** What `scale` would plan of it, also with one more intent. Pure. */
export const planDomainNow = (
  { snapshot, memory, intents }: DomainNow,
  config: Config,
  nowMs: number,
  oneMore: Intent | null = null,
): Plan => {
  const posted = oneMore === null ? intents : withIntent(intents, oneMore);
  return plan(withIntents(snapshot, posted, nowMs), memory, config, nowMs);
};

/** The domain that decides a service. @throws Error for a service that the configuration doesn't have */
export const domainOf = ({ domains }: Config, service: string): DomainConfig => {
  const domain = domains.find(({ services }) => services.includes(service));
  if (domain === undefined) throw new Error(`no service ${service} in the configuration`);
  return domain;
};
