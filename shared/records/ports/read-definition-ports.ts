import type { DefinitionPorts, PortMapping } from "./port-mapping.ts";

export type DefinitionPortsReading =
  | { readonly kind: "read"; readonly ports: DefinitionPorts }
  | { readonly kind: "refused"; readonly place: string; readonly message: string; readonly fix: string };

/**
 * Reads the ports of a task definition, as `register-task-definition` takes it or `describe-task-definition` prints it.
 *
 * Without a network mode Linux tasks are in `bridge`, except on Fargate, which has `awsvpc` only. In `host` and `awsvpc`
 * the host port is the container port.
 *
 * @param document parsed JSON, or an SDK's answer
 * @throws never
 * @see Amazon ECS API reference, TaskDefinition (networkMode), PortMapping
 */
export const readDefinitionPorts = (document: unknown): DefinitionPortsReading => {
  const outer = recordOf(document);
  const root = recordOf(outer?.["taskDefinition"]) ?? outer;
  const containers = root?.["containerDefinitions"];
  if (root === null || !Array.isArray(containers))
    return refused("containerDefinitions", "is missing", "give what describe-task-definition prints");
  const networkMode = networkModeOf(root);
  if (networkMode === null)
    return refused("networkMode", `is ${JSON.stringify(root["networkMode"])}`, "write bridge, host, awsvpc or none");
  const mappings: PortMapping[] = [];
  for (const [index, entry] of containers.entries()) {
    const container = recordOf(entry);
    const place = `containerDefinitions[${index}]`;
    if (container === null) return refused(place, "is not an object", "remove it, or write the container");
    const list = container["portMappings"] ?? [];
    if (!Array.isArray(list)) return refused(`${place}.portMappings`, "is not a list", "write a list, or leave it out");
    for (const [at, mapping] of list.entries()) {
      const read = mappingOf(recordOf(mapping) ?? {}, `${place}.portMappings[${at}]`, networkMode);
      if (typeof read === "string")
        return refused(`${place}.portMappings[${at}]`, read, "write containerPort and hostPort as whole numbers");
      mappings.push({ ...read, container: textOf(container["name"]) ?? place });
    }
  }
  return { kind: "read", ports: { family: textOf(root["family"]), networkMode, mappings } };
};

const networkModeOf = (root: Readonly<Record<string, unknown>>): DefinitionPorts["networkMode"] | null => {
  const mode = root["networkMode"];
  if (mode === "bridge" || mode === "host" || mode === "awsvpc" || mode === "none") return mode;
  if (mode !== undefined && mode !== null) return null;
  const launch = root["requiresCompatibilities"];
  return Array.isArray(launch) && launch.includes("FARGATE") ? "awsvpc" : "bridge";
};

const mappingOf = (
  mapping: Readonly<Record<string, unknown>>,
  place: string,
  networkMode: DefinitionPorts["networkMode"],
): Omit<PortMapping, "container"> | string => {
  // ECS takes any other protocol for tcp.
  const protocol = mapping["protocol"] === "udp" ? "udp" : "tcp";
  if (mapping["containerPortRange"] !== undefined && mapping["containerPort"] === undefined)
    return { place, containerPort: null, hostPort: null, protocol };
  const containerPort = portOf(mapping["containerPort"]);
  const hostPort = mapping["hostPort"] === undefined || mapping["hostPort"] === null ? 0 : portOf(mapping["hostPort"]);
  if (containerPort === null || containerPort === 0) return "has no containerPort";
  if (hostPort === null) return "has a hostPort that is none";
  const fixed = networkMode === "bridge" ? hostPort : containerPort;
  return { place, containerPort, hostPort: fixed === 0 ? null : fixed, protocol };
};

const portOf = (value: unknown): number | null =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 65_536 ? value : null;

const textOf = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

const recordOf = (value: unknown): Readonly<Record<string, unknown>> | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;

const refused = (place: string, message: string, fix: string): DefinitionPortsReading => ({
  kind: "refused",
  place,
  message,
  fix,
});
