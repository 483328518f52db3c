import { refuseWith } from "../refusal.ts";
import type { CanaryParams, TrafficBefore, TrafficReading } from "./canary-types.ts";
import { splitOf, withSplit, writable } from "./forward-weights.ts";
import type { Mover } from "./mover.ts";
import { canaryRefusals } from "./refusals.ts";

/** By the weights of a listener's rule: what is written holds at once. */
export const ruleMover = (
  params: CanaryParams,
  { actions, healthyTargets }: Extract<TrafficReading, { by: "alb" }>,
): Mover => {
  const { listener = "", fromTargetGroup: from = "", toTargetGroup: to = "" } = params;
  const there = actions ?? [];
  const refused = (code: keyof typeof canaryRefusals, message: string) =>
    ({ kind: "refused", refusal: refuseWith(canaryRefusals, code, message) }) as const;
  const split = splitOf(there, from, to);
  // arn:...:targetgroup/<name>/<id>
  const side = to.split("/")[1] ?? to;
  return {
    about: listener,
    side,
    now:
      actions === null
        ? refused("not-found", `there is no ${listener}`)
        : split.kind === "refused"
          ? refused("not-weighted", `${listener}: ${split.because}`)
          : { ...split, isSeen: true },
    healthy: healthyTargets,
    before: { by: "alb", actions: there },
    percentOf: (before) => {
      const was = splitOf(actionsOf(before), from, to);
      return was.kind === "split" ? was.toPercent : 0;
    },
    move: (toPercent) => ({
      kind: "forward",
      listener,
      actions: withSplit(there, from, to, toPercent),
      says: `${toPercent} % to ${side}`,
    }),
    restore: (before) => ({
      kind: "forward",
      listener,
      actions: writable(actionsOf(before)),
      says: "the weights were put back",
    }),
    endNote: null,
  };
};

const actionsOf = (before: TrafficBefore) => (before.by === "alb" ? before.actions : []);
