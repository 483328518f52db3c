import type { Intent } from "../plan/intents/intent.ts";
import type { RunTools } from "../runbooks/run-tools.ts";
import type { Pause } from "../state/pause.ts";
import { inParallel } from "./in-parallel.ts";
import { readIntents } from "./intent-table.ts";
import { readPause } from "./pause-table.ts";

/** What people have asked for, ended or not. */
export type IntentsNow = {
  readonly pause: Pause | null;
  /** By domain id. */
  readonly intents: Readonly<Record<string, readonly Intent[]>>;
};

/** @throws what DynamoDB answers */
export const readIntentsNow = async (
  domains: readonly string[],
  { clients, stack }: Pick<RunTools, "clients" | "stack">,
): Promise<IntentsNow> => {
  const [pause, byDomain] = await Promise.all([
    readPause(clients.dynamoDb, stack.tableName),
    inParallel(domains, async (domain) => {
      const { intents } = await readIntents(clients.dynamoDb, stack.tableName, domain);
      return [domain, intents] as const;
    }),
  ]);
  return { pause, intents: Object.fromEntries(byDomain) };
};
