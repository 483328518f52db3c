import type { Config } from "../config/config.ts";
import type { ServiceConfig } from "../config/service-config.ts";
import { domainCallsOf } from "../plan/graph/domain-calls.ts";
import type { CapacityReading } from "../plan/readings/capacity-reading.ts";
import type { FrontReading } from "../plan/readings/front-reading.ts";
import type { Snapshot } from "../plan/snapshot.ts";
import type { Clients } from "./clients.ts";
import { readFactsAndQuotas } from "./facts-table.ts";
import { readNeighbours } from "./graph-table.ts";
import { readAlarms } from "./read-alarms.ts";
import { readAutoscaling } from "./read-autoscaling.ts";
import { readCapacity } from "./read-capacity.ts";
import { databaseQueries, databaseReading, readProxyPeaks } from "./read-databases.ts";
import { readFargate } from "./read-fargate.ts";
import { readMetrics } from "./read-metrics.ts";
import { readQueues } from "./read-queues.ts";
import { alarmNamesOf, queueNamesOf, signalQueries, signalReading } from "./read-signals.ts";
import { describeServices, readTaskCounts } from "./read-tasks.ts";

/** DatabaseConnections is 2-3 minutes late, and the plan looks for a stable minute among the last ones. */
const lookbackSeconds = 900;

/**
 * Reads a domain as it is now. Decides nothing: what can't be read is in the snapshot as unknown, with the reason.
 *
 * @param domain id of a domain of the configuration
 * @param siblingQueueUrl URL of a queue of the account and region in which the services' queues are
 * @param tableName where the function `limits` has put what it found, and other domains what their services carry
 * @param readFronts looks at the services that are about to shrink victim first; without it at none
 * @throws Error for a domain that the configuration doesn't have; never for a failed call
 */
export const readSnapshot = async (
  clients: Omit<Clients, "sns">,
  config: Config,
  domain: string,
  nowMs: number,
  siblingQueueUrl: string,
  tableName: string,
  readFronts: ReadFronts = nobodyShrinks,
): Promise<Snapshot> => {
  const members = config.domains.find((entry) => entry.id === domain);
  if (members === undefined) throw new Error(`no domain ${domain} in the configuration`);
  const services = config.services.filter((service) => members.services.includes(service.name));
  const databases = config.databases.filter((database) => members.databases.includes(database.name));
  const proxies = config.proxies.filter((proxy) => members.databases.includes(proxy.database));
  const describing = describeServices(clients.ecs, services);
  const stored = readFactsAndQuotas(
    clients.dynamoDb,
    tableName,
    databases.map(({ name }) => name),
  );
  const calls = domainCallsOf(config, domain);
  const inGraph = new Set(
    [...calls.inner, ...calls.out, ...calls.into].flatMap(({ caller, callee }) => [caller, callee]),
  );
  const [tasks, fronts, neighbours, capacity, alarms, queues, series, peaks, autoscalingOf, { facts }] =
    await Promise.all([
      readTaskCounts(clients.ecs, services, describing, { services: inGraph, nowMs }),
      readFronts(services),
      readNeighbours(clients.dynamoDb, tableName, calls.neighbours),
      capacityOf(clients, services, describing, stored, nowMs),
      readAlarms(clients.cloudWatch, alarmNamesOf(services)),
      readQueues(clients.sqs, queueNamesOf(services), siblingQueueUrl, nowMs),
      readMetrics(
        clients.cloudWatch,
        [...services.flatMap(signalQueries), ...databaseQueries(databases, proxies)],
        lookbackSeconds,
        nowMs,
      ),
      readProxyPeaks(clients.cloudWatch, proxies, nowMs),
      readAutoscaling(clients.applicationAutoScaling, services),
      stored,
    ]);
  return {
    domain,
    readAtMs: nowMs,
    services: services.map((service) => ({
      name: service.name,
      tasks: tasks.get(service.name)!,
      signals: service.signals.map((signal) => signalReading(service, signal, { alarms, queues, series })),
      ...autoscalingOf(service),
      ...frontOf(fronts.get(service.name)),
    })),
    databases: databases.map((database) => {
      const inFront = proxies.filter((proxy) => proxy.database === database.name);
      return databaseReading(database, { facts: facts.get(database.name)!, proxies: inFront, series, peaks });
    }),
    ...(neighbours.length === 0 ? {} : { neighbours }),
    ...(capacity === undefined ? {} : { capacity }),
  };
};

/** By service name; who is not in it was not read. Never throws. */
type ReadFronts = (services: readonly ServiceConfig[]) => Promise<ReadonlyMap<string, FrontReading>>;

const nobodyShrinks: ReadFronts = async () => new Map();

const frontOf = (front: FrontReading | undefined): { readonly front?: FrontReading } =>
  front === undefined ? {} : { front };

const capacityOf = async (
  clients: Omit<Clients, "sns">,
  services: readonly ServiceConfig[],
  describing: ReturnType<typeof describeServices>,
  stored: ReturnType<typeof readFactsAndQuotas>,
  nowMs: number,
): Promise<CapacityReading | undefined> => {
  const onFargate = services.some(({ capacity }) => capacity.kind === "fargate");
  const fargate = onFargate ? await readFargate(clients.cloudWatch, (await stored).quotas, nowMs) : null;
  return readCapacity(clients.ecs, services, await describing, fargate);
};
