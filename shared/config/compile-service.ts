import { compareText } from "./by-name.ts";
import { compileSignals } from "./compile-signals.ts";
import type { PaceConfig, ServiceConfig } from "./config.ts";
import { DEFAULTS } from "./defaults.ts";
import { compilePools } from "./pools.ts";
import type { ServiceForm } from "./schema-service.ts";

/**
 * One service with every default filled in.
 *
 * @param form the service's own keys with the defaults block underneath
 */
export const compileService = (name: string, form: ServiceForm & { readonly cluster: string }): ServiceConfig => {
  const ecsService = form.ecsService ?? name;
  const startSeconds = form.startSeconds ?? DEFAULTS.startSeconds;
  const deregistration = form.drain?.deregistrationDelaySeconds ?? DEFAULTS.deregistrationDelaySeconds;
  const stopTimeout = form.drain?.stopTimeoutSeconds ?? DEFAULTS.stopTimeoutSeconds;
  return {
    name,
    cluster: form.cluster,
    ecsService,
    mode: form.mode ?? DEFAULTS.mode,
    minTasks: form.tasks?.min ?? DEFAULTS.minTasks,
    maxTasks: form.tasks?.max ?? DEFAULTS.maxTasks,
    priority: form.priority ?? DEFAULTS.priority,
    weight: form.weight ?? DEFAULTS.weight,
    startSeconds,
    drainSeconds: deregistration + stopTimeout,
    pools: Object.entries(form.pools ?? {})
      .map(([database, entry]) => compilePools(database, entry))
      .sort((a, b) => compareText(a.database, b.database)),
    surge: form.surge ?? DEFAULTS.surge,
    maximumPercent: form.deployment?.maximumPercent ?? DEFAULTS.maximumPercent,
    minimumHealthyPercent: form.deployment?.minimumHealthyPercent ?? DEFAULTS.minimumHealthyPercent,
    signals: compileSignals(form.signals ?? {}, { cluster: form.cluster, ecsService, startSeconds }),
    pace: compilePace(form.pace),
    pinMinutes: form.pinMinutes ?? DEFAULTS.pinMinutes,
    calls: Object.entries(form.calls ?? {})
      .map(([service, requestsPerRequest]) => ({ service, requestsPerRequest }))
      .sort((a, b) => compareText(a.service, b.service)),
  };
};

const compilePace = (form: ServiceForm["pace"]): PaceConfig => ({
  upPercent: form?.up?.percent ?? DEFAULTS.upPercent,
  upPeriodSeconds: form?.up?.periodSeconds ?? DEFAULTS.upPeriodSeconds,
  downPercent: form?.down?.percent ?? DEFAULTS.downPercent,
  downPeriodSeconds: form?.down?.periodSeconds ?? DEFAULTS.downPeriodSeconds,
  stabilizationSeconds: form?.stabilizationSeconds ?? DEFAULTS.stabilizationSeconds,
});
