import type { Destination } from "../../shared/records/destination.ts";
import type { DestinationState } from "../../shared/records/destination-state.ts";

/**
 * Between two writes to a destination. Route 53 answers five requests a second for the whole account, and a batch that
 * waits a little carries what else has happened; an nginx forks new workers at each reload.
 *
 * @see Amazon Route 53 developer guide, quotas on API requests
 */
const writeDistanceSeconds: Record<Destination["kind"], number> = { zone: 5, "cloud-map": 5, nginx: 10 };

/** Between two looks: events that change nothing come in bursts too, and each look reads the whole destination. */
const lookDistanceSeconds = 2;

/**
 * Before this moment a destination is not looked at again.
 *
 * What is later than now was written by a clock that was ahead, and is not waited for.
 */
export const nextLookAtMs = (
  kind: Destination["kind"],
  { readStartedAtMs, wroteAtMs }: DestinationState,
  nowMs: number,
): number => {
  const lookAtMs = readStartedAtMs + lookDistanceSeconds * 1000;
  const writeAtMs = (wroteAtMs ?? Number.NEGATIVE_INFINITY) + writeDistanceSeconds[kind] * 1000;
  return Math.max(0, ...(readStartedAtMs > nowMs ? [] : [lookAtMs]), ...((wroteAtMs ?? 0) > nowMs ? [] : [writeAtMs]));
};

/** A retry that came earlier would only wait again. */
export const leastRetrySeconds = (kind: Destination["kind"]): number => writeDistanceSeconds[kind];
