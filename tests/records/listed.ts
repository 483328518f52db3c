import type { Published, ServiceEndpoints } from "../../shared/records/endpoint.ts";
import type { ListedTask } from "../../shared/records/task-listing.ts";

/** A task that runs, is wanted and has no health check, with an interface of its own. */
export const listedTask = (taskId: string, changes: Partial<ListedTask> = {}): ListedTask => ({
  taskId,
  desiredStatus: "RUNNING",
  lastStatus: "RUNNING",
  health: "UNKNOWN",
  hasHealthCheck: false,
  createdAtMs: 0,
  instanceId: null,
  addresses: { privateIpv4: `10.0.0.${taskId.length}`, publicIpv4: "203.0.113.1", ipv6: "2001:db8::1" },
  ports: [{ protocol: "tcp", containerPort: 8080, hostPort: 8080 }],
  ...changes,
});

export const published = (taskId: string | null, changes: Partial<Published> = {}): Published => ({
  taskId,
  ipv4: `10.0.1.${taskId ?? 0}`,
  ipv6: null,
  port: null,
  ...changes,
});

export const serviceEndpoints = (changes: Partial<ServiceEndpoints> = {}): ServiceEndpoints => ({
  endpoints: [],
  waiting: [],
  leaving: [],
  leftOut: [],
  nothingListed: false,
  ...changes,
});
