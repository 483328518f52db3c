import { CreateDBInstanceCommand, CreateDBInstanceReadReplicaCommand } from "@aws-sdk/client-rds";
import type { Rds } from "./clients.ts";
import { readOperatedInstance } from "./read-operated-database.ts";

/** What marks an instance as made by a run. */
export const runTag = "headgate:run";

/** A read replica of an instance, or a reader of an Aurora cluster. */
export type ReplicaOrder = {
  readonly replica: string;
  readonly instanceClass: string;
  readonly of:
    | { readonly kind: "instance"; readonly source: string }
    | { readonly kind: "cluster"; readonly cluster: string; readonly engine: string };
};

/**
 * Orders the replica, tagged with its run. One of this name that is there already is left alone, whoever made it: the
 * run tells its own by the tag.
 *
 * @throws what RDS answers
 */
export const createReplica = async (rds: Rds, order: ReplicaOrder, runId: string): Promise<string> => {
  const { replica, instanceClass, of } = order;
  if ((await readOperatedInstance(rds, replica)) !== null) return `${replica} is there`;
  const about = {
    DBInstanceIdentifier: replica,
    DBInstanceClass: instanceClass,
    Tags: [{ Key: runTag, Value: runId }],
  };
  try {
    if (of.kind === "instance")
      await rds.send(new CreateDBInstanceReadReplicaCommand({ ...about, SourceDBInstanceIdentifier: of.source }));
    else await rds.send(new CreateDBInstanceCommand({ ...about, DBClusterIdentifier: of.cluster, Engine: of.engine }));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "DBInstanceAlreadyExistsFault") throw error;
    return `${replica} is there`;
  }
  return `${replica}: asked RDS for it, ${instanceClass}`;
};
