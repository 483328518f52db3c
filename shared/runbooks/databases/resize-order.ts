import type { OperatedDatabase, OperatedInstance } from "../../aws/read-operated-database.ts";

/** What has to be done next for all members to have the class. */
export type ResizeMove =
  | { readonly kind: "none" }
  /** RDS is at work on one of them. */
  | { readonly kind: "busy"; readonly says: string }
  | { readonly kind: "modify"; readonly instance: string }
  | { readonly kind: "failover"; readonly cluster: string; readonly from: string; readonly to: string };

/**
 * One member at a time: readers first, then the writer's place goes to one that has the class, and the old writer is the
 * last. So a cluster is without a writer for the time of a failover only.
 *
 * @param targets instances that are to have the class
 * @throws never
 */
export const nextMove = (
  { cluster, instances }: OperatedDatabase,
  targets: readonly string[],
  instanceClass: string,
): ResizeMove => {
  const members = instances.filter(({ instance }) => targets.includes(instance));
  const busy = members.find(({ status }) => status !== "available");
  if (busy !== undefined) return { kind: "busy", says: `${busy.instance} is ${busy.status}` };
  // Also what somebody else has asked for: RDS applies all of it together.
  const waiting = members.find(({ pending }) => pending.length > 0);
  if (waiting !== undefined)
    return { kind: "busy", says: `${waiting.instance} waits for RDS with ${waiting.pending.join(", ")} pending` };
  if (cluster !== null && cluster.status !== "available")
    return { kind: "busy", says: `${cluster.cluster} is ${cluster.status}` };
  const left = members.filter((member) => member.instanceClass !== instanceClass);
  const writer = writerOf({ cluster, instances });
  const [reader] = left.filter(({ instance }) => instance !== writer);
  if (reader !== undefined) return { kind: "modify", instance: reader.instance };
  const [last] = left;
  if (last === undefined) return { kind: "none" };
  const heir = heirOf(members, last, instanceClass);
  return cluster === null || heir === null
    ? { kind: "modify", instance: last.instance }
    : { kind: "failover", cluster: cluster.cluster, from: last.instance, to: heir };
};

/** `null`: there is no cluster, or it is between two writers. */
export const writerOf = ({ cluster }: OperatedDatabase): string | null =>
  cluster?.members.find(({ isWriter }) => isWriter)?.instance ?? null;

/** Who is to write while the writer is changed. */
const heirOf = (members: readonly OperatedInstance[], writer: OperatedInstance, instanceClass: string): string | null =>
  members.find((member) => member !== writer && member.instanceClass === instanceClass)?.instance ?? null;
