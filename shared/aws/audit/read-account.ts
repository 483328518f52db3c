import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { AccountMetrics } from "../../checklist/account-metrics.ts";
import type { AccountReading, AuditReading } from "../../checklist/account-reading.ts";
import { inParallel } from "../in-parallel.ts";
import { accountCalls } from "./account-calls.ts";
import { ask } from "./ask.ts";
import type { AuditClients } from "./audit-clients.ts";
import { readAccountMetrics, refusedMetrics } from "./read-account-metrics.ts";
import { readAlarmList } from "./read-alarm-list.ts";
import { readBalancers, readTargetGroups } from "./read-balancers.ts";
import { readBudgets } from "./read-budgets.ts";
import { readClusters } from "./read-clusters.ts";
import { readDatabaseClusters, readDatabaseList } from "./read-database-list.ts";
import { readDetectors } from "./read-detectors.ts";
import { readInspector } from "./read-inspector.ts";
import { readLogGroups } from "./read-log-groups.ts";
import { readManagedNodes } from "./read-managed-nodes.ts";
import { readNamespaceSeen } from "./read-namespace-seen.ts";
import { readScalableServices } from "./read-scalable-services.ts";
import { readSecrets } from "./read-secrets.ts";
import { readStacks } from "./read-stacks.ts";
import { readSubnetZones } from "./read-subnet-zones.ts";
import { readTrustedAdvisor } from "./read-trusted-advisor.ts";

export type { AuditClients } from "./audit-clients.ts";

/** The IAM actions of a role that runs the checklist, sorted. */
export const accountActions: readonly string[] = [...new Set(Object.values(accountCalls))].sort();

export type AccountSurvey = { readonly reading: AccountReading; readonly metrics: AccountMetrics };

/** How far a survey is: a part of `parts` has been read. */
export type SurveyLog = (part: string, done: number, parts: number) => void;

/** Parts of an account that depend on no other. */
const independentParts = {
  accountId: readAccountId,
  logGroups: readLogGroups,
  alarms: readAlarmList,
  stacks: readStacks,
  managedNodes: readManagedNodes,
  detectors: readDetectors,
  inspector: readInspector,
  trustedAdvisor: readTrustedAdvisor,
  clusters: readClusters,
  balancers: readBalancers,
  targetGroups: readTargetGroups,
  databases: readDatabaseList,
  databaseClusters: readDatabaseClusters,
  secrets: readSecrets,
  scalableTargets: readScalableServices,
  cacheSeen: (clients) => readNamespaceSeen(clients, "AWS/ElastiCache"),
  autoScalingGroupSeen: (clients) => readNamespaceSeen(clients, "AWS/AutoScaling"),
} satisfies { readonly [Part in keyof AccountReading]?: (clients: AuditClients) => Promise<AccountReading[Part]> };

type IndependentPart = keyof typeof independentParts;
/** Besides: budgets need the account's id, subnets and metrics the services. */
const dependentParts = 3;

/**
 * Reads an account, and changes nothing in it. Every call fails on its own.
 *
 * @param log told after each part
 * @throws never
 */
export const readAccount = async (
  clients: AuditClients,
  nowMs: number,
  log: SurveyLog = () => {},
): Promise<AccountSurvey> => {
  const names = Object.keys(independentParts) as readonly IndependentPart[];
  const parts = names.length + dependentParts;
  let done = 0;
  const told = async <T>(part: string, reading: Promise<T>): Promise<T> => {
    const value = await reading;
    done += 1;
    log(part, done, parts);
    return value;
  };
  const entries = await inParallel(names, async (name) => [
    name,
    await told<AuditReading<unknown>>(name, independentParts[name](clients)),
  ]);
  // Each part's type is held by the table above; an object of entries has lost it.
  const read = Object.fromEntries(entries) as Pick<AccountReading, IndependentPart>;
  const clusters = read.clusters.kind === "known" ? read.clusters.value : [];
  const services = clusters.flatMap((cluster) => (cluster.services.kind === "known" ? cluster.services.value : []));
  const databases = read.databases.kind === "known" ? read.databases.value : [];
  const [budgets, subnetZones, metrics] = await Promise.all([
    told("budgets", readBudgets(clients, read.accountId)),
    told("subnetZones", readSubnetZones(clients, clusters)),
    told("metrics", readAccountMetrics(clients, databases, services, nowMs)),
  ]);
  const { region } = clients;
  return { reading: { ...read, region, budgets, subnetZones, otherFailures: refusedMetrics(metrics) }, metrics };
};

function readAccountId({ sts }: Pick<AuditClients, "sts">): Promise<AuditReading<string>> {
  return ask("GetCallerIdentity", "", async () => {
    const { Account } = await sts.send(new GetCallerIdentityCommand({}));
    if (Account === undefined) throw new Error("no account was answered");
    return Account;
  });
}
