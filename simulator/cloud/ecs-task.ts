import type { Container, ContainerDefinition, NetworkBinding, TaskDefinition } from "@aws-sdk/client-ecs";
import type { InstanceSpec } from "./ec2-cluster.ts";
import { interfaceId, taskAddresses, taskNumber, zoneOf } from "./task-network.ts";

/** A task as ECS keeps it. */
export type Task = {
  readonly taskId: string;
  readonly lastStatus: string;
  readonly desiredStatus: "RUNNING" | "STOPPED";
  /** Passes its health check. */
  readonly healthy: boolean;
  /** The deployment that started it. */
  readonly deploymentId: string;
  /** `null`: it is not protected from scale-in. */
  readonly protectedUntilMs: number | null;
  readonly createdAtMs: number;
  readonly startedAtMs: number | null;
  readonly stoppingAtMs: number | null;
  readonly stoppedAtMs: number | null;
};

/** What a task runs on. */
export type TaskPlace = {
  readonly definition: TaskDefinition;
  readonly ipv6: boolean;
  readonly on:
    | { readonly kind: "fargate" }
    /** `host: null`: it waits for a place. */
    | { readonly kind: "ec2"; readonly host: EcsHost | null };
};

export type EcsHost = {
  readonly instance: InstanceSpec;
  readonly instanceArn: string;
  readonly zone: string;
  /** Of the instance, for the task's dynamic ports in their order. */
  readonly dynamicPorts: readonly number[];
};

/** The part of DescribeTasks that follows from where a task is, and from what. */
export const placeFields = (task: Task, place: TaskPlace, isUnhealthy: boolean, region: string): object => {
  const host = place.on.kind === "ec2" ? place.on.host : null;
  const isPlaced = place.on.kind === "fargate" || host !== null;
  const ownInterface = isPlaced && place.definition.networkMode === "awsvpc";
  const isChecked = (container: ContainerDefinition): boolean => container.healthCheck !== undefined;
  const healthOf = (checked: boolean): "HEALTHY" | "UNHEALTHY" | "UNKNOWN" => {
    if (!checked || task.desiredStatus === "STOPPED") return "UNKNOWN";
    if (isUnhealthy) return "UNHEALTHY";
    return task.healthy ? "HEALTHY" : "UNKNOWN";
  };
  const containers = place.definition.containerDefinitions ?? [];
  const bindings = host === null ? [] : bindingsOf(task, place.definition, host);
  return {
    launchType: place.on.kind === "fargate" ? "FARGATE" : "EC2",
    availabilityZone: host?.zone ?? zoneOf(region, taskNumber(task.taskId)),
    healthStatus: healthOf(containers.some(isChecked)),
    ...(host === null ? {} : { containerInstanceArn: host.instanceArn }),
    attachments: ownInterface ? [attachmentOf(task, place.ipv6)] : [],
    containers: containers.map(
      (container, index): Container => ({
        name: container.name ?? `container-${index + 1}`,
        lastStatus: task.lastStatus,
        healthStatus: healthOf(isChecked(container)),
        networkBindings: [...(bindings[index] ?? [])],
        networkInterfaces: ownInterface ? [{ privateIpv4Address: taskAddresses(task.taskId).privateIpv4 }] : [],
      }),
    ),
  };
};

const attachmentOf = ({ taskId, lastStatus }: Task, hasIpv6: boolean): object => {
  const { privateIpv4, ipv6 } = taskAddresses(taskId);
  const id = interfaceId(taskId);
  return {
    id: `attachment-${id.slice(4)}`,
    type: "ElasticNetworkInterface",
    status: lastStatus === "STOPPED" ? "DELETED" : "ATTACHED",
    details: [
      { name: "subnetId", value: "subnet-0a1b2c3d" },
      { name: "networkInterfaceId", value: id },
      { name: "privateIPv4Address", value: privateIpv4 },
      ...(hasIpv6 ? [{ name: "ipv6Address", value: ipv6 }] : []),
    ],
  };
};

/** Per container, once the task runs: an interface of its own has no bindings. */
const bindingsOf = (
  { lastStatus }: Task,
  { networkMode, containerDefinitions = [] }: TaskDefinition,
  { dynamicPorts }: EcsHost,
): readonly (readonly NetworkBinding[])[] => {
  if (networkMode === "awsvpc" || networkMode === "none") return [];
  if (lastStatus === "PENDING" || lastStatus === "STOPPED") return [];
  const free = [...dynamicPorts];
  return containerDefinitions.map(({ portMappings = [] }) =>
    portMappings.map(({ containerPort, hostPort = 0, protocol = "tcp" }) => ({
      bindIP: "0.0.0.0",
      containerPort,
      hostPort: networkMode === "host" ? containerPort : hostPort > 0 ? hostPort : free.shift(),
      protocol,
    })),
  );
};
