import type { PortMapping, TaskDefinition } from "@aws-sdk/client-ecs";
import type { TaskPort } from "../records/task-listing.ts";
import { makeRevisionReader } from "./read-revisions.ts";

/** What of a task definition tells how its tasks are reached, and when they are healthy. */
export type DefinitionFacts = {
  readonly networkMode: "awsvpc" | "host" | "bridge" | "none";
  /** Names of the essential containers with a health check: ECS looks at essential ones only. */
  readonly checkedContainers: readonly string[];
  /** Ports that are the same for each task; dynamic ones are not among them. */
  readonly fixedPorts: readonly TaskPort[];
};

export const readDefinitionFacts = makeRevisionReader((definition) => factsOf(definition));

/**
 * @throws never
 * @see AWS ECS API reference, TaskDefinition (networkMode: bridge is the default), PortMapping, ContainerDefinition
 *   (essential is the default)
 */
const factsOf = (definition: TaskDefinition): DefinitionFacts => {
  const containers = definition.containerDefinitions ?? [];
  const networkMode = definition.networkMode ?? "bridge";
  return {
    networkMode,
    checkedContainers: containers
      .filter(({ essential, healthCheck }) => essential !== false && (healthCheck?.command?.length ?? 0) > 0)
      .map(({ name }) => name ?? ""),
    fixedPorts: containers.flatMap(({ portMappings }) =>
      (portMappings ?? []).flatMap((mapping) => fixedPortsOf(mapping, networkMode)),
    ),
  };
};

/** With an interface of its own, and in the mode host, a container port is the port that is reached. */
const fixedPortsOf = (mapping: PortMapping, networkMode: DefinitionFacts["networkMode"]): readonly TaskPort[] => {
  const protocol = protocolOf(mapping.protocol);
  if (networkMode === "none") return [];
  if (networkMode === "bridge") {
    const { containerPort, hostPort } = mapping;
    return containerPort && hostPort ? [{ protocol, containerPort, hostPort }] : [];
  }
  const ports =
    mapping.containerPortRange === undefined ? [mapping.containerPort] : portsIn(mapping.containerPortRange);
  return ports.flatMap((port) => (port ? [{ protocol, containerPort: port, hostPort: port }] : []));
};

export const protocolOf = (protocol: string | undefined): TaskPort["protocol"] => (protocol === "udp" ? "udp" : "tcp");

/** `8000-8003`: each port of it. */
export const portsIn = (range: string): readonly number[] => {
  const [first = Number.NaN, last = first] = range.split("-").map(Number);
  return Array.from({ length: Math.max(0, last - first + 1) || 0 }, (_, offset) => first + offset);
};
