import {
  StartDBClusterCommand,
  StartDBInstanceCommand,
  StopDBClusterCommand,
  StopDBInstanceCommand,
} from "@aws-sdk/client-rds";
import type { Rds } from "./clients.ts";
import { readOperatedCluster, readOperatedInstance } from "./read-operated-database.ts";

/** What is stopped and started as a whole: an instance, or an Aurora cluster. */
export type Startable = { readonly kind: "instance" | "cluster"; readonly id: string };

/** RDS's status of it; `null`: RDS has none. @throws what RDS answers */
export const readStatus = async (rds: Rds, { kind, id }: Startable): Promise<string | null> =>
  (kind === "instance" ? await readOperatedInstance(rds, id) : await readOperatedCluster(rds, id))?.status ?? null;

/** Only what is available is stopped; done twice it is done once. @throws what RDS answers */
export const stopDatabase = async (rds: Rds, database: Startable): Promise<string> => {
  const { kind, id } = database;
  const status = await readStatus(rds, database);
  if (status !== "available") return `${id} is ${status ?? "not there"}`;
  if (kind === "instance") await rds.send(new StopDBInstanceCommand({ DBInstanceIdentifier: id }));
  else await rds.send(new StopDBClusterCommand({ DBClusterIdentifier: id }));
  return `${id}: asked RDS to stop it`;
};

/** Only what is stopped is started; done twice it is done once. @throws what RDS answers */
export const startDatabase = async (rds: Rds, database: Startable): Promise<string> => {
  const { kind, id } = database;
  const status = await readStatus(rds, database);
  if (status !== "stopped") return `${id} is ${status ?? "not there"}`;
  if (kind === "instance") await rds.send(new StartDBInstanceCommand({ DBInstanceIdentifier: id }));
  else await rds.send(new StartDBClusterCommand({ DBClusterIdentifier: id }));
  return `${id}: asked RDS to start it`;
};
