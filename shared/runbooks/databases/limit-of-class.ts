import type { LimitGrounds } from "../../aws/read-limit-grounds.ts";
import type { OperatedCluster, OperatedInstance } from "../../aws/read-operated-database.ts";
import { effectiveLimit } from "../../limits/effective-limit.ts";
import type { EffectiveLimit } from "../../limits/limit.ts";
import { parameterOf } from "../../limits/parameter-of.ts";

/**
 * The limit that an instance would have with another class.
 *
 * By its parameter group: a fixed figure there stays whatever the class is. A class change starts the instance anew, so
 * what waits for a reboot in the group is in force with it.
 *
 * @returns whole connections, or why they can't be told
 * @throws never
 */
export const limitOfClass = (
  instance: OperatedInstance,
  cluster: OperatedCluster | null,
  { parameters, memoryGib }: LimitGrounds,
  instanceClass: string,
): EffectiveLimit => {
  const shared = cluster === null ? null : ({ kind: "known", value: cluster } as const);
  const written = parameterOf(instance, shared, new Map(Object.entries(parameters)));
  return effectiveLimit({
    configuredConnections: null,
    engine: instance.engine,
    engineVersion: instance.engineVersion,
    instanceClass,
    memoryGib,
    vcpu: null,
    serverless: instanceClass === "db.serverless" ? (cluster?.serverless ?? null) : null,
    allocatedStorageGib: instance.allocatedStorageGib,
    port: instance.port,
    isReplica: instance.isReplica,
    parameter:
      written.kind === "unknown" ? written : { kind: "known", value: { ...written.value, applyStatus: "in-sync" } },
    counter: null,
  }).limit;
};

/** "max_connections 823 to 901 (formula)". */
export const describeLimit = (limit: EffectiveLimit): string => {
  switch (limit.kind) {
    case "exact":
      return `${limit.maxConnections} (${limit.source})`;
    case "estimate":
      return limit.safeConnections === limit.expectedConnections
        ? `about ${limit.safeConnections} (${limit.source})`
        : `${limit.safeConnections} to ${limit.expectedConnections} (${limit.source})`;
    case "unknown":
      return `unknown (${limit.code}: ${limit.detail})`;
  }
};

/** What a plan counts on; `null`: nothing is known. */
export const safeConnectionsOf = (limit: EffectiveLimit): number | null => {
  switch (limit.kind) {
    case "exact":
      return limit.maxConnections;
    case "estimate":
      return limit.safeConnections;
    case "unknown":
      return null;
  }
};
