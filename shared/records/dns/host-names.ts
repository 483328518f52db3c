import type { Endpoint } from "../endpoint.ts";
import { hostBaseOf, setNameOf } from "./entry-needs.ts";
import type { ZoneEntry } from "./zone-entry.ts";

/**
 * The host name that stands for a task in an SRV record.
 *
 * Tasks that share their instance's interface share its name. That is seen by a host port that is not the container's:
 * with an interface of its own a task has no such port. A task on a fixed host port gets a name of its own as well: it
 * is alone with it on its instance, and the name is right in both modes.
 *
 * @see Amazon ECS API reference, NetworkBinding (hostPort): the same as containerPort in the mode awsvpc
 */
export const hostNameOf = (endpoint: Endpoint, entry: ZoneEntry): string => {
  const { taskId, instanceId } = endpoint;
  const listed = entry.listing.kind === "known" ? entry.listing.value.tasks : [];
  const ports = listed.find((task) => task.taskId === taskId)?.ports ?? [];
  const isShared = instanceId !== null && ports.some(({ containerPort, hostPort }) => containerPort !== hostPort);
  return `${(isShared ? instanceId : taskId).toLowerCase()}.${hostBaseOf(setNameOf(entry.record))}`;
};
