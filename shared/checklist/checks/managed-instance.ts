import { regionLabel } from "../account-parts.ts";
import type { ClusterInstance, ManagedNode } from "../account-reading.ts";
import type { AuditInput } from "../audit-input.ts";
import { costsNothing, passed, unread, type Verdict } from "../check.ts";
import { awsCommand } from "../shell-command.ts";

export const checkManagedInstances = ({ reading }: AuditInput): readonly Verdict[] => {
  const { clusters, managedNodes } = reading;
  if (clusters.kind === "unknown") return [unread(regionLabel(reading), clusters)];
  return clusters.value.flatMap(({ cluster, instances }): readonly Verdict[] => {
    if (instances.kind === "unknown") return [unread(`cluster ${cluster}`, instances)];
    return instances.value.map((instance) =>
      managedNodes.kind === "unknown"
        ? unread(instance.id, managedNodes)
        : judge(
            instance,
            managedNodes.value.find(({ id }) => id === instance.id),
          ),
    );
  });
};

const judge = ({ id }: ClusterInstance, node: ManagedNode | undefined): Verdict => {
  if (node?.ping === "Online") return passed(id);
  return {
    status: "finding",
    subject: id,
    what:
      node === undefined
        ? `The instance ${id} is no node of Systems Manager.`
        : `Systems Manager does not reach the instance ${id}: ${node.ping}.`,
    fix:
      node === undefined
        ? [
            awsCommand("iam attach-role-policy", {
              "role-name": { variable: "INSTANCE_ROLE" },
              "policy-arn": "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
            }),
          ]
        : [awsCommand("ec2 describe-instance-status", { "instance-ids": [id], "include-all-instances": null })],
    cost: costsNothing("instances on EC2 are managed free of charge"),
  };
};
