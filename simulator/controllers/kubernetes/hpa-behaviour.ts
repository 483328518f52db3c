import type { HpaRules, RatePolicy, ScalingDirection } from "./hpa-rules.ts";

type Timed = { readonly atMs: number; readonly pods: number };

/**
 * What an HPA remembers between two turns: its unstabilized recommendations, and by how much it has changed the count.
 *
 * Order: stabilize, then the rate policies, then min and max.
 *
 * @see kubernetes, pkg/controller/podautoscaler/horizontal.go, normalizeDesiredReplicasWithBehaviors [C]
 */
export class HpaBehaviour {
  private readonly up: ScalingDirection;
  private readonly down: ScalingDirection;
  private recommendations: Timed[] | null = null;
  private added: Timed[] = [];
  private removed: Timed[] = [];

  constructor({ scaleUp, scaleDown }: Pick<HpaRules, "scaleUp" | "scaleDown">) {
    this.up = scaleUp;
    this.down = scaleDown;
  }

  /** @returns the count to set, minPods..maxPods as far as `current` is */
  decide(recommended: number, current: number, minPods: number, maxPods: number, nowMs: number): number {
    const stabilized = this.stabilize(recommended, current, nowMs);
    if (stabilized > current) {
      // Never below the current count: a limit that is used up holds, it does not turn the direction.
      const limit = Math.max(current, this.limit(this.up, current, nowMs, 1));
      return Math.min(stabilized, limit, maxPods);
    }
    if (stabilized < current) {
      const limit = Math.min(current, this.limit(this.down, current, nowMs, -1));
      return Math.max(stabilized, limit, minPods);
    }
    return current;
  }

  /** Told only what the API has taken. */
  recordChange(from: number, to: number, nowMs: number): void {
    if (to > from) this.added.push({ atMs: nowMs, pods: to - from });
    else if (to < from) this.removed.push({ atMs: nowMs, pods: from - to });
  }

  /** Up to the least recommendation of the up window, down to the largest of the down window. */
  private stabilize(recommended: number, current: number, nowMs: number): number {
    const upFromMs = nowMs - this.up.stabilizationSeconds * 1000;
    const downFromMs = nowMs - this.down.stabilizationSeconds * 1000;
    // What runs when the HPA first looks is its first recommendation, so that a fresh HPA doesn't scale in at once.
    const known = this.recommendations ?? [{ atMs: nowMs, pods: current }];
    this.recommendations = known.filter(({ atMs }) => atMs > Math.min(upFromMs, downFromMs));
    let upTo = recommended;
    let downTo = recommended;
    for (const { atMs, pods } of this.recommendations) {
      if (atMs > upFromMs) upTo = Math.min(upTo, pods);
      if (atMs > downFromMs) downTo = Math.max(downTo, pods);
    }
    this.recommendations.push({ atMs: nowMs, pods: recommended });
    return Math.min(Math.max(current, upTo), downTo);
  }

  private limit({ policies, select }: ScalingDirection, current: number, nowMs: number, sign: 1 | -1): number {
    if (select === "disabled" || policies.length === 0) return current;
    const limits = policies.map((policy) => {
      // Both directions count: what was removed within the period was there at its start.
      const added = sumSince(this.added, nowMs - policy.periodSeconds * 1000);
      const removed = sumSince(this.removed, nowMs - policy.periodSeconds * 1000);
      return limitOf(policy, current - added + removed, sign);
    });
    this.forget(nowMs);
    const farthest = (select === "max") === (sign === 1);
    return farthest ? Math.max(...limits) : Math.min(...limits);
  }

  private forget(nowMs: number): void {
    const periods = [...this.up.policies, ...this.down.policies].map(({ periodSeconds }) => periodSeconds);
    const fromMs = nowMs - Math.max(...periods) * 1000;
    this.added = this.added.filter(({ atMs }) => atMs > fromMs);
    this.removed = this.removed.filter(({ atMs }) => atMs > fromMs);
  }
}

/** Up, percents round up; down, they are cut. */
const limitOf = ({ kind, value }: RatePolicy, periodStart: number, sign: 1 | -1): number => {
  if (kind === "pods") return periodStart + sign * value;
  return sign === 1 ? Math.ceil(periodStart * (1 + value / 100)) : Math.trunc(periodStart * (1 - value / 100));
};

const sumSince = (changes: readonly Timed[], fromMs: number): number =>
  changes.reduce((sum, { atMs, pods }) => (atMs > fromMs ? sum + pods : sum), 0);
