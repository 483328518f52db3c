/** A service's pods as the HPA groups them; stopping ones are in none of the groups. */
export type PodGroups = {
  readonly ready: number;
  /** Pending, booting, or too young for their CPU to count. */
  readonly unready: number;
  /** Running, and not scraped yet. */
  readonly missing: number;
};

const percent = 100;

/**
 * What a resource metric asks for: desired = ceil(ratio x ready pods).
 *
 * Missing pods count 100 % of their request on the way down and 0 on the way up, unready ones 0 on the way up. No action within
 * the tolerance (ends included), nor if the counted-in pods flip the direction. The utilization is cut to whole percent first.
 *
 * @param current the count that the HPA has set, whole pods
 * @param readyCpuRatio mean CPU of the ready pods, of their request
 * @returns whole pods; `undefined`: no ready pod has a metric, so no recommendation
 * @throws never
 * @see kubernetes, pkg/controller/podautoscaler/replica_calculator.go, GetResourceReplicas and groupPods [C]
 */
export const resourceReplicas = (
  current: number,
  pods: PodGroups,
  readyCpuRatio: number | undefined,
  targetPercent: number,
  tolerance: number,
): number | undefined => {
  const { ready, unready, missing } = pods;
  if (ready === 0 || readyCpuRatio === undefined) return undefined;
  const ratioOf = (used: number, counted: number) => wholePercent(used, counted) / targetPercent;
  const used = ready * readyCpuRatio;
  const ratio = ratioOf(used, ready);
  const upWithUnready = unready > 0 && ratio > 1;
  if (!upWithUnready && missing === 0) return isWithin(ratio, tolerance) ? current : Math.ceil(ratio * ready);
  const counted = ready + (ratio === 1 ? 0 : missing) + (upWithUnready ? unready : 0);
  const again = ratioOf(used + (ratio < 1 ? missing : 0), counted);
  const flips = (ratio < 1 && again > 1) || (ratio > 1 && again < 1);
  if (isWithin(again, tolerance) || flips) return current;
  const replicas = Math.ceil(again * counted);
  const turns = (again < 1 && replicas > current) || (again > 1 && replicas < current);
  return turns ? current : replicas;
};

/** External metric, `AverageValue`: ceil(total / target), whatever the pods' state. [C] */
export const averageValueReplicas = (current: number, total: number, target: number, tolerance: number): number =>
  isWithin(total / (target * current), tolerance) ? current : Math.ceil(total / target);

/** External metric, `Value`: ceil(ratio x ready pods); from 0 pods the ratio alone. [C] */
export const valueReplicas = (
  current: number,
  ready: number,
  value: number,
  target: number,
  tolerance: number,
): number => {
  const ratio = value / target;
  if (current === 0) return Math.ceil(ratio);
  return isWithin(ratio, tolerance) ? current : Math.ceil(ratio * ready);
};

/**
 * Of several metrics the largest. One that fails blocks a scale-down, not a scale-up.
 *
 * @param proposals `undefined`: this metric has no value
 * @returns `undefined`: no change is to be made
 */
export const largestProposal = (proposals: readonly (number | undefined)[], current: number): number | undefined => {
  const found = proposals.filter((proposal) => proposal !== undefined);
  if (found.length === 0) return undefined;
  const largest = Math.max(...found);
  return found.length < proposals.length && largest < current ? undefined : largest;
};

/** Ends included; a billionth allows for binary fractions such as 1.1 - 1. */
const isWithin = (ratio: number, tolerance: number): boolean => Math.abs(1 - ratio) <= tolerance + 1e-9;

/** Go's integer division of milli-CPU. */
const wholePercent = (used: number, counted: number): number => Math.floor((used * percent) / counted + 1e-9);
