import type { ServiceConfig } from "../../config/service-config.ts";
import type { SuspensionMemory } from "../memory.ts";
import type { ScalableTarget } from "../readings/autoscaling-reading.ts";
import type { ServiceReading, TaskCounts } from "../readings/service-reading.ts";
import { resourceIdOf } from "./resource-id.ts";

const rivalCodes = ["autoscaling-policies-active", "autoscaling-unknown", "autoscaling-suspended"] as const;

/** Why a service in `scale` mode is left to its own Application Auto Scaling for now. */
export type Rival = { readonly code: (typeof rivalCodes)[number]; readonly detail: string };

/** It is ours to scale, but its own autoscaling writes its count too, or may do so. */
export const hasRival = (want: { readonly kind: string; readonly code?: string }): boolean =>
  want.kind === "left" && rivalCodes.some((code) => code === want.code);

/**
 * Does Application Auto Scaling write the count of a service that we are to scale? Then the service is left as it is: of
 * two writers each undoes what the other did.
 *
 * A reading that failed is a rival too. Policies that can't be seen may be there, and a count written against them would
 * be fought over in either direction, so neither growth nor a scale-in goes on a guess.
 *
 * @returns `null`: there is none, or nobody has looked because the service is not ours to scale
 * @throws never
 */
export const rivalOf = (
  service: ServiceConfig,
  reading: ServiceReading,
  counts: TaskCounts,
  before: SuspensionMemory | null,
): Rival | null => {
  const { scalingPolicies, scalableTarget } = reading;
  if (scalingPolicies === undefined) return null;
  if (scalableTarget.kind === "unknown") return { code: "autoscaling-unknown", detail: scalableTarget.detail };
  if (scalableTarget.value === "none") return null;
  if (scalingPolicies.kind === "unknown") return { code: "autoscaling-unknown", detail: scalingPolicies.detail };
  const target = scalableTarget.value;
  if (scalingPolicies.value.length === 0 || isSuspended(target)) return null;
  const policies = `${scalingPolicies.value
    .map(({ name }) => name)
    .sort()
    .join(", ")} on ${resourceIdOf(service)}`;
  const refused = (why: string): Rival => ({ code: "autoscaling-policies-active", detail: `${policies}${why}` });
  if (service.autoscaling === "refuse") return refused("");
  // A person's hand wins: what was seen suspended is not suspended again.
  if (before?.seen === true) return refused("; somebody has lifted the suspension");
  const { desired } = counts;
  if (desired < target.minCapacity || desired > target.maxCapacity) {
    // RegisterScalableTarget would move the count into the range at once.
    return refused(
      `; it can't be suspended while ${desired} is outside [${target.minCapacity}, ${target.maxCapacity}]`,
    );
  }
  return { code: "autoscaling-suspended", detail: policies };
};

/** Scheduled actions alone set bounds now and then; policies write the count all the time. */
const isSuspended = (target: ScalableTarget): boolean => target.scaleInSuspended && target.scaleOutSuspended;

/**
 * What to remember of a suspension of ours.
 *
 * @param suspends this plan writes it
 * @returns how the target was before we touched it, until it is put back
 */
export const rememberSuspension = (
  service: ServiceConfig,
  { scalableTarget }: Pick<ServiceReading, "scalableTarget">,
  before: SuspensionMemory | null,
  suspends: boolean,
  nowMs: number,
): SuspensionMemory | null => {
  if (scalableTarget.kind === "unknown" || scalableTarget.value === "none") return before;
  const target = scalableTarget.value;
  if (before !== null) {
    if (suspends) return { ...before, askedAtMs: nowMs };
    return isSuspended(target) && !before.seen ? { ...before, seen: true } : before;
  }
  if (!suspends) return null;
  return {
    resourceId: resourceIdOf(service),
    scaleInWasSuspended: target.scaleInSuspended,
    scaleOutWasSuspended: target.scaleOutSuspended,
    scheduledWasSuspended: target.scheduledSuspended,
    askedAtMs: nowMs,
    seen: false,
  };
};
