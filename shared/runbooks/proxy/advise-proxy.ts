import type { DomainNow } from "../../aws/domain-now.ts";
import type { Config } from "../../config/config.ts";
import type { DatabaseConfig } from "../../config/database-config.ts";
import type { ServiceConfig } from "../../config/service-config.ts";
import type { InstanceFacts } from "../../limits/database-facts.ts";
import { type Budgeted, budgetsOf } from "../../plan/budget/budget.ts";
import type { KnownProxyBudget } from "../../plan/budget/proxy-budget.ts";
import { type Load, proxyUnlock } from "../../plan/explain/unlocks/proxy-unlock.ts";
import { partiesOf } from "../../plan/party.ts";
import type { MetricPoint } from "../../plan/readings/database-reading.ts";
import type { TaskCounts } from "../../plan/readings/service-reading.ts";
import type { Reading } from "../../reading.ts";
import { connectionsPerTask, tasksThatFit } from "../databases/tasks-that-fit.ts";

/** What a proxy would change, or changes, for one service. */
export type ServiceAdvice = {
  readonly service: string;
  /** Desired now. */
  readonly tasks: number;
  /** Without a proxy; 0: it connects through one only. */
  readonly connectionsPerTask: number;
  /** `null`: behind a proxy already, or the budget is unknown. */
  readonly fitNow: number | null;
  /** With all services of the database behind a proxy; at most the service's maximum. `null`: can't be computed. */
  readonly fitWithProxy: number | null;
  /** Of a connection, in thousandths; `null`: not known. */
  readonly borrowedMilliPerTask: number | null;
};

export type ProxyAdvice = {
  readonly database: string;
  /** Engine, class and vCPUs of what is behind it; `null`: not read. */
  readonly instance: Pick<InstanceFacts, "engine" | "instanceClass" | "vcpu"> | null;
  readonly services: readonly ServiceAdvice[];
  readonly proxies: readonly ProxyStanding[];
  /** Sessions at work; `null`: Performance Insights doesn't tell. */
  readonly load: Load | null;
  /** Why one can't be had; empty: it can. */
  readonly barriers: readonly string[];
  /** Why one would not help; empty: nothing speaks against it. */
  readonly doubts: readonly string[];
  /** RDS bills a proxy by the vCPUs behind it, 2 at least. `null`: not known, or by capacity units. */
  readonly billedVcpus: number | null;
};

export type ProxyStanding = {
  readonly proxy: string;
  /** `null`: it can't be read. */
  readonly known: Pick<
    KnownProxyBudget,
    | "allowedConnections"
    | "borrowedMilliConnections"
    | "freeMilliConnections"
    | "pinnedConnections"
    | "peakConnections"
    | "observedClientConnections"
  > | null;
  readonly detail: string;
};

/** RDS and Aurora engines that RDS Proxy speaks to. @see Amazon RDS User Guide, RDS Proxy: region and version availability */
const proxiedEngines = new Set(["postgres", "mysql", "mariadb", "aurora-postgresql", "aurora-mysql"]);
const leastBilledVcpus = 2;
/** From this share of a pool on, a proxy has little to lend to others. */
const busyPoolRatio = 0.7;
/** From this share on, a proxy's connections are their clients' own. */
const pinnedRatio = 0.3;
const aboutPool = 1000;

/** What an RDS Proxy would change for a database, from what is read of its domain. @throws never */
export const adviseProxy = (now: DomainNow, database: DatabaseConfig, config: Config, nowMs: number): ProxyAdvice => {
  const parties = partiesOf(now.snapshot, now.memory, config, nowMs);
  const budgeted = budgetsOf(now.snapshot, parties, now.memory, config, nowMs).find(
    ({ budget }) => budget.database === database.name,
  )!;
  const reading = now.snapshot.databases.find(({ name }) => name === database.name)!;
  const instance = reading.facts.kind === "known" ? (reading.facts.value.instances[0] ?? null) : null;
  const users = config.services.filter(({ pools }) => pools.some((pool) => pool.database === database.name));
  const counted = users.flatMap((service): (readonly [ServiceConfig, TaskCounts])[] => {
    const tasks = now.snapshot.services.find(({ name }) => name === service.name)?.tasks;
    return tasks?.kind === "known" ? [[service, tasks.value]] : [];
  });
  const load = loadOf(newest(reading.pressure.loadPerVcpu), instance?.vcpu ?? null, counted);
  const services = counted.map(([service, counts]) => adviceFor(service, counts, budgeted, load, counted));
  const proxies = budgeted.proxies.map(
    (one): ProxyStanding =>
      one.kind === "known"
        ? { proxy: one.proxy, known: one, detail: "" }
        : { proxy: one.proxy, known: null, detail: one.detail },
  );
  return {
    database: database.name,
    instance:
      instance === null
        ? null
        : { engine: instance.engine, instanceClass: instance.instanceClass, vcpu: instance.vcpu },
    services,
    proxies,
    load,
    barriers: barriersOf(database, instance),
    doubts: doubtsOf(budgeted, services, proxies, database),
    billedVcpus: instance?.vcpu == null ? null : Math.max(leastBilledVcpus, instance.vcpu),
  };
};

const adviceFor = (
  service: ServiceConfig,
  counts: TaskCounts,
  { budget }: Budgeted,
  load: Load | null,
  counted: readonly (readonly [ServiceConfig, TaskCounts])[],
): ServiceAdvice => {
  const perTask = connectionsPerTask(service, budget.database);
  const fitNow =
    budget.kind === "unknown" ? null : tasksThatFit(service, counts, budget.database, budget.freeConnections);
  const othersTasks = counted.reduce((sum, [other, { desired }]) => (other === service ? sum : sum + desired), 0);
  const standing = { service, counts, tasks: -1, askTasks: service.maxTasks, prices: [], left: new Map() };
  const unlock = budget.kind === "unknown" ? null : proxyUnlock(standing, budget, load, othersTasks);
  return {
    service: service.name,
    tasks: counts.desired,
    connectionsPerTask: perTask,
    fitNow,
    fitWithProxy: unlock?.kind === "proxy" ? unlock.tasks : null,
    borrowedMilliPerTask: unlock?.kind === "proxy" ? unlock.borrowedMilliPerTask : null,
  };
};

const loadOf = (
  perVcpu: number | null,
  vcpu: number | null,
  counted: readonly (readonly [ServiceConfig, TaskCounts])[],
): Load | null => {
  if (perVcpu === null || vcpu === null) return null;
  return { activeSessions: perVcpu * vcpu, tasks: counted.reduce((sum, [, { running }]) => sum + running, 0) };
};

const barriersOf = (database: DatabaseConfig, instance: InstanceFacts | null): readonly string[] => {
  const { at } = database;
  return [
    ...(instance !== null && !proxiedEngines.has(instance.engine)
      ? [`RDS Proxy doesn't speak to ${instance.engine}`]
      : []),
    ...(at.kind === "cluster" && at.role === "reader"
      ? ["a proxy sends to the readers of an Aurora cluster only over a read-only endpoint of its own"]
      : []),
  ];
};

const doubtsOf = (
  { budget }: Budgeted,
  services: readonly ServiceAdvice[],
  proxies: readonly ProxyStanding[],
  database: DatabaseConfig,
): readonly string[] => {
  const busy = services.filter(
    ({ connectionsPerTask: pool, borrowedMilliPerTask: borrowed }) =>
      pool > 0 && borrowed !== null && borrowed >= pool * aboutPool * busyPoolRatio,
  );
  const pinned = proxies.filter(
    ({ known }) => known !== null && known.pinnedConnections > known.peakConnections * pinnedRatio,
  );
  return [
    ...busy.map(
      ({ service, connectionsPerTask: pool, borrowedMilliPerTask }) =>
        `${service} has about ${borrowedMilliPerTask! / 1000} of its ${pool} connections per task at work: little is left to share`,
    ),
    ...pinned.map(
      ({ proxy, known }) =>
        `${known!.pinnedConnections} of at most ${known!.peakConnections} connections of ${proxy} are pinned: a pinned session is a connection of its own`,
    ),
    ...(budget.kind === "known" && budget.saturated
      ? [
          `the database is at its end (${budget.pressure.map(({ sign }) => sign).join(", ")}): more tasks would not help, with a proxy or without`,
        ]
      : []),
    ...(database.connectors.length > 0
      ? [
          `${database.connectors.map(({ name }) => name).join(", ")} would go past it, unless they are moved behind it too`,
        ]
      : []),
  ];
};

const newest = (points: Reading<readonly MetricPoint[]>): number | null =>
  points.kind === "known" ? (points.value.filter(({ value }) => Number.isFinite(value)).at(-1)?.value ?? null) : null;
