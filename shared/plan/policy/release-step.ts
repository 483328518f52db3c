import type { CeilingMemory, ServiceMemory, SuspensionMemory } from "../memory.ts";
import type { ScalableTarget } from "../readings/autoscaling-reading.ts";

/** What one domain's state remembers of a service's scalable target. */
export type HeldTarget = {
  readonly service: string;
  /** `service/<cluster>/<service>`. */
  readonly resourceId: string;
  readonly ceiling: CeilingMemory | null;
  readonly suspension: SuspensionMemory | null;
};

/** What is to be done with one scalable target so that it is as its user had it. */
export type ReleaseStep =
  | {
      readonly kind: "put-back";
      /** `null`: MaxCapacity is the user's own. */
      readonly maxCapacity: { readonly from: number; readonly to: number } | null;
      /** Each suspension that was ours, with what it is set to; empty: none. */
      readonly suspension: Partial<Suspension>;
      readonly notes: readonly string[];
    }
  | { readonly kind: "nothing"; readonly notes: readonly string[] }
  | { readonly kind: "refused"; readonly why: string };

type Suspension = Pick<ScalableTarget, "scaleInSuspended" | "scaleOutSuspended" | "scheduledSuspended">;

/**
 * Puts back the user's own MaxCapacity and lifts what we have suspended.
 *
 * A maximum that is neither what we wrote nor what that replaced is the user's newer word and stays. Nothing is written
 * where RegisterScalableTarget would move the desired count.
 *
 * @param held what each domain that has known the target remembers of it, at least one
 * @param target as it is now
 * @param desired the service's desired count now
 * @throws never
 */
export const releaseStep = (held: readonly HeldTarget[], target: ScalableTarget, desired: number): ReleaseStep => {
  const ceilings = held.flatMap(({ ceiling }) => (ceiling === null ? [] : [ceiling]));
  const replaced = ceilings.filter((ceiling) => isOurs(ceiling, target.maxCapacity));
  // A domain that took the service over has found our ceiling and holds it for the user's: the larger one was there first.
  const usersMaxCapacity = Math.max(...replaced.map((ceiling) => ceiling.usersMaxCapacity));
  const notes = ceilings.some(({ written }) => written !== null) && replaced.length === 0 ? [newerWord(target)] : [];
  const maxCapacity =
    replaced.length > 0 && usersMaxCapacity !== target.maxCapacity
      ? { from: target.maxCapacity, to: usersMaxCapacity }
      : null;
  const suspension = suspensionToLift(held, target);
  if (maxCapacity === null && Object.keys(suspension).length === 0) return { kind: "nothing", notes };
  if (desired < target.minCapacity || desired > target.maxCapacity) {
    const range = `[${target.minCapacity}, ${target.maxCapacity}]`;
    return { kind: "refused", why: `the desired count ${desired} is outside ${range}, where any write would move it` };
  }
  if (maxCapacity !== null && maxCapacity.to < desired) {
    return {
      kind: "refused",
      why: `the user's MaxCapacity ${maxCapacity.to} would stop ${desired - maxCapacity.to} of ${desired} tasks`,
    };
  }
  if (maxCapacity !== null && maxCapacity.to < target.minCapacity) {
    return {
      kind: "refused",
      why: `the user's MaxCapacity ${maxCapacity.to} is below MinCapacity ${target.minCapacity}`,
    };
  }
  return { kind: "put-back", maxCapacity, suspension, notes };
};

const isOurs = ({ written }: CeilingMemory, maxCapacity: number): boolean =>
  written !== null && (written.from === maxCapacity || written.to === maxCapacity);

const newerWord = ({ maxCapacity }: ScalableTarget): string =>
  `MaxCapacity ${maxCapacity} was set by somebody else since, and stays`;

/** Only what is suspended now: what somebody has resumed is done. */
const suspensionToLift = (held: readonly HeldTarget[], target: ScalableTarget): Partial<Suspension> => {
  const suspension = held.find((entry) => entry.suspension !== null)?.suspension ?? null;
  if (suspension !== null && target.scaleInSuspended && target.scaleOutSuspended) {
    return {
      ...(suspension.scaleInWasSuspended ? {} : { scaleInSuspended: false }),
      ...(suspension.scaleOutWasSuspended ? {} : { scaleOutSuspended: false }),
      ...(suspension.scheduledWasSuspended || !target.scheduledSuspended ? {} : { scheduledSuspended: false }),
    };
  }
  const byGovern = held.some(({ ceiling }) => ceiling?.suspendedByUs === true);
  return byGovern && target.scaleOutSuspended ? { scaleOutSuspended: false } : {};
};

/** @returns what is remembered of the service's scalable target; nothing where none was ever written */
export const heldTargetOf = (
  service: string,
  { ceiling, suspension = null }: Pick<ServiceMemory, "ceiling" | "suspension">,
): readonly HeldTarget[] => {
  const resourceId = ceiling?.resourceId ?? suspension?.resourceId;
  return resourceId === undefined ? [] : [{ service, resourceId, ceiling, suspension }];
};
