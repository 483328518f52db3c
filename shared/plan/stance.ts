import type { Mode, ServiceConfig } from "../config/config.ts";

/**
 * What the plan may assume about a service; the only reading of its mode.
 *
 * `scaled`: we set its desired count. `governed`: we cap its Application Auto Scaling target. `rehearsed`: planned as
 * if scaled, nothing is written (a domain that is all `observe`). `bystander`: somebody else scales it beside services
 * that we do scale, so it counts with the one step that its own autoscaler may take.
 */
export type Stance = "scaled" | "governed" | "rehearsed" | "bystander";

/** @returns one stance per service of a domain, in the same order */
export const stancesOf = (services: readonly ServiceConfig[]): readonly Stance[] => {
  const allObserve = services.every((service) => service.mode === "observe");
  const stances: Record<Mode, Stance> = {
    scale: "scaled",
    govern: "governed",
    observe: allObserve ? "rehearsed" : "bystander",
  };
  return services.map((service) => stances[service.mode]);
};
