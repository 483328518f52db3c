import type { ServiceSpec } from "../world/spec.ts";
import { compilePool } from "./compile-pool.ts";
import { compileTraffic, type TraceLookup } from "./compile-traffic.ts";
import { defined, ratioOf } from "./defined.ts";
import type { ServiceForm } from "./form-service.ts";
import { scenarioDefaults } from "./scenario-defaults.ts";
import type { ScenarioParts } from "./scenario-parts.ts";

export type ServiceContext = {
  readonly parts: Pick<ScenarioParts, "proxies">;
  readonly startMs: number;
  readonly sloSeconds: number;
  readonly traces: TraceLookup;
};

/**
 * One service of the world. `initialTasks` is left for `withInitialTasks`, which knows the load of all services.
 *
 * @param form checked, with the defaults block underneath
 */
export function compileService(
  name: string,
  form: ServiceForm,
  { parts, startMs, sloSeconds, traces }: ServiceContext,
): Omit<ServiceSpec, "initialTasks"> {
  const { start, client, deployment, memory, pool } = form;
  return {
    name,
    ...(form.traffic === undefined ? {} : { traffic: compileTraffic(form.traffic, startMs, traces) }),
    vcpuPerTask: form.vcpu ?? scenarioDefaults.vcpu,
    cpuSecondsPerRequest: form.cpuSecondsPerRequest!,
    pendingSeconds: start?.pendingSeconds ?? scenarioDefaults.pendingSeconds,
    pendingJitterSeconds: start?.jitterSeconds ?? scenarioDefaults.jitterSeconds,
    bootSeconds: start?.bootSeconds ?? scenarioDefaults.bootSeconds,
    drainSeconds: form.drainSeconds ?? scenarioDefaults.drainSeconds,
    queueLimitPerTask: form.queueLimitPerTask ?? scenarioDefaults.queueLimitPerTask,
    client: {
      timeoutSeconds: client?.timeoutSeconds ?? scenarioDefaults.timeoutSeconds,
      retries: client?.retries ?? scenarioDefaults.retries,
      retryProbability: (client?.retryPercent ?? scenarioDefaults.retryPercent) / 100,
      backOffSeconds: client?.backOffSeconds ?? scenarioDefaults.backOffSeconds,
    },
    sloSeconds: form.sloSeconds ?? sloSeconds,
    ...(form.calls === undefined
      ? {}
      : {
          calls: form.calls.map(({ service, requestsPerRequest }) => ({
            service,
            requestsPerRequest: requestsPerRequest ?? scenarioDefaults.requestsPerRequest,
          })),
        }),
    ...(pool === undefined
      ? {}
      : { pool: compilePool(pool, pool.proxy === undefined ? undefined : parts.proxies.get(pool.proxy)?.database) }),
    ...defined({
      cpuSecondsPerRefusal: form.cpuSecondsPerRefusal,
      idleCpuRatio: ratioOf(form.idleCpuPercent),
      bootCpuRatio: ratioOf(start?.bootCpuPercent),
      maximumPercent: deployment?.maximumPercent,
      minimumHealthyPercent: deployment?.minimumHealthyPercent,
      concurrencyPerTask: form.concurrency,
      healthCheck: form.healthCheck,
      queueOrder: form.queueOrder,
      placement: form.placement,
      memory: memory && { idleRatio: memory.idlePercent / 100, fullQueueRatio: memory.fullQueuePercent / 100 },
    }),
  };
}
