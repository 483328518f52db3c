import type { StoredFacts } from "../../shared/aws/facts-table.ts";
import type { RdsInstance } from "../../shared/aws/read-rds-instances.ts";
import { ec2TypeOf } from "../../shared/limits/class-memory.ts";
import type { InstanceFacts } from "../../shared/limits/database-facts.ts";
import { effectiveLimit } from "../../shared/limits/effective-limit.ts";
import type { LimitFacts, LimitNote } from "../../shared/limits/limit.ts";
import { type Parameter, parameterOf } from "../../shared/limits/parameter-of.ts";
import type { Unknown } from "../../shared/reading.ts";
import type { RdsReadings } from "./rds-readings.ts";

export type AssembledInstance = {
  readonly facts: InstanceFacts;
  /** The group's value, where it is in sync now; `null`: it isn't, or wasn't read. */
  readonly inForce: { readonly value: string | null } | null;
  /** Readings that failed and may succeed next time. */
  readonly accidents: readonly Unknown[];
};

/** One instance's facts out of the readings. @param configuredConnections the user's figure, or `null` @throws never */
export const assembleInstance = (
  instance: RdsInstance,
  role: InstanceFacts["role"],
  configuredConnections: number | null,
  readings: RdsReadings,
  previous: StoredFacts | undefined,
): AssembledInstance => {
  const cluster = instance.cluster === null ? null : readings.clusters.get(instance.cluster)!;
  const isServerless = instance.instanceClass === "db.serverless";
  const parameter = configuredConnections === null ? parameterOf(instance, cluster, readings.parameters) : notAsked;
  const inForce = previous?.inForce[instance.resourceId];
  const counter = trustedCounter(readings.counters.get(instance.resourceId) ?? null, instance, parameter, previous);
  const type = readings.types.get(ec2TypeOf(instance.instanceClass) ?? "");
  const size = type?.kind === "known" ? type.value : null;
  const facts: LimitFacts = {
    configuredConnections,
    engine: instance.engine,
    engineVersion: instance.engineVersion,
    instanceClass: instance.instanceClass,
    memoryGib: size?.memoryGib ?? null,
    vcpu: size?.vcpu ?? null,
    serverless: isServerless && cluster?.kind === "known" ? cluster.value.serverless : null,
    allocatedStorageGib: instance.allocatedStorageGib,
    port: instance.port,
    isReplica: instance.isReplica,
    // Without its range a serverless instance's limit can't be told, whatever the groups say.
    parameter: isServerless && cluster?.kind === "unknown" ? cluster : parameter,
    ...(inForce === undefined ? {} : { parameterInForce: inForce }),
    counter,
  };
  const answer = effectiveLimit(facts);
  const unread: readonly Unknown[] = type?.kind === "unknown" && type.because !== "not-found" ? [type] : [];
  return {
    facts: {
      instance: instance.instance,
      resourceId: instance.resourceId,
      role,
      status: instance.status,
      engine: instance.engine,
      engineVersion: instance.engineVersion,
      instanceClass: instance.instanceClass,
      vcpu: size?.vcpu ?? null,
      multiAz: instance.multiAz,
      answer: { limit: answer.limit, notes: [...answer.notes, ...unread.map(noteOf)] },
    },
    inForce:
      configuredConnections === null && parameter.kind === "known" && parameter.value.applyStatus === "in-sync"
        ? { value: parameter.value.value }
        : null,
    accidents: [facts.parameter, readings.counters.get(instance.resourceId) ?? null, ...unread].flatMap((reading) =>
      reading?.kind === "unknown" && isAccident(reading) ? [reading] : [],
    ),
  };
};

/**
 * It may go well at the next attempt. So may what was refused: a role that has just been changed answers either way for a
 * while; what goes on being refused is told once the last whole reading is no longer young.
 *
 * @see IAM user guide, "Changes that I make are not always immediately visible"
 */
export const isAccident = ({ because }: Unknown): boolean => because !== "not-found";

const notAsked: Parameter = { kind: "known", value: { value: null, applyStatus: "in-sync" } };

const noteOf = ({ because, detail }: Unknown): LimitNote => ({
  code: because === "access-denied" ? "access-denied" : "failed",
  detail,
});

/**
 * The counter, unless it may be from before a change.
 *
 * It is up to five minutes old. Where class, version or parameter have changed since the last reading and it still says
 * what held before, it proves nothing; at the next reading it does.
 */
const trustedCounter = (
  counter: LimitFacts["counter"],
  instance: RdsInstance,
  parameter: Parameter,
  previous: StoredFacts | undefined,
): LimitFacts["counter"] => {
  if (counter?.kind !== "known" || previous?.found.kind !== "known") return counter;
  const before = previous.found.value.instances.find(({ resourceId }) => resourceId === instance.resourceId);
  if (before?.answer.limit.kind !== "exact" || before.answer.limit.maxConnections !== counter.value) return counter;
  const ruled = previous.inForce[instance.resourceId];
  const isChanged =
    before.instanceClass !== instance.instanceClass ||
    before.engineVersion !== instance.engineVersion ||
    (ruled !== undefined &&
      parameter.kind === "known" &&
      parameter.value.applyStatus === "in-sync" &&
      parameter.value.value !== ruled.value);
  if (!isChanged) return counter;
  const detail = `Performance Insights still counts ${counter.value} after a change of class, version or parameter`;
  return { kind: "unknown", because: "no-data", detail };
};
