import type { ServiceConfig } from "../config/service-config.ts";
import { isGoverned, isScaled } from "../plan/policy/stance.ts";
import type { ServiceReading } from "../plan/readings/service-reading.ts";
import type { ApplicationAutoScaling } from "./clients.ts";
import { readScalableTargets } from "./read-scalable-targets.ts";
import { readScalingPolicies } from "./read-scaling-policies.ts";
import { readScheduledActions } from "./read-scheduled-actions.ts";

export type AutoscalingReading = Pick<ServiceReading, "scalableTarget" | "scalingPolicies" | "scheduledActions">;

const notRead: AutoscalingReading = {
  scalableTarget: { kind: "unknown", because: "no-data", detail: "not read in observe mode" },
};

/**
 * Reads what Application Auto Scaling does with services, as far as their mode needs it: the scalable target first, then
 * what is on it. Without a target nothing more is asked for.
 *
 * @returns a reading for every service
 * @throws never
 */
export const readAutoscaling = async (
  client: ApplicationAutoScaling,
  services: readonly ServiceConfig[],
): Promise<(service: ServiceConfig) => AutoscalingReading> => {
  const targets = await readScalableTargets(
    client,
    services.filter((service) => isGoverned(service) || isScaled(service)),
  );
  const hasTarget = ({ name }: ServiceConfig): boolean => {
    const reading = targets.get(name);
    return reading?.kind === "known" && reading.value !== "none";
  };
  const withTarget = services.filter(hasTarget);
  const [policies, actions] = await Promise.all([
    readScalingPolicies(client, withTarget.filter(isScaled)),
    readScheduledActions(client, withTarget.filter(isGoverned)),
  ]);
  return (service) => {
    const scalableTarget = targets.get(service.name);
    if (scalableTarget === undefined) return notRead;
    if (isGoverned(service)) {
      const scheduledActions = actions.get(service.name);
      return scheduledActions === undefined ? { scalableTarget } : { scalableTarget, scheduledActions };
    }
    const none = scalableTarget.kind === "unknown" ? scalableTarget : ({ kind: "known", value: [] } as const);
    return { scalableTarget, scalingPolicies: policies.get(service.name) ?? none };
  };
};
