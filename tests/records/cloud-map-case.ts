import type { CloudMapConfig } from "../../shared/config/publication.ts";
import type { CloudMapInput } from "../../shared/records/cloud-map/cloud-map-input.ts";
import type { CloudMapInstance } from "../../shared/records/cloud-map/cloud-map-instance.ts";
import type { RecordsAction } from "../../shared/records/records-action.ts";
import type { ListedTask } from "../../shared/records/task-listing.ts";
import { serviceConfig } from "../scale/small-world.ts";
import { listedTask } from "./listed.ts";

export const serviceId = "srv-1";

export const entry = (changes: Partial<CloudMapConfig> = {}): CloudMapConfig => ({
  serviceId,
  policy: "sync",
  family: "ipv4",
  containerPort: null,
  ttlSeconds: 10,
  ...changes,
});

/** A task on an interface of its own, its address made of its id: `t3` is at 10.0.0.3. */
export const task = (taskId: string, changes: Partial<ListedTask> = {}): ListedTask =>
  listedTask(taskId, {
    addresses: { privateIpv4: `10.0.0.${taskId.slice(1)}`, publicIpv4: null, ipv6: `2001:db8::${taskId.slice(1)}` },
    ...changes,
  });

export const stopped = (taskId: string): ListedTask =>
  task(taskId, { desiredStatus: "STOPPED", lastStatus: "STOPPED" });

/** As `web` of the stack `shop` registers it. */
export const instance = (id: string, changes: Readonly<Record<string, string>> = {}): CloudMapInstance => ({
  id,
  attributes: {
    AWS_INSTANCE_IPV4: `10.0.0.${id.slice(1)}`,
    AWS_INSTANCE_PORT: "8080",
    HEADGATE_STACK: "shop",
    HEADGATE_SERVICE: "web",
    ...changes,
  },
});

/** As ECS's own service discovery registers it. */
export const ecsInstance = (id: string): CloudMapInstance => ({
  id,
  attributes: { AWS_INSTANCE_IPV4: `10.0.0.${id.slice(1)}`, ECS_SERVICE_NAME: "web-v1", ECS_CLUSTER_NAME: "shop" },
});

export type CloudMapCase = {
  readonly tasks?: readonly ListedTask[];
  readonly instances?: readonly CloudMapInstance[];
  readonly withdrawn?: readonly string[];
  readonly entry?: Partial<CloudMapConfig>;
};

/** The service `web` alone at one Cloud Map service. */
export const cloudMapInput = (given: CloudMapCase = {}, changes: Partial<CloudMapInput> = {}): CloudMapInput => ({
  destination: {
    kind: "cloud-map",
    id: `cloud-map/${serviceId}`,
    serviceId,
    services: [{ service: serviceConfig({ name: "web" }), entries: [entry(given.entry)] }],
  },
  stack: "shop",
  observed: { kind: "known", value: given.instances ?? [] },
  listings: new Map([["web", { kind: "known", value: { tasks: given.tasks ?? [] } }]]),
  withdrawals: new Map([["web", given.withdrawn ?? []]]),
  memory: null,
  ...changes,
});

/** Cloud Map, once it has done what it was asked to. */
export const carryOut = (
  instances: readonly CloudMapInstance[],
  actions: readonly RecordsAction[],
): readonly CloudMapInstance[] => {
  const byId = new Map(instances.map((one) => [one.id, one]));
  for (const action of actions) {
    if (action.kind === "register-instance") {
      byId.set(action.instanceId, { id: action.instanceId, attributes: action.attributes });
    } else if (action.kind === "deregister-instance") {
      if (!byId.delete(action.instanceId)) throw new Error(`InstanceNotFound: ${action.instanceId}`);
    } else {
      throw new Error(`no action of Cloud Map: ${action.kind}`);
    }
  }
  return [...byId.values()];
};
