import { nameAndMessage } from "../../shared/aws/failure.ts";
import { inParallel } from "../../shared/aws/in-parallel.ts";
import type { LimitsDeps } from "./limits-deps.ts";

/**
 * Wakes the domains of databases whose limit has changed, each once.
 *
 * @returns the domains that were woken, sorted; one that could not be is read by the tick within five minutes
 * @throws never
 */
export const wakeDomains = async (
  changed: readonly string[],
  correlationId: string,
  { config, wakeLater, log }: Pick<LimitsDeps, "config" | "wakeLater" | "log">,
): Promise<readonly string[]> => {
  const domains = config.domains
    .filter(({ databases }) => databases.some((database) => changed.includes(database)))
    .map(({ id }) => id)
    .sort();
  const woken = await inParallel(domains, async (domain): Promise<readonly string[]> => {
    try {
      await wakeLater(
        {
          kind: "wake-up",
          version: 1,
          domain,
          causes: ["limit-changed"],
          correlationId,
          attempt: 0,
          loopToken: null,
        },
        0,
      );
      return [domain];
    } catch (error) {
      const { name, message } = nameAndMessage(error);
      log.warn("domain not woken", { domain, correlationId, errorName: name, errorMessage: message });
      return [];
    }
  });
  return woken.flat();
};
