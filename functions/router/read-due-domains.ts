import type { ReadRecord } from "./read-record.ts";
import type { RouterDeps } from "./router-deps.ts";

/**
 * The domains that a tick in this batch wakes; without a tick nobody asks.
 *
 * @returns every domain when the table can't be read: a read too many is harmless, a domain asleep is not
 * @throws never
 */
export const readDueDomains = async (
  records: readonly ReadRecord[],
  everyDomain: readonly string[],
  deps: Pick<RouterDeps, "dueDomains" | "nowMs" | "log">,
): Promise<readonly string[]> => {
  if (!records.some(({ events }) => events.some(({ kind }) => kind === "tick"))) return [];
  try {
    return await deps.dueDomains(deps.nowMs());
  } catch (error) {
    deps.log.warn("due domains can't be read: all count as due", { reason: String(error) });
    return everyDomain;
  }
};
