/** What a test declares of a service's tasks; what it leaves out is one TCP port 8080 and a private IPv4 address. */
export type TaskSpec = {
  readonly ports?: readonly { readonly containerPort: number; readonly protocol?: "tcp" | "udp" }[];
  /** Its container has a health check: HEALTHY once the task takes traffic, UNKNOWN before. */
  readonly healthCheck?: boolean;
  readonly publicAddress?: boolean;
  readonly ipv6?: boolean;
};

export const defaultPorts: NonNullable<TaskSpec["ports"]> = [{ containerPort: 8080 }];

export type NetworkAddresses = {
  readonly privateIpv4: string;
  /** Given where the subnet gives one. */
  readonly publicIpv4: string;
  readonly ipv6: string;
};

/**
 * The addresses of a task's own interface: the same for as long as it lives, and nobody else's.
 *
 * Made from the two numbers in the id of a task of the world, so they repeat after 65,536 tasks of a service, as AWS
 * gives addresses again.
 */
export const taskAddresses = (taskId: string): NetworkAddresses => {
  const [service, number] = numbersIn(taskId);
  return addressesAt(service % 256, number);
};

/** @param cluster, instance which of the clusters, which of its instances; no task's addresses begin with the same octets */
export const instanceAddresses = (cluster: number, instance: number): NetworkAddresses =>
  addressesAt(0, cluster * 256 + instance + 4);

/** `eni-` and 17 hexadecimal digits. */
export const interfaceId = (taskId: string): string => {
  const [service, number] = numbersIn(taskId);
  return `eni-${service.toString(16).padStart(5, "0")}${number.toString(16).padStart(12, "0")}`;
};

/** Tasks are spread over three zones. */
export const zoneOf = (region: string, number: number): string => `${region}${"abc"[number % 3]}`;

export const taskNumber = (taskId: string): number => numbersIn(taskId)[1];

const numbersIn = (taskId: string): readonly [number, number] => [
  Number.parseInt(taskId.slice(0, 8), 16),
  Number.parseInt(taskId.slice(-12), 16),
];

const addressesAt = (net: number, number: number): NetworkAddresses => {
  const host = `${net}.${(number >> 8) % 256}.${number % 256}`;
  return {
    privateIpv4: `10.${host}`,
    publicIpv4: `52.${host}`,
    ipv6: `2a05:d014:${net.toString(16)}::${(number % 65_536).toString(16)}`,
  };
};
