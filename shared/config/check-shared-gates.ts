import { type Finding, shown } from "./problems.ts";
import type { ServiceConfig } from "./service-config.ts";

/** The admitted rate is the service's, and a gate doesn't know what another lets through. */
export const checkSharedGates = (services: readonly ServiceConfig[]): readonly Finding[] =>
  services.flatMap(({ name, publish }): readonly Finding[] => {
    const gated = publish.upstreams.filter(({ gate }) => gate !== null);
    if (gated.length < 2) return [];
    const blocks = gated.map(({ fleet, upstream }) => `${shown(upstream)} of ${shown(fleet)}`).join(" and ");
    return [
      {
        code: "gate-shared",
        path: ["services", name, "nginx"],
        message: `${name} has a gate in ${blocks}: each lets the whole admitted rate of ${name} through`,
        fix: "keep one gate, where most of its requests come in",
      },
    ];
  });
