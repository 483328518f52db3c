import type { AccountReadings } from "../../shared/discovery/account-readings.ts";
import { Gaps } from "./gaps.ts";
import type { InitClients } from "./init-clients.ts";
import { readAlarms } from "./read-alarms.ts";
import { readDbClusters, readInstances, readProxies } from "./read-databases.ts";
import { readPolicies, readTargets } from "./read-scaling.ts";
import { readServices } from "./read-services.ts";
import { readTargetGroups } from "./read-target-groups.ts";

/** How many readings an account is: what progress counts to. */
export const accountReadings = 8;

/**
 * Reads what an account shows of its services and databases. What may not be read is a gap, and keeps nothing else
 * from being read.
 *
 * @param clusters names; empty: all
 * @param onRead called after each of the readings
 * @throws never
 */
export const readAccount = async (
  clients: InitClients,
  clusters: readonly string[],
  onRead: () => void,
): Promise<AccountReadings> => {
  const gaps = new Gaps();
  const step = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    onRead();
    return result;
  };
  const [services, targets, policies, instances, dbClusters, proxies, alarms] = await Promise.all([
    step(readServices(clients.ecs, clusters, gaps)),
    step(readTargets(clients.autoScaling, gaps)),
    step(readPolicies(clients.autoScaling, gaps)),
    step(readInstances(clients.rds, gaps)),
    step(readDbClusters(clients.rds, gaps)),
    step(readProxies(clients.rds, gaps)),
    step(readAlarms(clients.cloudWatch, gaps)),
  ]);
  const arns = services.flatMap(({ targetGroupArns }) => targetGroupArns);
  const targetGroups = await step(readTargetGroups(clients.loadBalancing, arns, gaps));
  return { services, targets, policies, instances, dbClusters, proxies, targetGroups, alarms, gaps: gaps.list };
};
