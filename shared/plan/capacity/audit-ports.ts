import { candidatesOf, type Tenant } from "./place.ts";
import type { Site } from "./site.ts";
import { type PortKey, portsOf } from "./slot.ts";

/** One fixed host port of a service over the instances that its tasks could run on. */
export type PortAudit = {
  readonly port: PortKey;
  /** Instances on which it is free, sorted as the site's. */
  readonly free: readonly string[];
  /** Who holds it elsewhere; the service itself first, then by name, the unknown last. */
  readonly holders: readonly PortHolder[];
};

export type PortHolder = {
  /** ECS service; `null`: the agent, or a task that no configured service explains. */
  readonly ecsService: string | null;
  readonly instances: readonly string[];
};

/**
 * Tells of each fixed host port of a service where it is free, and who holds it on which instances.
 *
 * @returns sorted by port; empty for a service with dynamic ports, or with network interfaces of its own
 * @throws never
 */
export const auditPorts = (tenant: Tenant, site: Site): readonly PortAudit[] => {
  const candidates = candidatesOf(tenant, site);
  return portsOf(tenant.placement).map((port) => {
    const byHolder = new Map<string | null, string[]>();
    for (const slot of candidates) {
      if (!slot.ports.has(port)) continue;
      const holder = slot.ports.get(port) ?? null;
      byHolder.set(holder, [...(byHolder.get(holder) ?? []), slot.id]);
    }
    const rank = (holder: string | null): string =>
      holder === tenant.ecsService ? "0" : holder === null ? "2" : `1${holder}`;
    return {
      port,
      free: candidates.filter((slot) => !slot.ports.has(port)).map(({ id }) => id),
      holders: [...byHolder]
        .map(([ecsService, instances]) => ({ ecsService, instances }))
        .sort((a, b) => (rank(a.ecsService) < rank(b.ecsService) ? -1 : 1)),
    };
  });
};

const mostNamed = 10;

/** "tcp 8080 is taken by basket on i-1, i-2": one line per port, no more than ten instances by name. */
export const describePorts = (audits: readonly PortAudit[]): string =>
  audits
    .filter(({ holders }) => holders.length > 0)
    .map(({ port, holders }) => {
      const taken = holders.map(({ ecsService, instances }) => {
        const named = instances.slice(0, mostNamed).join(", ");
        const more = instances.length > mostNamed ? ` and ${instances.length - mostNamed} more` : "";
        return `by ${ecsService ?? "another task"} on ${named}${more}`;
      });
      return `${port} is taken ${taken.join(", ")}`;
    })
    .join("; ");
