import type { AccountMetrics, DatabaseMetrics } from "../account-metrics.ts";
import type { AccountReading, Database } from "../account-reading.ts";
import type { PriceOf } from "../price.ts";
import { awsCommand } from "../shell-command.ts";
import { classStep } from "./class-step.ts";
import { busiest, type NextStep } from "./next-step.ts";
import { writersOf } from "./writers-of.ts";

const busyCpuPercent = 70;
/** From here on reads are what a replica or a cache can take away. */
const readShare = 0.5;
const cacheNode = "cache.t4g.small";

export const writerStep = (reading: AccountReading, metrics: AccountMetrics, priceOf: PriceOf): NextStep | null => {
  const busy = writersOf(reading, metrics).flatMap(({ database, metrics: own }) =>
    own.busyCpuPercent.kind === "known" && own.busyCpuPercent.value >= busyCpuPercent
      ? [{ database, own, weight: own.busyCpuPercent.value, name: database.id }]
      : [],
  );
  const most = busiest(busy);
  if (most === null) return null;
  const { database, own, weight: cpu, name } = most;
  const reads = readShareOf(own);
  const isRead = reads !== null && reads >= readShare;
  const numbers = { busyCpuPercent: round(cpu), ...(reads === null ? {} : { readPercent: round(reads * 100) }) };
  const share = reads === null ? "" : `, and ${round(reads * 100)} % of its operations are reads`;
  const because = `The CPU of ${name} is at ${round(cpu)} % in busy hours${share}.`;
  if (isRead && !hasReplica(database, reading))
    return {
      code: "database-replica",
      what: `Give ${name} a read replica, and send it the reads that may be a second old.`,
      because,
      numbers,
      price: priceOf({
        kind: "database-instance",
        engine: database.engine,
        instanceClass: database.instanceClass,
        multiAz: false,
      }),
      command: replicaCommand(database),
    };
  if (isRead && reading.cacheSeen.kind === "known" && !reading.cacheSeen.value)
    return {
      code: "database-cache",
      what: `Put a cache in front of ${name} for what is read most.`,
      because: `${because} It has a replica, and no cache is seen.`,
      numbers,
      price: priceOf({ kind: "cache-node", nodeType: cacheNode }),
      command: awsCommand("elasticache create-replication-group", {
        "replication-group-id": { variable: "CACHE_NAME" },
        "replication-group-description": "cache",
        engine: "valkey",
        "cache-node-type": cacheNode,
        "num-cache-clusters": 1,
      }),
    };
  return classStep(database, because, numbers, priceOf);
};

const replicaCommand = (database: Database): string =>
  database.cluster === null
    ? awsCommand("rds create-db-instance-read-replica", {
        "source-db-instance-identifier": database.id,
        "db-instance-identifier": `${database.id}-replica`,
      })
    : awsCommand("rds create-db-instance", {
        "db-cluster-identifier": database.cluster,
        "db-instance-identifier": `${database.id}-reader`,
        "db-instance-class": database.instanceClass,
        engine: database.engine,
      });

const hasReplica = (database: Database, { databases, databaseClusters }: AccountReading): boolean =>
  database.cluster === null
    ? databases.kind === "known" && databases.value.some(({ replicaOf }) => replicaOf === database.id)
    : databaseClusters.kind === "known" &&
      databaseClusters.value.some(({ id, readers }) => id === database.cluster && readers.length > 0);

/** @returns 0..1; `null`: not known, or nothing was read or written */
const readShareOf = ({ busyReadIops, busyWriteIops }: DatabaseMetrics): number | null => {
  if (busyReadIops.kind === "unknown" || busyWriteIops.kind === "unknown") return null;
  const sum = busyReadIops.value + busyWriteIops.value;
  return sum <= 0 ? null : busyReadIops.value / sum;
};

const round = (value: number): number => Math.round(value);
