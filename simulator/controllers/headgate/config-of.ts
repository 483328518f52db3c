import { stringify } from "yaml";
import type { Config } from "../../../shared/config/config.ts";
import { parseConfig } from "../../../shared/config/read-config.ts";
import type { ServiceTerms } from "../../scenario/scenario.ts";
import type { DatabaseSpec, PoolSpec, ProxySpec, ServiceSpec } from "../../world/spec.ts";
import type { Scene } from "../controller.ts";
import { alarmOf } from "./alarms-of.ts";
import type { HeadgateSettings } from "./settings.ts";

/** Five times the tasks in 30 s: a request rate tells what is needed, so growth need not feel its way by doubling. */
const fasterGrowth = { percent: 400, periodSeconds: 30 };
/** A minute less than by default, as suits metrics of 20 s: twelve of them lie in it, where five of 60 s would. */
const stabilizationSeconds = 240;
/** A read every 20 s is 4,320 a day; a rehearsal should not end for the price of its reads. */
const dailyReadBudget = 20_000;
const fileName = "rehearsal.yml";
export const rehearsalCluster = "rehearsal";

/**
 * The headgate.yml that a team would write for a world, read as any other.
 *
 * It says what everybody else is told too: the limits, what is reserved and what others hold, the CPU target and the
 * requests that a task serves at it.
 *
 * @throws Error if the file is refused: a mistake in the scenario
 */
export function configOf(
  { world, terms, headgate }: Pick<Scene, "world" | "terms" | "headgate">,
  settings: HeadgateSettings,
): Config {
  const { spec } = world;
  const named = spec.services.filter(({ name }) => !headgate.unnamed.includes(name));
  const form = {
    version: 1,
    name: "rehearsal",
    dailyReadBudget,
    runbooks: { allow: [], approval: [], approvalMinutes: 60 },
    databases: byName(spec.databases, (database) => databaseForm(database, headgate, spec.services)),
    ...(spec.proxies === undefined ? {} : { proxies: byName(spec.proxies, proxyForm) }),
    services: byName(named, (service) => {
      const own = terms.find((entry) => entry.service === service.name);
      if (own === undefined) throw new Error(`the scenario has no terms for ${service.name}`);
      return serviceForm(service, own, { world, headgate }, settings);
    }),
  };
  const reading = parseConfig(stringify(form), fileName);
  if (reading.kind === "ok") return reading.config;
  throw new Error(`the rehearsal's configuration is refused: ${JSON.stringify(reading.problems)}`);
}

const byName = <Entry extends { readonly name: string }>(entries: readonly Entry[], formOf: (entry: Entry) => object) =>
  Object.fromEntries(entries.map((entry) => [entry.name, formOf(entry)]));

const databaseForm = (
  database: DatabaseSpec,
  { limits, marginConnections, unnamed }: Scene["headgate"],
  services: readonly ServiceSpec[],
) => ({
  instance: database.name,
  engine: "postgres",
  ...(limits === "known" ? { maxConnections: database.maxConnections } : {}),
  reservedConnections: database.reservedConnections,
  // Nobody knows what a service holds that nobody has named: it is measured.
  ...(services.some(({ name, pool }) => unnamed.includes(name) && pool?.database === database.name)
    ? {}
    : { unmanagedConnections: database.baseConnections }),
  ...(marginConnections === null ? {} : { marginConnections }),
});

const proxyForm = ({ name, database }: ProxySpec) => ({ proxy: name, database });

const serviceForm = (
  service: ServiceSpec,
  terms: ServiceTerms,
  { world, headgate }: Pick<Scene, "world" | "headgate">,
  { mode, forecast, ratePeriodSeconds }: HeadgateSettings,
) => {
  const { pool, maximumPercent = 200, minimumHealthyPercent = 100 } = service;
  const calls = service.calls?.filter((call) => !headgate.unnamed.includes(call.service));
  const priority = headgate.priorities[service.name];
  const alarm = alarmOf(service, terms);
  const queue = world.spec.queues?.find(({ consumer }) => consumer === service.name);
  const { latency } = headgate;
  return {
    cluster: rehearsalCluster,
    mode,
    tasks: { min: terms.minTasks, max: terms.maxTasks },
    startSeconds: Math.max(1, service.pendingSeconds + (service.pendingJitterSeconds ?? 0) + service.bootSeconds),
    drain: { deregistrationDelaySeconds: service.drainSeconds, stopTimeoutSeconds: 0 },
    deployment: { maximumPercent, minimumHealthyPercent },
    surge: headgate.surge,
    pace: { stabilizationSeconds, up: fasterGrowth },
    ...(priority === undefined ? {} : { priority }),
    ...(pool === undefined ? {} : { pools: poolForms(pool, headgate) }),
    ...(calls === undefined || calls.length === 0
      ? {}
      : { calls: Object.fromEntries(calls.map((call) => [call.service, call.requestsPerRequest])) }),
    ...(forecast && queue === undefined ? { forecast: true } : {}),
    signals: {
      cpu: { target: terms.targetPercent, highResolution: true },
      ...(queue === undefined
        ? { requests: { target: terms.requestsPerTask, metric: rateMetric(service.name, ratePeriodSeconds) } }
        : {
            backlogs: { [queue.name]: { metric: backlogMetric(queue.name), messagesPerSecond: terms.requestsPerTask } },
          }),
      ...(latency === null || service.traffic === undefined
        ? {}
        : {
            latency: {
              threshold: latency.thresholdSeconds,
              windowSeconds: latency.windowSeconds,
              metric: latencyMetric(service.name),
            },
          }),
      alarms: { "cpu-high": { alarmName: alarm.alarmName, windowSeconds: alarm.periodSeconds * alarm.datapoints } },
    },
  };
};

/** A world's metric stands behind whatever name a service reads its requests from. */
const rateMetric = (service: string, periodSeconds: number) => ({
  namespace: "Rehearsal",
  name: "RequestsServed",
  dimensions: { Service: service },
  statistic: "Sum",
  periodSeconds,
});

const backlogMetric = (queue: string) => ({
  namespace: "Rehearsal",
  name: "QueueLength",
  dimensions: { Queue: queue },
  periodSeconds: 20,
});

const latencyMetric = (service: string) => ({
  namespace: "Rehearsal",
  name: "ResponseTime",
  dimensions: { Service: service },
});

const poolForms = (pool: PoolSpec, { admission }: Scene["headgate"]) => ({
  [pool.proxy ?? pool.database]: {
    size: pool.connectionsPerTask,
    kind: pool.kind,
    ...(pool.kind === "elastic" ? { minimum: pool.minimumConnectionsPerTask ?? 1 } : {}),
    ...(admission === "measured" && pool.kind === "elastic" ? { admission } : {}),
  },
  ...(pool.reader === undefined
    ? {}
    : { [pool.reader.database]: { size: pool.reader.connectionsPerTask, kind: "fixed" } }),
});
