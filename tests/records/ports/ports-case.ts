import type { PortMapping, ServicePorts } from "../../../shared/records/ports/port-mapping.ts";

export const mapping = (given: Partial<PortMapping> = {}): PortMapping => ({
  place: "containerDefinitions[0].portMappings[0]",
  container: "app",
  containerPort: 8080,
  hostPort: 8080,
  protocol: "tcp",
  ...given,
});

/** One fixed port, two to ten tasks, half of which a rollout may stop first: only the port is in the way. */
export const ported = (given: Partial<ServicePorts> = {}): ServicePorts => ({
  service: "order",
  family: "order",
  cluster: "shop",
  networkMode: "bridge",
  mappings: [mapping()],
  minTasks: 2,
  maxTasks: 10,
  minimumHealthyPercent: 50,
  instances: null,
  ...given,
});

export const openRange = (protocol: "tcp" | "udp" = "tcp") => ({
  kind: "run",
  command: `aws ec2 authorize-security-group-ingress --group-id SG_OF_INSTANCES --protocol ${protocol} --port 32768-60999 --source-group SG_OF_NGINX`,
});

export const setDynamic = (service = "order", at = 0) => ({
  kind: "set",
  service,
  path: `containerDefinitions[0].portMappings[${at}].hostPort`,
  value: 0,
});
