import type { ContainerDefinition, TaskDefinition } from "@aws-sdk/client-ecs";
import type { TaskNeeds } from "../plan/readings/capacity-reading.ts";
import { makeRevisionReader } from "./read-revisions.ts";

/** Reads what a task of each definition takes. @returns and throws as `makeRevisionReader` says */
export const readTaskDefinitions = makeRevisionReader((definition) => needsOf(definition));

/**
 * The task's own CPU and memory where the definition gives them, else the sum over its containers: memoryReservation
 * is what ECS takes of an instance where both are given.
 *
 * @see AWS ECS API reference, TaskDefinition and ContainerDefinition
 */
export const needsOf = (definition: TaskDefinition): TaskNeeds => {
  const containers = definition.containerDefinitions ?? [];
  const sum = (of: (container: ContainerDefinition) => number): number =>
    containers.reduce((total, container) => total + of(container), 0);
  return {
    cpuUnits: wholeOf(definition.cpu) ?? sum(({ cpu }) => cpu ?? 0),
    memoryMib: wholeOf(definition.memory) ?? sum(({ memory, memoryReservation }) => memoryReservation ?? memory ?? 0),
    tcpPorts: hostPorts(definition, "tcp"),
    udpPorts: hostPorts(definition, "udp"),
    ownInterface: definition.networkMode === "awsvpc",
    gpus: sum(({ resourceRequirements }) =>
      (resourceRequirements ?? [])
        .filter(({ type }) => type === "GPU")
        .reduce((total, { value }) => total + Number(value ?? 0), 0),
    ),
    expressions: (definition.placementConstraints ?? []).flatMap(({ expression }) => expression ?? []).sort(),
  };
};

/** ECS answers CPU units and MiB; what was registered as "1 vCPU" or "2 GB" comes back as 1024 and 2048. */
const wholeOf = (text: string | undefined): number | null => {
  const value = Number(text ?? "");
  return text !== undefined && Number.isInteger(value) && value > 0 ? value : null;
};

/**
 * Ports of the instance that every task needs: in the mode `host` each container port, in `bridge` the host ports that
 * are given; 0 or none is a dynamic one. With `awsvpc` ports are those of the task's own interface.
 */
const hostPorts = (
  { networkMode, containerDefinitions }: TaskDefinition,
  protocol: "tcp" | "udp",
): readonly number[] => {
  if (networkMode === "awsvpc" || networkMode === "none") return [];
  const ports = (containerDefinitions ?? [])
    .flatMap(({ portMappings }) => portMappings ?? [])
    // ECS treats any other protocol as tcp.
    .filter((mapping) => (mapping.protocol === "udp" ? "udp" : "tcp") === protocol)
    .map(({ hostPort, containerPort }) => (networkMode === "host" ? hostPort || containerPort : hostPort) ?? 0)
    .filter((port) => port > 0);
  return [...new Set(ports)].sort((a, b) => a - b);
};
