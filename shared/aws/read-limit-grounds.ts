import { ec2TypeOf } from "../limits/class-memory.ts";
import type { Reading } from "../reading.ts";
import type { Ec2, Rds } from "./clients.ts";
import { readInstanceTypes } from "./read-instance-types.ts";
import type { OperatedDatabase } from "./read-operated-database.ts";
import { type GroupParameter, type ParameterGroup, readMaxConnections } from "./read-rds-parameters.ts";

/** What the limit of another class follows from. */
export type LimitGrounds = {
  /** By `keyOfGroup`; every group of the instances and of their cluster. */
  readonly parameters: Readonly<Record<string, Reading<GroupParameter>>>;
  /** Of the class, as EC2 has it; `null`: it doesn't list it, or can't be asked. */
  readonly memoryGib: number | null;
};

/** @throws never */
export const readLimitGrounds = async (
  { rds, ec2 }: { readonly rds: Rds; readonly ec2: Ec2 },
  { cluster, instances }: OperatedDatabase,
  instanceClass: string,
): Promise<LimitGrounds> => {
  const own = [
    ...new Set(instances.flatMap(({ parameterGroups }) => parameterGroups.map(({ group }) => group))),
  ].sort();
  const groups: ParameterGroup[] = own.map((group) => ({ kind: "instance", group }));
  if (cluster !== null && cluster.parameterGroup !== null)
    groups.push({ kind: "cluster", group: cluster.parameterGroup });
  const type = ec2TypeOf(instanceClass);
  const [parameters, types] = await Promise.all([
    readMaxConnections(rds, groups),
    readInstanceTypes(ec2, type === null ? [] : [type]),
  ]);
  const found = types.get(type ?? "");
  return {
    parameters: Object.fromEntries(parameters),
    memoryGib: found?.kind === "known" ? found.value.memoryGib : null,
  };
};
