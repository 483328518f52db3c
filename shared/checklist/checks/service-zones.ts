import { serviceLabel, servicesOf } from "../account-parts.ts";
import type { AccountReading, AuditReading, EcsService } from "../account-reading.ts";
import type { AuditInput } from "../audit-input.ts";
import { costsNothing, passed, unread, type Verdict } from "../check.ts";
import { awsCommand } from "../shell-command.ts";

export const checkServiceZones = ({ reading }: AuditInput): readonly Verdict[] => {
  const { services, unread: unlisted } = servicesOf(reading);
  return [...unlisted, ...services.map((service) => judgeZones(service, possibleZones(service, reading)))];
};

/**
 * Where a service's tasks may run.
 *
 * | network | zones |
 * |---|---|
 * | awsvpc | those of its subnets |
 * | host, bridge, none | those of its cluster's instances |
 */
export const possibleZones = (service: EcsService, reading: AccountReading): AuditReading<readonly string[]> => {
  if (service.subnets.length > 0) {
    const { subnetZones } = reading;
    if (subnetZones.kind === "unknown") return subnetZones;
    return known(service.subnets.map((subnet) => subnetZones.value[subnet] ?? null));
  }
  const { clusters } = reading;
  if (clusters.kind === "unknown") return clusters;
  const instances = clusters.value.find(({ cluster }) => cluster === service.cluster)?.instances;
  if (instances === undefined || instances.kind === "unknown") return instances ?? known([]);
  return known(instances.value.map(({ zone }) => zone));
};

const judgeZones = (service: EcsService, zones: AuditReading<readonly string[]>): Verdict => {
  const subject = serviceLabel(service);
  if (zones.kind === "unknown") return unread(subject, zones);
  if (zones.value.length >= 2) return passed(subject);
  return {
    status: "finding",
    subject,
    what: `${subject} may run in ${zones.value[0] ?? "no zone that is known"} only.`,
    fix: service.subnets.length > 0 ? [moreSubnets(service)] : [moreInstances()],
    cost: costsNothing("subnets are free; traffic between zones is charged by the gigabyte"),
    numbers: { zones: zones.value.length, subnets: service.subnets.length },
  };
};

/** The other settings of its network are read back, because they are written as a whole. */
const moreSubnets = ({ cluster, service }: EcsService): string => {
  const describe = awsCommand("ecs describe-services", { cluster, services: [service], output: "json" });
  const filter = "'.services[0].networkConfiguration | .awsvpcConfiguration.subnets += [$subnet]'";
  const update = awsCommand("ecs update-service", { cluster, service });
  return `${update} --network-configuration="$(${describe} | jq --arg subnet "$OTHER_SUBNET_ID" ${filter})"`;
};

/** The group of the cluster's instances; ECS does not name it where the cluster has no capacity provider. */
const moreInstances = (): string =>
  awsCommand("autoscaling update-auto-scaling-group", {
    "auto-scaling-group-name": { variable: "GROUP" },
    "vpc-zone-identifier": { variable: "SUBNET_IDS" },
  });

export const checkTaskSpread = ({ reading }: AuditInput): readonly Verdict[] => {
  const { services, unread: unlisted } = servicesOf(reading);
  return [...unlisted, ...services.map(judgeSpread)];
};

const judgeSpread = (service: EcsService): Verdict => {
  const { cluster, desired, isDaemon, taskZones } = service;
  const subject = serviceLabel(service);
  if (desired === 0 || isDaemon) return passed(subject);
  if (desired === 1)
    return {
      status: "finding",
      subject,
      what: `${subject} has one task: whatever stops it stops the service.`,
      fix: [awsCommand("ecs update-service", { cluster, service: service.service, "desired-count": 2 })],
      cost: { kind: "depends", on: "the CPU and memory of one more task" },
      numbers: { desiredTasks: desired },
    };
  if (taskZones.kind === "unknown") return unread(subject, taskZones);
  const zones = known(taskZones.value).value;
  if (zones.length >= 2) return passed(subject);
  if (taskZones.value.length < 2 || taskZones.value.includes(null))
    return {
      status: "unknown",
      subject,
      what: `${subject} has ${taskZones.value.length} running tasks of ${desired} whose zone could be told from; look again when it is steady.`,
      numbers: { desiredTasks: desired, runningTasks: taskZones.value.length },
    };
  return {
    status: "finding",
    subject,
    what: `All ${taskZones.value.length} tasks of ${subject} run in ${zones[0]}.`,
    fix: [
      awsCommand("ecs update-service", {
        cluster,
        service: service.service,
        "availability-zone-rebalancing": "ENABLED",
      }),
    ],
    cost: costsNothing("tasks are moved, not added"),
    numbers: { desiredTasks: desired, runningTasks: taskZones.value.length, zones: zones.length },
  };
};

const known = (zones: readonly (string | null)[]) => ({
  kind: "known" as const,
  value: [...new Set(zones.filter((zone) => zone !== null))].sort(),
});
