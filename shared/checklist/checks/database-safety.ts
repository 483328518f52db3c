import { judgeEach, regionLabel } from "../account-parts.ts";
import type { AccountReading, AuditReading, Database, DatabaseCluster } from "../account-reading.ts";
import type { AuditInput } from "../audit-input.ts";
import { type Cost, costOf, costsNothing, passed, type Verdict } from "../check.ts";
import type { PriceOf } from "../price.ts";
import { awsCommand } from "../shell-command.ts";

/** Damage on a Friday is found on a Monday, and a week lies between two of the same day. */
const leastBackupDays = 7;

export const checkDatabaseMultiAz = ({ reading, priceOf }: AuditInput): readonly Verdict[] => [
  ...eachCluster(reading, (cluster) => {
    if (cluster.multiAz) return passed(clusterLabel(cluster));
    const member = writerOf(cluster, reading.databases);
    return {
      status: "finding",
      subject: clusterLabel(cluster),
      what: `The cluster ${cluster.id} has no second zone: ${cluster.readers.length} readers beside its writer.`,
      fix: [
        awsCommand("rds create-db-instance", {
          "db-cluster-identifier": cluster.id,
          "db-instance-identifier": { variable: "READER_NAME" },
          "db-instance-class": member?.instanceClass ?? { variable: "INSTANCE_CLASS" },
          engine: cluster.engine,
        }),
      ],
      cost: instanceCost(priceOf, member, "the class of the reader"),
      numbers: { readers: cluster.readers.length },
    };
  }),
  ...eachAlone(reading, (database) => {
    if (database.multiAz) return passed(database.id);
    return {
      status: "finding",
      subject: database.id,
      what: `${database.id} has no standby; it is in ${database.zone ?? "one zone"} only.`,
      fix: [modify(database, { "multi-az": null })],
      cost: instanceCost(priceOf, database, `a second ${database.instanceClass} and its storage`),
    };
  }),
];

export const checkDatabaseBackups = ({ reading }: AuditInput): readonly Verdict[] => {
  const judge = (id: string, days: number, fix: string): Verdict =>
    days >= leastBackupDays
      ? passed(id)
      : {
          status: "finding",
          subject: id,
          what:
            days === 0
              ? `${id} has no automated backups.`
              : `${id} keeps backups for ${days} ${days === 1 ? "day" : "days"} only.`,
          fix: [fix],
          cost: costsNothing("backup storage up to the size of the region's databases is included"),
          numbers: { retentionDays: days, askedDays: leastBackupDays },
        };
  const wanted = { "backup-retention-period": leastBackupDays };
  return [
    ...eachCluster(reading, (cluster) =>
      judge(clusterLabel(cluster), cluster.backupRetentionDays, modifyCluster(cluster, wanted)),
    ),
    ...eachAlone(reading, (database) => judge(database.id, database.backupRetentionDays, modify(database, wanted))),
  ];
};

export const checkDatabaseDeletionProtection = ({ reading }: AuditInput): readonly Verdict[] => {
  const judge = (id: string, isProtected: boolean, fix: string): Verdict =>
    isProtected
      ? passed(id)
      : {
          status: "finding",
          subject: id,
          what: `${id} has no deletion protection.`,
          fix: [fix],
          cost: costsNothing("it is a switch"),
        };
  const wanted = { "deletion-protection": null };
  return [
    ...eachCluster(reading, (cluster) =>
      judge(clusterLabel(cluster), cluster.deletionProtection, modifyCluster(cluster, wanted)),
    ),
    ...eachAlone(reading, (database) => judge(database.id, database.deletionProtection, modify(database, wanted))),
  ];
};

const eachCluster = (reading: AccountReading, judge: (cluster: DatabaseCluster) => Verdict): readonly Verdict[] =>
  judgeEach(reading.databaseClusters, `${regionLabel(reading)}, clusters`, (cluster) => [judge(cluster)]);

/** Instances that stand alone: a cluster's are judged with it, and a replica with its source. */
const eachAlone = (reading: AccountReading, judge: (database: Database) => Verdict): readonly Verdict[] =>
  judgeEach(reading.databases, `${regionLabel(reading)}, instances`, (database) =>
    database.cluster !== null || database.isReplica ? [] : [judge(database)],
  );

/** A cluster and an instance may have one name. */
const clusterLabel = ({ id }: DatabaseCluster): string => `cluster ${id}`;

const writerOf = (
  { id, writer }: DatabaseCluster,
  databases: AuditReading<readonly Database[]>,
): Database | undefined =>
  databases.kind === "known"
    ? (databases.value.find((one) => one.id === writer) ?? databases.value.find(({ cluster }) => cluster === id))
    : undefined;

const instanceCost = (priceOf: PriceOf, like: Database | undefined, otherwise: string): Cost =>
  like === undefined
    ? { kind: "depends", on: otherwise }
    : costOf(
        priceOf({
          kind: "database-instance",
          engine: like.engine,
          instanceClass: like.instanceClass,
          multiAz: false,
        }),
        otherwise,
      );

const modify = ({ id }: Database, options: Parameters<typeof awsCommand>[1]): string =>
  awsCommand("rds modify-db-instance", { "db-instance-identifier": id, ...options, "apply-immediately": null });

const modifyCluster = ({ id }: DatabaseCluster, options: Parameters<typeof awsCommand>[1]): string =>
  awsCommand("rds modify-db-cluster", { "db-cluster-identifier": id, ...options, "apply-immediately": null });
