import { compareText } from "../../config/by-name.ts";
import { auditServicePorts, dynamicFixes, portText } from "./audit-service-ports.ts";
import type { PortFinding } from "./port-finding.ts";
import type { PortMapping, ServicePorts } from "./port-mapping.ts";

/**
 * Looks at the host ports of services: which of them limit a service to one task per instance, which are in each other's
 * way on the instances of a cluster, which are never or not always free, and what to change.
 *
 * @returns by service, then the conflicts by cluster and port; the same for any order of services
 * @throws never
 */
export const auditPortMappings = (services: readonly ServicePorts[]): readonly PortFinding[] => {
  const sorted = [...services].sort((a, b) => compareText(a.service, b.service));
  return [...sorted.flatMap(auditServicePorts), ...conflictsOf(sorted)];
};

/** Does anything keep tasks from starting? */
export const limitsTasks = (findings: readonly PortFinding[]): boolean =>
  findings.some(({ severity }) => severity === "limit");

type Holder = { readonly service: ServicePorts; readonly mapping: PortMapping };

const conflictsOf = (services: readonly ServicePorts[]): readonly PortFinding[] => {
  const byPort = new Map<string, Holder[]>();
  for (const service of services) {
    if (service.networkMode !== "bridge" && service.networkMode !== "host") continue;
    for (const mapping of service.mappings) {
      if (mapping.hostPort === null) continue;
      const text = portText({ hostPort: mapping.hostPort, protocol: mapping.protocol });
      const key = JSON.stringify([service.cluster, text]);
      const holders = byPort.get(key) ?? [];
      if (!holders.some((holder) => holder.service === service)) byPort.set(key, [...holders, { service, mapping }]);
    }
  }
  return [...byPort]
    .filter(([, holders]) => holders.length > 1)
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, holders]) => conflict(JSON.parse(key)[1] as string, holders));
};

const conflict = (port: string, holders: readonly Holder[]): PortFinding => {
  const names = holders.map(({ service }) => service.service);
  const [first, ...others] = holders as readonly [Holder, ...Holder[]];
  const { cluster, instances } = first.service;
  const room = instances === null ? "as many as there are instances" : `${instances}, as many as there are instances`;
  return {
    code: "port-conflict",
    severity: "limit",
    services: names,
    cluster,
    message: `${listed(names)} ${names.length === 2 ? "both" : "all"} need the host port ${port}: no instance carries two of them, and together they have at most ${room}.`,
    fixes: others.flatMap(({ service, mapping }) =>
      dynamicFixes(service, [mapping]).filter(({ kind }) => kind === "set"),
    ),
  };
};

const listed = (names: readonly string[]): string => `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
