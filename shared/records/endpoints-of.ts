import { compareText } from "../config/by-name.ts";
import type { Endpoint, LeftOutReason, ServiceEndpoints } from "./endpoint.ts";
import type { ListedTask, TaskListing, TaskPort } from "./task-listing.ts";

/** How one entry of the configuration wants a task to be reached. */
export type EndpointNeeds = {
  readonly address: "private" | "public";
  /** `dual`: at least one of both. */
  readonly family: "ipv4" | "ipv6" | "dual";
  readonly port: "none" | "only-or-named";
  /** Which port, where the task has several; `null`: its only one. */
  readonly containerPort: number | null;
  readonly protocol: "tcp" | "udp";
};

/**
 * Which tasks of a listing are published in one way, and what becomes of the others.
 *
 * A task is published while it is wanted, RUNNING and healthy, and nobody has withdrawn it. UNKNOWN is healthy only
 * without a health check: with one it means that the first answer is still to come.
 *
 * @param withdrawn task ids that are about to be stopped, listed or not: they are leaving
 * @returns every listed task in exactly one of the lists, each sorted by task id
 * @throws never
 * @see Amazon ECS developer guide, task lifecycle; API reference, Task (desiredStatus, lastStatus, healthStatus)
 */
export const endpointsOf = (
  listing: TaskListing,
  withdrawn: readonly string[],
  needs: EndpointNeeds,
): ServiceEndpoints => {
  const gone = new Set(withdrawn);
  const tasks = [...listing.tasks].sort((a, b) => compareText(a.taskId, b.taskId));
  const endpoints: Endpoint[] = [];
  const waiting: string[] = [];
  const leaving = new Set(gone);
  const leftOut: { readonly taskId: string; readonly why: LeftOutReason }[] = [];
  for (const task of tasks) {
    const { taskId } = task;
    const stage = gone.has(taskId) ? "leaving" : stageOf(task);
    if (stage === "leaving") leaving.add(taskId);
    else if (stage === "waiting") waiting.push(taskId);
    else if (stage === "unhealthy") leftOut.push({ taskId, why: "unhealthy" });
    else {
      const reached = reach(task, needs);
      if (typeof reached === "string") leftOut.push({ taskId, why: reached });
      else endpoints.push(reached);
    }
  }
  return {
    endpoints,
    waiting,
    leaving: [...leaving].sort(compareText),
    leftOut,
    nothingListed: tasks.length === 0,
  };
};

/** The ways to RUNNING; what is neither here nor RUNNING is on its way out. */
const starting: ReadonlySet<string> = new Set(["PROVISIONING", "PENDING", "ACTIVATING"]);

const stageOf = (task: ListedTask): "ready" | "waiting" | "unhealthy" | "leaving" => {
  if (task.desiredStatus === "STOPPED") return "leaving";
  if (starting.has(task.lastStatus)) return "waiting";
  if (task.lastStatus !== "RUNNING") return "leaving";
  if (task.health === "UNHEALTHY") return "unhealthy";
  return task.health === "HEALTHY" || task.hasHealthCheck === false ? "ready" : "waiting";
};

const reach = (task: ListedTask, needs: EndpointNeeds): Endpoint | LeftOutReason => {
  const { taskId, instanceId, addresses } = task;
  const ipv4 = needs.address === "private" ? addresses.privateIpv4 : addresses.publicIpv4;
  const found = {
    ipv4: needs.family === "ipv6" ? null : ipv4,
    ipv6: needs.family === "ipv4" ? null : addresses.ipv6,
  };
  if (found.ipv4 === null && found.ipv6 === null) return "no-address";
  if (needs.port === "none") return { taskId, instanceId, ...found, port: null };
  const port = portOf(task.ports, needs);
  return typeof port === "string" ? port : { taskId, instanceId, ...found, port };
};

/** Two containers of a task may have the same container port, each at a host port of its own: also ambiguous. */
const portOf = (ports: readonly TaskPort[], needs: EndpointNeeds): number | LeftOutReason => {
  const fitting = ports.filter(
    (port) =>
      port.protocol === needs.protocol && (needs.containerPort === null || port.containerPort === needs.containerPort),
  );
  const hostPorts = new Set(fitting.map(({ hostPort }) => hostPort));
  if (hostPorts.size > 1) return "ambiguous-port";
  return [...hostPorts][0] ?? "no-port";
};
