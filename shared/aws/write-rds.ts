import { FailoverDBClusterCommand, ModifyDBInstanceCommand, RebootDBInstanceCommand } from "@aws-sdk/client-rds";
import type { Rds } from "./clients.ts";
import { readOperatedCluster, readOperatedInstance } from "./read-operated-database.ts";

/** Each is looked at before it is sent, so that done twice it is done once. All throw what RDS answers. */

/** @returns what was done, in a line */
export const modifyClass = async (
  rds: Rds,
  instance: string,
  instanceClass: string,
  when: "now" | "maintenance-window",
): Promise<string> => {
  const found = await readOperatedInstance(rds, instance);
  if (found === null) return `${instance} is not there any more`;
  if (found.instanceClass === instanceClass && found.pending.length === 0) return `${instance} is ${instanceClass}`;
  // What somebody else has pending would be applied together with it.
  if (found.pending.length > 0 || found.status !== "available")
    return `${instance} is ${found.status}, with ${found.pending.join(", ") || "nothing"} pending`;
  await rds.send(
    new ModifyDBInstanceCommand({
      DBInstanceIdentifier: instance,
      DBInstanceClass: instanceClass,
      ApplyImmediately: when === "now",
    }),
  );
  return `${instance}: asked RDS for ${instanceClass} ${when === "now" ? "now" : "in the maintenance window"}`;
};

/** Takes a class back that waits for the maintenance window. RDS's own way: the class of now, applied at once. */
export const revertPendingClass = async (rds: Rds, instance: string): Promise<string> => {
  const found = await readOperatedInstance(rds, instance);
  if (found === null || found.pendingClass === null) return `${instance}: no class is pending`;
  if (found.status !== "available") return `${instance} is ${found.status}: RDS has begun, and it goes on`;
  await rds.send(
    new ModifyDBInstanceCommand({
      DBInstanceIdentifier: instance,
      DBInstanceClass: found.instanceClass,
      ApplyImmediately: true,
    }),
  );
  return `${instance}: took the pending ${found.pendingClass} back`;
};

/** Makes a reader of an Aurora cluster its writer. @param from the writer that it is asked of */
export const failoverCluster = async (rds: Rds, cluster: string, from: string, to: string): Promise<string> => {
  const found = await readOperatedCluster(rds, cluster);
  const writer = found?.members.find(({ isWriter }) => isWriter)?.instance ?? null;
  if (found === null || found.status !== "available" || writer !== from)
    return `${cluster}: ${found === null ? "is not there any more" : `${found.status}, writer ${writer ?? "none"}`}`;
  await rds.send(new FailoverDBClusterCommand({ DBClusterIdentifier: cluster, TargetDBInstanceIdentifier: to }));
  return `${cluster}: asked RDS to fail over from ${from} to ${to}`;
};

/** Reboots a Multi-AZ instance onto its standby. @param fromZone where it served when that was asked */
export const rebootWithFailover = async (rds: Rds, instance: string, fromZone: string | null): Promise<string> => {
  const found = await readOperatedInstance(rds, instance);
  if (found === null || found.status !== "available" || found.zone !== fromZone)
    return `${instance}: ${found === null ? "is not there any more" : `${found.status} in ${found.zone ?? "no zone"}`}`;
  await rds.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: instance, ForceFailover: true }));
  return `${instance}: asked RDS to reboot with failover from ${fromZone ?? "its zone"}`;
};
