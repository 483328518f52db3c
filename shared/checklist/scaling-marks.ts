import type { Config } from "../config/config.ts";
import { serviceLabel, servicesOf } from "./account-parts.ts";
import type { AccountReading } from "./account-reading.ts";

/**
 * Services whose count follows load: with a scaling target that has room between its bounds, or scaled by Headgate.
 *
 * @returns "cluster/service", sorted
 */
export const elasticServices = (reading: AccountReading, config: Config | null): readonly string[] => {
  const targets = reading.scalableTargets.kind === "known" ? reading.scalableTargets.value : [];
  const existing = new Set(servicesOf(reading).services.map(serviceLabel));
  const byTarget = targets.filter(({ min, max }) => min < max).map(serviceLabel);
  const byHeadgate = (config?.services ?? [])
    .filter(({ mode, minTasks, maxTasks }) => mode === "scale" && minTasks < maxTasks)
    .map(({ cluster, ecsService }) => serviceLabel({ cluster, service: ecsService }));
  return [...new Set([...byTarget, ...byHeadgate])].filter((label) => existing.has(label)).sort();
};
