import type { Config } from "../config/config.ts";
import type { AccountMetrics } from "./account-metrics.ts";
import { servicesOf } from "./account-parts.ts";
import type { AccountReading, AuditReading } from "./account-reading.ts";
import { nextStepOf } from "./next-step.ts";
import { noPrices, type PriceOf } from "./price.ts";
import { elasticServices } from "./scaling-marks.ts";
import type { NextStep } from "./steps/next-step.ts";

export const stages = [
  "one server",
  "several behind a balancer",
  "read replicas",
  "cache and elastic groups",
  "services that scale apart",
] as const;

export type Stage = {
  /** 1..5 */
  readonly number: number;
  readonly name: (typeof stages)[number];
  /** What speaks for it, and what could not be seen. */
  readonly evidence: readonly string[];
  readonly nextStep: NextStep;
};

/**
 * Where an account is on the scaling journey, and the one next step that its metrics ask for.
 *
 * The first row that holds, from above:
 *
 * | stage | holds when |
 * |---|---|
 * | 5 services that scale apart | two ECS services or more have a scaling target of their own with room between its bounds |
 * | 4 cache and elastic groups | ElastiCache publishes metrics, and a service has such a target or an Auto Scaling group publishes |
 * | 3 read replicas | a database has a read replica, or a cluster has a reader |
 * | 2 several behind a balancer | a service in a target group wants two tasks or more |
 * | 1 one server | none of these |
 *
 * What can't be read holds for nothing, and is said in the evidence: the stage may then be higher.
 *
 * @param config services that Headgate scales itself are elastic too; `null`: there is no headgate.yml
 * @throws never
 */
export const stageOf = (
  reading: AccountReading,
  metrics: AccountMetrics,
  config: Config | null,
  priceOf: PriceOf = noPrices,
): Stage => {
  const marks = marksOf(reading, config);
  const found = marks.findIndex(({ holds }) => holds);
  const number = found < 0 ? 1 : stages.length - found;
  return {
    number,
    name: stages[number - 1]!,
    evidence: evidenceOf(marks, found, reading),
    nextStep: nextStepOf(reading, metrics, config, priceOf),
  };
};

type Mark = { readonly holds: boolean; readonly seen: string };

/** From stage 5 to stage 2. */
const marksOf = (reading: AccountReading, config: Config | null): readonly Mark[] => {
  const elastic = elasticServices(reading, config);
  const hasCache = isSeen(reading.cacheSeen);
  const hasGroup = isSeen(reading.autoScalingGroupSeen);
  const replicas = replicasOf(reading);
  const balanced = servicesOf(reading).services.filter(
    ({ desired, targetGroups }) => desired >= 2 && targetGroups.length > 0,
  ).length;
  return [
    {
      holds: elastic.length >= 2,
      seen: counted(elastic.length, "service scales by itself", "services scale by themselves"),
    },
    {
      holds: hasCache && (elastic.length > 0 || hasGroup),
      seen: `${hasCache ? "a cache" : "no cache"}${hasGroup ? ", and an Auto Scaling group" : ""}`,
    },
    { holds: replicas > 0, seen: counted(replicas, "read replica") },
    {
      holds: balanced > 0,
      seen: counted(
        balanced,
        "service has two tasks or more behind a balancer",
        "services have two tasks or more behind a balancer",
      ),
    },
  ];
};

const isSeen = (reading: AuditReading<boolean>): boolean => reading.kind === "known" && reading.value;

const replicasOf = ({ databases, databaseClusters }: AccountReading): number =>
  (databases.kind === "known" ? databases.value.filter(({ isReplica }) => isReplica).length : 0) +
  (databaseClusters.kind === "known"
    ? databaseClusters.value.reduce((sum, { readers }) => sum + readers.length, 0)
    : 0);

const evidenceOf = (marks: readonly Mark[], found: number, reading: AccountReading): readonly string[] => {
  const { clusters, databases, databaseClusters, scalableTargets, cacheSeen, autoScalingGroupSeen } = reading;
  const unread = [clusters, databases, databaseClusters, scalableTargets, cacheSeen, autoScalingGroupSeen].flatMap(
    (part) => (part.kind === "unknown" ? [`not known: ${part.detail}`] : []),
  );
  const unlisted = servicesOf(reading).unread.flatMap((verdict) =>
    clusters.kind === "known" && verdict.status === "unknown" ? [`not known: ${verdict.what}`] : [],
  );
  return [...marks.slice(Math.max(found, 0)).map(({ seen }) => seen), ...unread, ...unlisted];
};

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
