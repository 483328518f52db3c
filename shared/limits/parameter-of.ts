import type { RdsCluster } from "../aws/read-rds-clusters.ts";
import type { RdsInstance } from "../aws/read-rds-instances.ts";
import { type GroupParameter, keyOfGroup } from "../aws/read-rds-parameters.ts";
import type { Reading } from "../reading.ts";
import type { LimitFacts } from "./limit.ts";

export type Parameter = LimitFacts["parameter"];
type ApplyStatus = "in-sync" | "pending-reboot" | "applying" | "other";

/**
 * `max_connections` as the groups of an instance have it.
 *
 * What is set in the instance's own group rules; then what is set in its cluster's group; then the default of the
 * instance's. The value is in sync only where each group that may have decided it is.
 *
 * @param cluster the reading of the instance's cluster; `null`: it is in none
 * @param parameters every group that is named in the two, by `keyOfGroup`
 * @throws never
 * @see Amazon Aurora User Guide, "Amazon Aurora DB cluster and DB instance parameters"
 */
export const parameterOf = (
  instance: RdsInstance,
  cluster: Reading<RdsCluster> | null,
  parameters: ReadonlyMap<string, Reading<GroupParameter>>,
): Parameter => {
  const [ownGroup] = instance.parameterGroups;
  const own = ownGroup === undefined ? unset : parameters.get(keyOfGroup({ kind: "instance", group: ownGroup.group }))!;
  if (own.kind === "unknown") return own;
  const ownStatus = applyStatusOf(ownGroup?.applyStatus ?? "in-sync");
  if (own.value.isSet || cluster === null) return known(own.value.value, ownStatus);

  if (cluster.kind === "unknown") return cluster;
  const { parameterGroup, members } = cluster.value;
  const shared =
    parameterGroup === null ? unset : parameters.get(keyOfGroup({ kind: "cluster", group: parameterGroup }))!;
  if (shared.kind === "unknown") return shared;
  const member = members.find((one) => one.instance === instance.instance);
  const status = worst(ownStatus, applyStatusOf(member?.parameterApplyStatus ?? "in-sync"));
  return known(shared.value.isSet ? shared.value.value : (own.value.value ?? shared.value.value), status);
};

const unset: Reading<GroupParameter> = { kind: "known", value: { value: null, isSet: false } };

const known = (value: string | null, applyStatus: ApplyStatus): Parameter => ({
  kind: "known",
  value: { value, applyStatus },
});

/** From good to bad: the further down, the less is certain. */
const statuses: readonly ApplyStatus[] = ["in-sync", "applying", "pending-reboot", "other"];

const applyStatusOf = (said: string): ApplyStatus => statuses.find((status) => status === said) ?? "other";

const worst = (a: ApplyStatus, b: ApplyStatus): ApplyStatus => (statuses.indexOf(a) >= statuses.indexOf(b) ? a : b);
