import type { DatabasePlace } from "./database-config.ts";
import type { Finding } from "./problems.ts";
import type { ConnectorForm, DatabaseForm } from "./schema.ts";

/** @returns `null` where the form doesn't say exactly one place */
export const placeOf = ({ instance, cluster, role }: DatabaseForm): DatabasePlace | null => {
  if (instance !== undefined)
    return cluster === undefined && role === undefined ? { kind: "instance", instance } : null;
  return cluster === undefined || role === undefined ? null : { kind: "cluster", cluster, role };
};

/** @returns the most connections that it holds; `null` where the form doesn't say exactly one figure */
export const connectionsOf = (form: number | ConnectorForm, defaultPerExecution: number): number | null => {
  if (typeof form === "number") return form;
  const { connections, reservedConcurrency, connectionsPerExecution } = form;
  if (connections !== undefined) {
    return reservedConcurrency === undefined && connectionsPerExecution === undefined ? connections : null;
  }
  return reservedConcurrency === undefined
    ? null
    : reservedConcurrency * (connectionsPerExecution ?? defaultPerExecution);
};

/** What the form's types can't say of one database: exactly one place, one figure per connector, a share with a figure. */
export const checkDatabase = (name: string, form: DatabaseForm): readonly Finding[] => [
  ...checkPlace(name, form),
  ...Object.entries(form.connectors ?? {}).flatMap(([connector, entry]) => checkConnector(name, connector, entry)),
  ...checkShare(name, form),
];

const checkPlace = (name: string, form: DatabaseForm): readonly Finding[] => {
  const { instance, cluster, role } = form;
  const path = ["databases", name];
  if (placeOf(form) !== null) return checkFailover(name, form);
  if (instance !== undefined) {
    const other = cluster === undefined ? "role" : "cluster";
    const message = `${name} has instance and ${other}; it is one instance, or a role of a cluster`;
    const fix = other === "role" ? "remove role" : "remove instance, or remove cluster and role";
    return [{ code: "place-contradiction", path: [...path, other], message, fix }];
  }
  if (cluster !== undefined) {
    const message = `${name} has a cluster and no role`;
    return [{ code: "missing-key", path, message, fix: "add role: writer, or role: reader for all readers together" }];
  }
  const message = `${name} has neither instance nor cluster${role === undefined ? "" : ", only a role"}`;
  const fix = "add instance with the DBInstanceIdentifier, or cluster and role";
  return [{ code: "missing-key", path, message, fix }];
};

const checkFailover = (name: string, { failover, role }: DatabaseForm): readonly Finding[] => {
  if (failover === undefined || role === "reader") return [];
  const path = ["databases", name, "failover"];
  const message = `${name} has failover, which is about a cluster's readers, and is not role: reader`;
  return [{ code: "place-contradiction", path, message, fix: "remove failover" }];
};

const checkConnector = (database: string, name: string, form: number | ConnectorForm): readonly Finding[] => {
  if (connectionsOf(form, 1) !== null || typeof form === "number") return [];
  const path = ["databases", database, "connectors", name];
  if (form.connections === undefined) {
    const fix = "add connections, or reservedConcurrency for a Lambda function";
    return [{ code: "missing-key", path, message: `${name} has no figure`, fix }];
  }
  const message = `${name} has connections and also a figure per execution`;
  const fix = "keep connections, or keep reservedConcurrency and connectionsPerExecution";
  return [{ code: "connector-contradiction", path, message, fix }];
};

const checkShare = (name: string, { sharePercent = 100, unmanagedConnections }: DatabaseForm): readonly Finding[] => {
  if (sharePercent === 100 || unmanagedConnections !== undefined) return [];
  const path = ["databases", name, "sharePercent"];
  const message = `${name} is shared at ${sharePercent} %, and its other sessions are measured, which counts the other installation's among them`;
  const fix = "add unmanagedConnections with the sessions that belong to none of the installations";
  return [{ code: "share-without-unmanaged", path, message, fix }];
};
