import type { Mode, ServiceConfig } from "../../config/service-config.ts";

/**
 * What the plan may assume about a service. Its mode is read in this file and nowhere else.
 *
 * `scaled`: we set its desired count. `governed`: we cap its Application Auto Scaling target. `rehearsed`: planned as
 * if scaled, nothing is written (a domain that is all `observe`). `bystander`: somebody else scales it beside services
 * that we do scale, so it counts with the one step that its own autoscaler may take.
 */
export type Stance = "scaled" | "governed" | "rehearsed" | "bystander";

/** Of a governed service the scalable target and what is scheduled on it are read. */
export const isGoverned = ({ mode }: ServiceConfig): boolean => mode === "govern";

/** Of a scaled service the scalable target and its policies are read: they would be a second writer of the count. */
export const isScaled = ({ mode }: ServiceConfig): boolean => mode === "scale";

/** Where every service is in `observe`, no writer exists at all. */
export const writesNothing = (services: readonly ServiceConfig[]): boolean =>
  services.every(({ mode }) => mode === "observe");

/** @returns one stance per service of a domain, in the same order */
export const stancesOf = (services: readonly ServiceConfig[]): readonly Stance[] => {
  const stances: Record<Mode, Stance> = {
    scale: "scaled",
    govern: "governed",
    observe: writesNothing(services) ? "rehearsed" : "bystander",
  };
  return services.map((service) => stances[service.mode]);
};
