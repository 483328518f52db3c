import type { ReplicaOrder } from "../../aws/create-replica.ts";
import type { OperatedDatabase } from "../../aws/read-operated-database.ts";
import { writerOf } from "../databases/resize-order.ts";

/** A name leaves room for what is put behind it: RDS takes 63 characters, and no hyphen at the end or twice. */
const mostSourceCharacters = 48;
const numbers = Array.from({ length: 30 }, (_, index) => index + 1);

/** Names that a replica may get, the first free one wins. @see Amazon RDS API reference, CreateDBInstanceReadReplica */
export const candidateNames = (source: string): readonly string[] => {
  const stem = source.slice(0, mostSourceCharacters).replace(/-+$/, "");
  return numbers.map((number) => `${stem}-replica-${number}`);
};

export const sourceOf = ({ cluster, instances }: OperatedDatabase): string =>
  cluster?.cluster ?? instances[0]?.instance ?? "";

/** @param taken names that RDS has already; `null` where none is free */
export const orderOf = (
  operated: OperatedDatabase,
  wantedName: string | undefined,
  wantedClass: string | undefined,
  taken: readonly string[],
): ReplicaOrder | null => {
  const { cluster, instances } = operated;
  const model = instances.find(({ instance }) => instance === writerOf(operated)) ?? instances[0];
  const replica = wantedName ?? candidateNames(sourceOf(operated)).find((name) => !taken.includes(name));
  if (model === undefined || replica === undefined) return null;
  return {
    replica,
    instanceClass: wantedClass ?? model.instanceClass,
    of:
      cluster === null
        ? { kind: "instance", source: model.instance }
        : { kind: "cluster", cluster: cluster.cluster, engine: cluster.engine },
  };
};
