import type { Task } from "@aws-sdk/client-ecs";
import type { Addresses } from "../records/task-listing.ts";

/** A task's own network interface, as far as ECS tells: never its public address. */
export type TaskInterface = { readonly interfaceId: string | null; readonly addresses: Addresses };

/**
 * The interface of a task in the mode awsvpc.
 *
 * @returns `null`: the task has none and is reached on its instance
 * @see AWS ECS API reference, Attachment (details), NetworkInterface
 */
export const interfaceOf = ({ attachments, containers }: Task): TaskInterface | null => {
  const attachment = attachments?.find(({ type }) => type === "ElasticNetworkInterface");
  if (attachment === undefined) return null;
  const details = new Map((attachment.details ?? []).map(({ name, value }) => [name, value]));
  const told = containers?.flatMap(({ networkInterfaces }) => networkInterfaces ?? []);
  return {
    interfaceId: details.get("networkInterfaceId") ?? null,
    addresses: {
      privateIpv4:
        details.get("privateIPv4Address") ?? told?.find((one) => one.privateIpv4Address)?.privateIpv4Address ?? null,
      publicIpv4: null,
      ipv6: told?.find((one) => one.ipv6Address)?.ipv6Address ?? details.get("ipv6Address") ?? null,
    },
  };
};
