import { compareText } from "./by-name.ts";
import { compileCalls } from "./compile-calls.ts";
import { compileCapacity } from "./compile-capacity.ts";
import { compileForecast } from "./compile-forecast.ts";
import { compilePublish } from "./compile-publish.ts";
import { compileSchedules } from "./compile-schedules.ts";
import { compileSignals } from "./compile-signals.ts";
import { DEFAULTS } from "./defaults.ts";
import { compilePoolSettings, compilePools, type PoolEnd } from "./pools.ts";
import type { ZoneConfig } from "./publication.ts";
import type { ServiceForm } from "./schema-service.ts";
import type { PaceConfig, ServiceConfig } from "./service-config.ts";

/**
 * One service with every default filled in.
 *
 * @param form the service's own keys with the defaults block underneath
 * @param databaseBehind the database behind each proxy, by the proxy's name
 * @param zones the zones that its records can be in
 */
export const compileService = (
  name: string,
  form: ServiceForm & { readonly cluster: string },
  databaseBehind: ReadonlyMap<string, string> = new Map(),
  zones: readonly ZoneConfig[] = [],
): ServiceConfig => {
  const ecsService = form.ecsService ?? name;
  const startSeconds = form.startSeconds ?? DEFAULTS.startSeconds;
  const deregistration = form.drain?.deregistrationDelaySeconds ?? DEFAULTS.deregistrationDelaySeconds;
  const stopTimeout = form.drain?.stopTimeoutSeconds ?? DEFAULTS.stopTimeoutSeconds;
  return {
    name,
    cluster: form.cluster,
    ecsService,
    mode: form.mode ?? DEFAULTS.mode,
    autoscaling: form.autoscaling ?? DEFAULTS.autoscaling,
    minTasks: form.tasks?.min ?? DEFAULTS.minTasks,
    maxTasks: form.tasks?.max ?? DEFAULTS.maxTasks,
    priority: form.priority ?? DEFAULTS.priority,
    weight: form.weight ?? DEFAULTS.weight,
    startSeconds,
    drainSeconds: deregistration + stopTimeout,
    pools: Object.entries(form.pools ?? {})
      .map(([end, entry]) => compilePools(poolEnd(end, databaseBehind), entry))
      .sort((a, b) => compareText(a.database, b.database) || compareText(a.proxy ?? "", b.proxy ?? "")),
    poolSettings: compilePoolSettings(form.pools),
    surge: form.surge ?? DEFAULTS.surge,
    maximumPercent: form.deployment?.maximumPercent ?? DEFAULTS.maximumPercent,
    minimumHealthyPercent: form.deployment?.minimumHealthyPercent ?? DEFAULTS.minimumHealthyPercent,
    deploymentEntry: form.deployment?.entry ?? DEFAULTS.deploymentEntry,
    leastHealthyPercent: form.deployment?.leastHealthyPercent ?? DEFAULTS.leastHealthyPercent,
    capacity: compileCapacity(form.capacity),
    signals: compileSignals(form.signals ?? {}, { cluster: form.cluster, ecsService, startSeconds }),
    schedules: compileSchedules(form.signals?.schedules),
    ...compileForecast(form.forecast),
    pace: compilePace(form.pace),
    pinMinutes: form.pinMinutes ?? DEFAULTS.pinMinutes,
    calls: compileCalls(form.calls),
    publish: compilePublish(name, form, zones),
  };
};

/** A pool names a proxy or a database; the connections end at the database either way. */
const poolEnd = (end: string, databaseBehind: ReadonlyMap<string, string>): PoolEnd => {
  const database = databaseBehind.get(end);
  return database === undefined ? { database: end, proxy: null } : { database, proxy: end };
};

const compilePace = (form: ServiceForm["pace"]): PaceConfig => ({
  upPercent: form?.up?.percent ?? DEFAULTS.upPercent,
  upPeriodSeconds: form?.up?.periodSeconds ?? DEFAULTS.upPeriodSeconds,
  downPercent: form?.down?.percent ?? DEFAULTS.downPercent,
  downPeriodSeconds: form?.down?.periodSeconds ?? DEFAULTS.downPeriodSeconds,
  stabilizationSeconds: form?.stabilizationSeconds ?? DEFAULTS.stabilizationSeconds,
});
