import type { LoopMemory } from "./memory.ts";
import type { ServicePlan } from "./service-plan.ts";

export type NextRead = {
  /** `hot`: the domain wakes itself by a delayed message. Otherwise the tick wakes it when the time has come. */
  readonly kind: "hot" | "warm" | "calm";
  readonly inSeconds: number;
};

/** While a plan stays the same, the hot loop backs off. */
const hotSeconds = [20, 40, 80, 300] as const;
const warmSeconds = 60;
const calmSeconds = 300;

/** A signal at this share of its target may cross it before a calm read comes round. */
const warmRatio = 0.75;

/**
 * When to look at the domain again.
 *
 * Hot: the next ask differs from what is there, tasks are on their way, or a deployment runs. Warm: a signal is near
 * its target. Calm: nothing of this.
 *
 * @returns whole seconds, 20..300, and the loop's memory
 * @throws never
 */
export const planNextRead = (
  services: readonly ServicePlan[],
  before: LoopMemory,
): { readonly next: NextRead; readonly loop: LoopMemory } => {
  const fingerprint = services.map(fingerprintOf).join(" ");
  const unchangedReads = fingerprint === before.fingerprint ? before.unchangedReads + 1 : 0;
  const loop = { fingerprint, unchangedReads };
  if (services.some(isHot)) {
    const inSeconds = hotSeconds[Math.min(unchangedReads, hotSeconds.length - 1)]!;
    return { next: { kind: "hot", inSeconds }, loop };
  }
  if (services.some(isWarm)) return { next: { kind: "warm", inSeconds: warmSeconds }, loop };
  return { next: { kind: "calm", inSeconds: calmSeconds }, loop };
};

const isHot = ({ want, targetTasks }: ServicePlan): boolean => {
  if (want.kind !== "wants") return want.kind === "unreadable";
  const { counts } = want;
  const moves = want.askTasks !== counts.desired || (targetTasks !== null && targetTasks !== counts.desired);
  const onTheWay = counts.pending > 0 || counts.stopping > 0 || counts.running !== counts.desired;
  return moves || onTheWay || counts.deployment.kind !== "none";
};

const isWarm = ({ want }: ServicePlan): boolean =>
  want.kind === "wants" &&
  want.demand.opinions.some(
    (opinion) => opinion.kind === "ask" && (opinion.ratio === null || opinion.ratio >= warmRatio),
  );

const fingerprintOf = ({ name, want, targetTasks }: ServicePlan): string =>
  want.kind === "wants"
    ? `${name}:${want.counts.desired}>${targetTasks ?? "-"}?${want.askTasks}`
    : `${name}:${want.kind}`;
