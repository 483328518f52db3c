import type { Clients } from "../../shared/aws/clients.ts";
import { readDomain } from "../../shared/aws/domain-table.ts";
import { readSnapshot } from "../../shared/aws/read-snapshot.ts";
import type { Config } from "../../shared/config/config.ts";
import type { HookDeps } from "./hook-deps.ts";

/** Names of the stack's own resources. */
export type HookResources = { readonly TABLE_NAME: string; readonly EVENTS_QUEUE_URL: string };

/** The function's parts on a set of clients: AWS's own when deployed, the embedded cloud's in a rehearsal. */
export const hookDeps = (
  clients: Omit<Clients, "sns">,
  { TABLE_NAME, EVENTS_QUEUE_URL }: HookResources,
  config: Config,
  around: Pick<HookDeps, "nowMs" | "log">,
): HookDeps => ({
  config,
  readSnapshot: (domain, nowMs) => readSnapshot(clients, config, domain, nowMs, EVENTS_QUEUE_URL, TABLE_NAME),
  readMemory: async (domain) => (await readDomain(clients.dynamoDb, TABLE_NAME, domain)).state.memory,
  ...around,
});
