import type { PortFinding, PortFix } from "./port-finding.ts";
import type { PortMapping, ServicePorts } from "./port-mapping.ts";
import { agentPorts, ephemeralPorts, isEphemeral } from "./port-ranges.ts";

/**
 * What the ports of one service do to it.
 *
 * @returns in the order in which they bind
 * @throws never
 */
export const auditServicePorts = (service: ServicePorts): readonly PortFinding[] => {
  if (service.networkMode === "none" || service.mappings.length === 0) return [];
  if (service.networkMode === "awsvpc") return [ownInterface(service)];
  const fixed = service.mappings.filter((mapping): mapping is FixedMapping => mapping.hostPort !== null);
  const dynamic = service.mappings.filter(({ hostPort }) => hostPort === null);
  return [
    ...neverPlaced(service, fixed),
    ...(fixed.length === 0 ? [] : [onePerInstance(service, fixed)]),
    ...(fixed.length === 0 ? [] : rolloutOf(service, fixed)),
    ...fixed.filter(({ hostPort }) => isEphemeral(hostPort)).map((mapping) => ephemeral(service, mapping)),
    ...(fixed.length === 0 && dynamic.length > 0 ? [openRange(service, dynamic)] : []),
  ];
};

type FixedMapping = PortMapping & { readonly hostPort: number };

export const portText = ({ hostPort, protocol }: Pick<FixedMapping, "hostPort" | "protocol">): string =>
  protocol === "tcp" ? String(hostPort) : `${hostPort}/udp`;

const about = ({ service, cluster }: ServicePorts): Pick<PortFinding, "services" | "cluster"> => ({
  services: [service],
  cluster,
});

/** What makes a service's host ports dynamic. */
export const dynamicFixes = (service: ServicePorts, fixed: readonly PortMapping[]): readonly PortFix[] => {
  const protocols = [...new Set(fixed.map(({ protocol }) => protocol))].sort();
  return [
    ...(service.networkMode === "host"
      ? [{ kind: "set", service: service.service, path: "networkMode", value: "bridge" } as const]
      : []),
    ...fixed.map(({ place }) => {
      return { kind: "set", service: service.service, path: `${place}.hostPort`, value: 0 } as const;
    }),
    ...protocols.map(openRangeCommand),
  ];
};

const openRangeCommand = (protocol: "tcp" | "udp"): PortFix => ({
  kind: "run",
  command: `aws ec2 authorize-security-group-ingress --group-id SG_OF_INSTANCES --protocol ${protocol} --port ${ephemeralPorts.first}-${ephemeralPorts.last} --source-group SG_OF_NGINX`,
});

const onePerInstance = (service: ServicePorts, fixed: readonly FixedMapping[]): PortFinding => {
  const ports = fixed.map(portText).join(", ");
  const host = service.networkMode === "host";
  const what = host
    ? `In the network mode host every port is the instance's: ${ports}`
    : `${fixed.length === 1 ? "The host port" : "The host ports"} ${ports} ${fixed.length === 1 ? "is" : "are"} fixed`;
  const { instances, maxTasks } = service;
  const most =
    instances === null
      ? "so there is one task per instance at most"
      : `so ${instances} instances carry ${instances} tasks at most`;
  const wanted =
    instances !== null && maxTasks !== null && maxTasks > instances ? `, and tasks.max is ${maxTasks}` : "";
  return {
    code: host ? "host-mode" : "one-task-per-instance",
    severity: instances !== null && maxTasks !== null && instances >= maxTasks ? "risk" : "limit",
    ...about(service),
    message: `${what}, ${most}${wanted}.`,
    fixes: dynamicFixes(service, fixed),
  };
};

/**
 * A rollout starts a task before it stops one, unless minimumHealthyPercent lets it stop one first; the new task needs an
 * instance on which the port is free.
 *
 * @see Amazon ECS API reference, DeploymentConfiguration (minimumHealthyPercent: rounded up)
 */
const rolloutOf = (service: ServicePorts, fixed: readonly FixedMapping[]): readonly PortFinding[] => {
  const tasks = Math.max(1, service.minTasks ?? 1);
  if (service.instances !== null && service.maxTasks !== null && service.instances > service.maxTasks) return [];
  const mayStop = tasks - Math.ceil((tasks * service.minimumHealthyPercent) / 100);
  if (mayStop > 0) return [];
  const most = Math.floor((100 * (tasks - 1)) / tasks);
  const ports = fixed.map(portText).join(", ");
  const text = `keep one instance more than tasks, or set minimumHealthyPercent to at most ${most}, so that a task may stop first`;
  return [
    {
      code: "rollout-needs-instance",
      severity: "limit",
      ...about(service),
      message: `With ${tasks} ${tasks === 1 ? "task" : "tasks"} and minimumHealthyPercent ${service.minimumHealthyPercent} no task may stop before a new one runs, which needs an instance where ${ports} is free: without one the deployment waits.`,
      fixes: [{ kind: "do", text }],
    },
  ];
};

const neverPlaced = (service: ServicePorts, fixed: readonly FixedMapping[]): readonly PortFinding[] => {
  const reserved = fixed.filter(({ hostPort, protocol }) => protocol === "tcp" && agentPorts.has(hostPort));
  const twice = fixed.filter(
    (mapping, index) => fixed.findIndex((other) => portText(other) === portText(mapping)) < index,
  );
  return [
    ...reserved.map(
      (mapping): PortFinding => ({
        code: "agent-port",
        severity: "limit",
        ...about(service),
        message: `${portText(mapping)} is kept on every container instance for SSH, Docker or the ECS agent: no task is ever placed.`,
        fixes: dynamicFixes(service, [mapping]),
      }),
    ),
    ...twice.map(
      (mapping): PortFinding => ({
        code: "port-twice-in-task",
        severity: "limit",
        ...about(service),
        message: `Two mappings of one task have the host port ${portText(mapping)}: the task never starts.`,
        fixes: dynamicFixes(service, [mapping]),
      }),
    ),
  ];
};

const ephemeral = (service: ServicePorts, mapping: FixedMapping): PortFinding => ({
  code: "ephemeral-port",
  severity: "risk",
  ...about(service),
  message: `${portText(mapping)} is between ${ephemeralPorts.first} and ${ephemeralPorts.last}, which outgoing connections and dynamic host ports are taken from: now and then it is taken when the task starts.`,
  fixes: [
    ...dynamicFixes(service, [mapping]),
    {
      kind: "do",
      text: `or take a port below ${ephemeralPorts.first}; or keep outgoing connections off it with sysctl -w net.ipv4.ip_local_reserved_ports=${mapping.hostPort} and dynamic ports with ECS_DYNAMIC_HOST_PORT_RANGE in /etc/ecs/ecs.config`,
    },
  ],
});

const openRange = (service: ServicePorts, dynamic: readonly PortMapping[]): PortFinding => ({
  code: "open-dynamic-range",
  severity: "note",
  ...about(service),
  message: `Its host ports are dynamic: as many tasks fit as CPU and memory allow. Who sends requests must reach ${ephemeralPorts.first}-${ephemeralPorts.last} of the instances.`,
  fixes: [...new Set(dynamic.map(({ protocol }) => protocol))].sort().map(openRangeCommand),
});

const ownInterface = (service: ServicePorts): PortFinding => ({
  code: "own-interface",
  severity: "note",
  ...about(service),
  message:
    "Each task has a network interface of its own, so no port limits it. On EC2 the interfaces per instance do; ENI trunking raises that.",
  fixes: [],
});
