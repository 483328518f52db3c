import { databaseQueries, databaseReading } from "../../../../shared/aws/read-databases.ts";
import type { Series } from "../../../../shared/aws/read-metrics.ts";
import { signalQueries, signalReading } from "../../../../shared/aws/read-signals.ts";
import type { Config } from "../../../../shared/config/config.ts";
import type { DatabaseConfig, ProxyConfig } from "../../../../shared/config/database-config.ts";
import type { ServiceConfig } from "../../../../shared/config/service-config.ts";
import { domainCallsOf } from "../../../../shared/plan/graph/domain-calls.ts";
import { resourceIdOf } from "../../../../shared/plan/policy/resource-id.ts";
import { isGoverned, isScaled } from "../../../../shared/plan/policy/stance.ts";
import { noFacts } from "../../../../shared/plan/readings/database-reading.ts";
import type { ServiceReading } from "../../../../shared/plan/readings/service-reading.ts";
import type { SignalReading } from "../../../../shared/plan/readings/signal-reading.ts";
import type { Snapshot } from "../../../../shared/plan/snapshot.ts";
import type { Unknown } from "../../../../shared/reading.ts";
import type { CloudWatch } from "../../../cloud/cloudwatch.ts";
import type { ScalableTargets } from "../../../cloud/scalable-targets.ts";
import type { ThrottledApi } from "../../../world/fault-spec.ts";
import type { World } from "../../../world/world.ts";
import type { MemoryGraph } from "./memory-graph.ts";
import { readCounts } from "./read-counts.ts";
import { type BoundQuery, bindQueries, readSeries } from "./read-series.ts";
import type { TaskTimes } from "./task-times.ts";

/** Where the readings of a rehearsal come from. */
export type Sources = {
  readonly world: World;
  readonly config: Config;
  readonly alarms: CloudWatch;
  readonly targets: ScalableTargets;
  readonly graph: MemoryGraph;
  readonly times: TaskTimes;
};

type Domain = {
  readonly services: readonly ServiceConfig[];
  readonly databases: readonly DatabaseConfig[];
  readonly proxies: readonly ProxyConfig[];
  readonly queries: readonly BoundQuery[];
  readonly neighbours: readonly string[];
  readonly inGraph: ReadonlySet<string>;
};

/**
 * Makes a reader of domains that brings what `readSnapshot` brings through AWS's APIs, without the calls in between.
 *
 * What belongs to a domain is looked up once. That both readers bring the same is shown by a test that runs them side
 * by side.
 */
export const makeReadWorld = (sources: Sources): ((domain: string, nowMs: number) => Snapshot) => {
  const { world, config, graph } = sources;
  const domains = new Map(config.domains.map(({ id }) => [id, domainOf(config, id)]));
  return (domain, nowMs) => {
    const { services, databases, proxies, queries, neighbours, inGraph } = domains.get(domain)!;
    const isThrottled = (api: ThrottledApi): boolean => world.faults.throttles(api, world.nowSecond);
    const series = isThrottled("cloudwatch") ? unreadSeries(queries) : readSeries(world, queries, nowMs);
    const isEcsThrottled = isThrottled("ecs");
    const isAutoscalingThrottled = isThrottled("application-autoscaling");
    const signalSources = { series, alarms: alarmReadings(services, sources.alarms), queues: noQueues };
    return {
      domain,
      readAtMs: nowMs,
      services: services.map((service) => ({
        name: service.name,
        tasks: isEcsThrottled
          ? throttled("ecs:DescribeServices")
          : { kind: "known", value: readCounts(world, service, inGraph.has(service.name), sources.times) },
        signals: service.signals.map((signal) => signalReading(service, signal, signalSources)),
        ...(isAutoscalingThrottled && (isScaled(service) || isGoverned(service))
          ? { scalableTarget: throttled("application-autoscaling:DescribeScalableTargets") }
          : autoscalingOf(service, sources.targets)),
      })),
      databases: databases.map((database) =>
        databaseReading(database, {
          facts: noFacts,
          proxies: proxies.filter((proxy) => proxy.database === database.name),
          series,
          peaks: new Map(),
        }),
      ),
      ...(neighbours.length === 0 ? {} : { neighbours: graph.neighbours(neighbours) }),
    };
  };
};

const throttled = (call: string): Unknown => ({
  kind: "unknown",
  because: "failed",
  detail: `${call}: ThrottlingException: Rate exceeded`,
});

const unreadSeries = (queries: readonly BoundQuery[]): ReadonlyMap<string, Series> =>
  new Map(queries.map(({ key }) => [key, throttled("cloudwatch:GetMetricData")]));

const noQueues: ReadonlyMap<string, SignalReading> = new Map();

const domainOf = (config: Config, id: string): Domain => {
  const members = config.domains.find((entry) => entry.id === id)!;
  const services = config.services.filter(({ name }) => members.services.includes(name));
  const databases = config.databases.filter(({ name }) => members.databases.includes(name));
  const proxies = config.proxies.filter(({ database }) => members.databases.includes(database));
  const calls = domainCallsOf(config, id);
  return {
    services,
    databases,
    proxies,
    queries: bindQueries([...services.flatMap(signalQueries), ...databaseQueries(databases, proxies)], config),
    neighbours: calls.neighbours,
    inGraph: new Set([...calls.inner, ...calls.out, ...calls.into].flatMap(({ caller, callee }) => [caller, callee])),
  };
};

const alarmReadings = (services: readonly ServiceConfig[], alarms: CloudWatch): ReadonlyMap<string, SignalReading> => {
  const readings = new Map<string, SignalReading>();
  for (const { signals } of services) {
    for (const signal of signals) {
      if (signal.kind !== "alarm") continue;
      const standing = alarms.standing(signal.alarmName);
      if (standing !== undefined) readings.set(signal.alarmName, { kind: "alarm", ...standing, actionsEnabled: true });
    }
  }
  return readings;
};

type Autoscaling = Pick<ServiceReading, "scalableTarget" | "scalingPolicies" | "scheduledActions">;

const autoscalingOf = (service: ServiceConfig, targets: ScalableTargets): Autoscaling => {
  if (isScaled(service)) {
    return { scalableTarget: { kind: "known", value: "none" }, scalingPolicies: { kind: "known", value: [] } };
  }
  if (!isGoverned(service)) {
    return { scalableTarget: { kind: "unknown", because: "no-data", detail: "not read in observe mode" } };
  }
  const target = targets.get(resourceIdOf(service));
  if (target === undefined) return { scalableTarget: { kind: "known", value: "none" } };
  const { minCapacity, maxCapacity, suspended } = target;
  return {
    scalableTarget: {
      kind: "known",
      value: {
        minCapacity,
        maxCapacity,
        scaleOutSuspended: suspended.DynamicScalingOutSuspended ?? false,
        scaleInSuspended: suspended.DynamicScalingInSuspended ?? false,
        scheduledSuspended: suspended.ScheduledScalingSuspended ?? false,
      },
    },
    scheduledActions: { kind: "known", value: [] },
  };
};
