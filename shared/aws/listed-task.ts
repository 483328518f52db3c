import type { Container, Task } from "@aws-sdk/client-ecs";
import type { Addresses, ListedTask, TaskPort } from "../records/task-listing.ts";
import { type DefinitionFacts, portsIn, protocolOf } from "./read-definition-facts.ts";

/** Where a task is reached: by an interface of its own, or on its instance. */
export type Location = { readonly instanceId: string | null; readonly addresses: Addresses };

/** A task of ECS as the plan reads it. @param definition `null`: it can't be read */
export const listedTask = (task: Task, definition: DefinitionFacts | null, location: Location): ListedTask => ({
  taskId: taskIdOf(task),
  desiredStatus: task.desiredStatus === "STOPPED" ? "STOPPED" : "RUNNING",
  lastStatus: task.lastStatus ?? "UNKNOWN",
  health: healthOf(task, definition),
  hasHealthCheck: definition === null ? null : definition.checkedContainers.length > 0,
  createdAtMs: task.createdAt?.getTime() ?? null,
  instanceId: location.instanceId,
  addresses: definition?.networkMode === "none" ? noAddresses : location.addresses,
  ports: portsOf(task, definition),
});

export const taskIdOf = ({ taskArn }: Task): string => taskArn?.split("/").at(-1) ?? "";

export const noAddresses: Addresses = { privateIpv4: null, publicIpv4: null, ipv6: null };

/** The only tasks that can be published; what the others are reached by is not asked for. */
export const isUp = ({ desiredStatus, lastStatus }: Task): boolean =>
  desiredStatus === "RUNNING" && lastStatus === "RUNNING";

/**
 * ECS says UNKNOWN of a whole task while any essential container has no answer, and a container without a health check
 * never has one: beside a healthy application an unchecked sidecar would hide the task for ever. So UNKNOWN is looked
 * at closer: it is the health of those that are checked.
 *
 * @see AWS ECS API reference, HealthCheck (the order of the states), Task (healthStatus)
 */
const healthOf = (task: Task, definition: DefinitionFacts | null): ListedTask["health"] => {
  if (task.healthStatus === "HEALTHY" || task.healthStatus === "UNHEALTHY") return task.healthStatus;
  const checked = definition?.checkedContainers ?? [];
  const states = checked.map((name) => task.containers?.find((container) => container.name === name)?.healthStatus);
  return states.length > 0 && states.every((state) => state === "HEALTHY") ? "HEALTHY" : "UNKNOWN";
};

/** In the mode bridge what Docker has bound, dynamic ports included; ECS tells it once the container runs. */
const portsOf = (task: Task, definition: DefinitionFacts | null): readonly TaskPort[] => {
  const isBound = definition === null || definition.networkMode === "bridge";
  const bound = isBound ? (task.containers ?? []).flatMap(boundPorts) : [];
  return unique(bound.length > 0 ? bound : (definition?.fixedPorts ?? []));
};

const boundPorts = ({ networkBindings }: Container): readonly TaskPort[] =>
  (networkBindings ?? []).flatMap((binding) => {
    const protocol = protocolOf(binding.protocol);
    const containerPorts = numbersOf(binding.containerPort, binding.containerPortRange);
    const hostPorts = numbersOf(binding.hostPort, binding.hostPortRange);
    return containerPorts.flatMap((containerPort, index) => {
      const hostPort = hostPorts[index];
      return hostPort === undefined ? [] : [{ protocol, containerPort, hostPort }];
    });
  });

const numbersOf = (port: number | undefined, range: string | undefined): readonly number[] =>
  range !== undefined ? portsIn(range) : port === undefined || port === 0 ? [] : [port];

/** One binding is told once for IPv4 and once for IPv6. */
const unique = (ports: readonly TaskPort[]): readonly TaskPort[] => {
  const byKey = new Map(ports.map((port) => [`${port.protocol} ${port.containerPort} ${port.hostPort}`, port]));
  return [...byKey.values()].sort(
    (a, b) => a.containerPort - b.containerPort || a.hostPort - b.hostPort || (a.protocol < b.protocol ? -1 : 1),
  );
};
