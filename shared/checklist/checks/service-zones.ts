import { serviceLabel, servicesOf } from "../account-parts.ts";
import type { AccountReading, AuditReading, EcsService } from "../account-reading.ts";
import type { AuditInput } from "../audit-input.ts";
import { costsNothing, passed, unread, type Verdict } from "../check.ts";
import { awsCommand } from "../shell-command.ts";

export const checkServiceZones = ({ reading }: AuditInput): readonly Verdict[] => {
  const { services, unread: unlisted } = servicesOf(reading);
  return [...unlisted, ...services.map((service) => judgeZones(service, possibleZones(service, reading)))];
};

/** `null` among the zones: one that is not known. */
export type Zones = readonly (string | null)[];

/**
 * Where a service's tasks may run.
 *
 * | network | zones |
 * |---|---|
 * | awsvpc | those of its subnets |
 * | host, bridge, none | those of its cluster's instances |
 *
 * @returns each zone once, sorted
 */
export const possibleZones = (service: EcsService, reading: AccountReading): AuditReading<Zones> => {
  if (service.subnets.length > 0) {
    const { subnetZones } = reading;
    if (subnetZones.kind === "unknown") return subnetZones;
    return { kind: "known", value: distinct(service.subnets.map((subnet) => ownZone(subnetZones.value, subnet))) };
  }
  const { clusters } = reading;
  if (clusters.kind === "unknown") return clusters;
  const instances = clusters.value.find(({ cluster }) => cluster === service.cluster)?.instances;
  if (instances?.kind === "unknown") return instances;
  return { kind: "known", value: distinct((instances?.value ?? []).map(({ zone }) => zone)) };
};

const ownZone = (zones: Readonly<Record<string, string>>, subnet: string): string | null =>
  Object.hasOwn(zones, subnet) ? zones[subnet]! : null;

const judgeZones = (service: EcsService, zones: AuditReading<Zones>): Verdict => {
  const subject = serviceLabel(service);
  if (zones.kind === "unknown") return unread(subject, zones);
  if (knownZones(zones.value).length >= 2) return passed(subject);
  const [zone] = zones.value;
  if (zone === undefined || zone === null || zones.value.includes(null))
    return {
      status: "unknown",
      subject,
      what: `Where ${subject} may run can't be told: a subnet or an instance without a zone, or none at all.`,
    };
  return {
    status: "finding",
    subject,
    what: `${subject} may run in ${zone} only.`,
    fix: [secondZone(service)],
    cost: costsNothing("subnets are free; traffic between zones is charged by the gigabyte"),
    numbers: { zones: 1, subnets: service.subnets.length },
  };
};

/** The command that lets a service run in another zone. */
export const secondZone = (service: EcsService): string =>
  service.subnets.length > 0 ? moreSubnets(service) : moreInstances();

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
  const zones = knownZones(taskZones.value);
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

const distinct = (zones: Zones): Zones => [...new Set(zones)].sort();

const knownZones = (zones: Zones): readonly string[] => distinct(zones).filter((zone) => zone !== null);
