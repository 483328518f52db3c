import type { ServiceConfig } from "../config/service-config.ts";
import type { SignalConfig } from "../config/signal-config.ts";
import type { Want } from "./demand/want.ts";
import type { LoopMemory } from "./memory.ts";
import type { ServicePlan } from "./service-plan.ts";

export type NextRead = {
  /** `hot`: the domain wakes itself by a delayed message. Otherwise the tick wakes it when the time has come. */
  readonly kind: "hot" | "warm" | "calm";
  readonly inSeconds: number;
};

/** While a plan stays the same, the hot loop backs off. */
const hotSeconds = [20, 40, 80, 300] as const;
/** While a caller waits for its callee's tasks: that they are healthy is told by no event. */
const waitingSeconds = 40;
const warmSeconds = 60;
const calmSeconds = 300;

/** A metric that is published every 20 s is read as often where that matters: while the service is near its target. */
const quickSeconds = 20;

/** A signal at this share of its target may cross it before a calm read comes round. */
const warmRatio = 0.75;

/**
 * When to look at the domain again.
 *
 * Hot: the next ask differs from what is there, tasks are on their way, or a deployment runs. Warm: a signal is near
 * its target. Calm: nothing of this. What is scheduled on a governed service's target is met on time, and so is the end
 * of the wait of tasks that will stop. A warm service with a signal of less than a minute keeps the domain at 20 s, which
 * the tick can't keep and no back-off lengthens: a minute's wait would throw away what the metric costs.
 *
 * @param quick services with such a signal, by name
 * @returns whole seconds, 1..300, and the loop's memory
 * @throws never
 */
export const planNextRead = (
  services: readonly ServicePlan[],
  before: LoopMemory,
  someoneWaits = false,
  quick: ReadonlySet<string> = nobody,
): { readonly next: NextRead; readonly loop: LoopMemory } => {
  const fingerprint = services.map(fingerprintOf).join(" ");
  const unchangedReads = fingerprint === before.fingerprint ? before.unchangedReads + 1 : 0;
  const loop = { fingerprint, unchangedReads };
  const soonSeconds = Math.min(
    services.some((service) => quick.has(service.name) && isWarm(service)) ? quickSeconds : calmSeconds,
    ...services.map(({ governed }) => governed?.nextLookInSeconds ?? calmSeconds),
    ...services.map(({ want }) => scheduledInSeconds(want) ?? calmSeconds),
    ...services.map(({ withdrawal }) => withdrawal?.lookAgainInSeconds ?? calmSeconds),
  );
  if (someoneWaits || services.some(isHot)) {
    const backedOff = hotSeconds[Math.min(unchangedReads, hotSeconds.length - 1)]!;
    const inSeconds = someoneWaits ? Math.min(backedOff, waitingSeconds) : backedOff;
    return { next: { kind: "hot", inSeconds: Math.min(inSeconds, soonSeconds) }, loop };
  }
  // A scheduled action is looked at when it begins to count and when it has fired, which a tick could miss by a minute.
  if (soonSeconds < calmSeconds) return { next: { kind: "hot", inSeconds: soonSeconds }, loop };
  if (services.some(isWarm)) return { next: { kind: "warm", inSeconds: warmSeconds }, loop };
  return { next: { kind: "calm", inSeconds: calmSeconds }, loop };
};

const nobody: ReadonlySet<string> = new Set();

/** @returns names of the services that have a signal of less than a minute */
export const quickServices = (parties: readonly { readonly service: ServiceConfig }[]): ReadonlySet<string> => {
  const quick = parties.filter(({ service }) => service.signals.some(isQuick));
  return quick.length === 0 ? nobody : new Set(quick.map(({ service }) => service.name));
};

const isQuick = (signal: SignalConfig): boolean => {
  if (signal.kind === "alarm") return false;
  if (signal.kind !== "backlog") return signal.metric.periodSeconds < 60;
  return signal.source.kind === "metrics" && signal.source.metrics.some(({ periodSeconds }) => periodSeconds < 60);
};

const isHot = ({ want, targetTasks }: ServicePlan): boolean => {
  // A suspension of its autoscaling is read back before the service is scaled.
  if (want.kind === "left") return want.code === "autoscaling-suspended";
  if (want.kind !== "wants") return want.kind === "unreadable";
  const { counts } = want;
  const moves = want.askTasks !== counts.desired || (targetTasks !== null && targetTasks !== counts.desired);
  const onTheWay = counts.pending > 0 || counts.stopping > 0 || counts.running !== counts.desired;
  return moves || onTheWay || counts.deployment.kind !== "none";
};

/** Until a window of time moves the service's bounds. */
const scheduledInSeconds = (want: Want): number | null => {
  if (want.kind === "wants") return want.bounds.changesInSeconds;
  return want.kind === "left" ? (want.changesInSeconds ?? null) : null;
};

const isWarm = ({ want }: ServicePlan): boolean =>
  want.kind === "wants" &&
  want.demand.opinions.some(
    (opinion) =>
      opinion.kind === "keep" || (opinion.kind === "ask" && (opinion.ratio === null || opinion.ratio >= warmRatio)),
  );

const fingerprintOf = ({ name, want, targetTasks }: ServicePlan): string =>
  want.kind === "wants"
    ? `${name}:${want.counts.desired}>${targetTasks ?? "-"}?${want.askTasks}`
    : `${name}:${want.kind}`;
