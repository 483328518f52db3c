import type { RunTools } from "../runbooks/run-tools.ts";
import { domainOf } from "./domain-now.ts";
import { changeIntents } from "./intent-table.ts";
import { wakeDomain } from "./post-intent.ts";

/**
 * Takes park intents of services back, and wakes their domains.
 *
 * @param run whose intents; `null`: anybody's
 * @throws what AWS answers
 */
export const unparkServices = async (
  services: readonly string[],
  run: string | null,
  tools: RunTools,
): Promise<void> => {
  const domains = new Set(services.map((service) => domainOf(tools.config, service).id));
  for (const domain of [...domains].sort()) {
    await changeIntents(tools.clients.dynamoDb, tools.stack.tableName, domain, (intents) =>
      intents.filter(
        (intent) =>
          intent.kind !== "park" || !services.includes(intent.service) || (run !== null && intent.run !== run),
      ),
    );
    await wakeDomain(domain, tools);
  }
};
