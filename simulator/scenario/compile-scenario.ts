import { controllerNames } from "../controllers/controller-names.ts";
import type { DatabaseSpec, ProxySpec, QueueSpec, ServiceSpec, WorldSpec } from "../world/spec.ts";
import { compileDeployment, compileFault } from "./compile-events.ts";
import { compileService } from "./compile-service.ts";
import { compileHeadgate, compileTerms, termsBesideCap } from "./compile-terms.ts";
import { compileTraffic, type TraceLookup } from "./compile-traffic.ts";
import { defined, ratioOf } from "./defined.ts";
import { initialLoads } from "./initial-load.ts";
import { defaultPrices, type Scenario } from "./scenario.ts";
import { scenarioDefaults } from "./scenario-defaults.ts";
import type { ScenarioForm } from "./scenario-form.ts";
import type { ScenarioParts } from "./scenario-parts.ts";

/**
 * Fills in every default. The sweep is empty: it is made of further compiled scenarios.
 *
 * @param form checked as a whole
 * @param parts of the same file
 */
export function compileScenario(
  form: ScenarioForm,
  parts: ScenarioParts,
  durationSeconds: number,
  traces: TraceLookup,
): Scenario {
  const world = compileWorld(form, parts, traces);
  return {
    name: form.name,
    title: form.title ?? form.name,
    remarks: form.remarks ?? [],
    world,
    seconds: durationSeconds,
    terms: compileTerms(parts.services, world),
    headgate: compileHeadgate(parts.headgate, parts.names.services),
    controllers: form.controllers ?? controllerNames,
    seeds: form.seeds ?? [scenarioDefaults.seed],
    sweep: [],
    prices: { ...defaultPrices, ...defined(form.prices ?? {}) },
  };
}

function compileWorld(form: ScenarioForm, parts: ScenarioParts, traces: TraceLookup): WorldSpec {
  const startMs = Date.parse(form.startAt ?? scenarioDefaults.startAt);
  const queues = [...parts.queues].map(([name, { consumer, producer, traffic }]): QueueSpec => {
    return {
      name,
      consumer,
      ...(producer === undefined
        ? {}
        : {
            producer: {
              service: producer.service,
              messagesPerRequest: producer.messagesPerRequest ?? scenarioDefaults.messagesPerRequest,
            },
          }),
      ...(traffic === undefined ? {} : { traffic: compileTraffic(traffic, startMs, traces) }),
    };
  });
  const sloSeconds = form.slo?.seconds ?? scenarioDefaults.sloSeconds;
  const services = [...parts.services].map(([name, service]) =>
    compileService(name, service, { parts, startMs, sloSeconds, traces }),
  );
  return {
    startMs,
    timelineSeconds: form.timelineSeconds ?? scenarioDefaults.timelineSeconds,
    services: withInitialTasks(services, parts, queues),
    databases: compileDatabases(parts),
    ...(parts.proxies.size === 0 ? {} : { proxies: compileProxies(parts) }),
    ...(queues.length === 0 ? {} : { queues }),
    ...(parts.faults.size === 0 ? {} : { faults: [...parts.faults.values()].map(compileFault) }),
    ...(parts.deployments.size === 0 ? {} : { deployments: [...parts.deployments.values()].map(compileDeployment) }),
    ...(form.metrics === undefined ? {} : { metrics: defined(form.metrics) }),
  };
}

/** Where the file doesn't say: what the load of second 0 needs at the target, within min and max. */
function withInitialTasks(
  services: readonly Omit<ServiceSpec, "initialTasks">[],
  parts: ScenarioParts,
  queues: readonly QueueSpec[],
): readonly ServiceSpec[] {
  const loads = initialLoads(services, queues);
  const terms = new Map(termsBesideCap(parts.services).map((term) => [term.service, term]));
  return services.map((service) => {
    const { minTasks, maxTasks, requestsPerTask } = terms.get(service.name)!;
    const form = parts.services.get(service.name)!;
    const room = Math.min(maxTasks, form.placement?.tasksAtMost ?? maxTasks);
    const needed = Math.ceil(loads.get(service.name)! / requestsPerTask - 1e-9);
    return { ...service, initialTasks: form.tasks?.initial ?? Math.min(room, Math.max(minTasks, needed)) };
  });
}

function compileDatabases({ databases }: ScenarioParts): readonly DatabaseSpec[] {
  return [...databases].map(([name, form]) => ({
    name,
    maxConnections: form.maxConnections,
    reservedConnections: form.reservedConnections ?? scenarioDefaults.reservedConnections,
    baseConnections: form.otherConnections ?? scenarioDefaults.otherConnections,
    cores: form.cores ?? scenarioDefaults.cores,
    ...defined({
      baseCores: form.otherCores,
      uncontendedSessions: form.uncontendedSessions,
      slowdownPerSession: form.slowdownPerSession,
      cpuSecondsPerConnectionAttempt: form.cpuSecondsPerConnectionAttempt,
    }),
  }));
}

function compileProxies({ proxies }: ScenarioParts): readonly ProxySpec[] {
  return [...proxies].map(([name, form]) => ({
    name,
    database: form.database,
    maxConnections: form.maxConnections,
    ...defined({ borrowTimeoutSeconds: form.borrowTimeoutSeconds, pinnedRatio: ratioOf(form.pinnedPercent) }),
  }));
}
