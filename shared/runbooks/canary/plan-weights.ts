import type { Refusal } from "../refusal.ts";
import { refuseWith } from "../refusal.ts";
import type { PlanInput } from "../runbook.ts";
import { report, type Step } from "../step.ts";
import { alarmVerdict } from "./alarm-verdict.ts";
import {
  type CanaryAction,
  type CanaryParams,
  type CanaryReading,
  type CanaryState,
  defaultStepMinutes,
  type TrafficReading,
  type WeightState,
} from "./canary-types.ts";
import { weightsOf } from "./check-params.ts";
import { splitOf, withSplit, writable } from "./forward-weights.ts";
import { canaryRefusals } from "./refusals.ts";
import { refuseSides } from "./sides-fit.ts";

type Input = PlanInput<CanaryParams, CanaryReading, CanaryState>;
type CanaryStep = Step<CanaryState, CanaryAction>;
type Alb = Extract<TrafficReading, { by: "alb" }>;

/** Between two looks at the alarms while a step lasts. */
const lookSeconds = 20;
const readBackSeconds = 2;

/** Moves traffic between two target groups, a step at a time, and takes it back when something speaks against it. Pure. */
export const planWeights = (input: Input, traffic: Alb): CanaryStep =>
  input.state === null ? begin(input, traffic) : goOn(input, traffic, input.state as WeightState);

/** Puts back what was there before. Pure. */
export const abortWeights = ({ params, nowMs }: Input, traffic: Alb, state: WeightState): CanaryStep => {
  const before = percentOf(params, state.before);
  const now = traffic.actions === null ? null : percentOf(params, traffic.actions);
  const says = `The weights are as they were: ${before} % for the new side.`;
  if (now === null || (now === before && state.back !== null))
    return { kind: "done", report: report(now === null ? "The rule is gone." : says, { toPercent: now }) };
  return {
    kind: "act",
    state: { ...state, toPercent: before ?? 0, sinceMs: nowMs, back: "aborted" },
    changes: [],
    actions: [forward(params, writable(state.before), `weights put back: ${before} % for the new side`)],
    next: { inSeconds: readBackSeconds },
    report: null,
  };
};

const begin = (input: Input, traffic: Alb): CanaryStep => {
  const { params, nowMs } = input;
  const weights = weightsOf(params);
  const split = splitNow(params, traffic);
  const refusal = split.kind === "refused" ? split.refusal : refuseBegin(input, traffic);
  if (refusal !== null) return { kind: "refused", refusal };
  const { toPercent: startPercent, actions } = split as Extract<SplitNow, { kind: "split" }>;
  const ahead = weights.filter((weight) => weight > startPercent);
  const [first] = ahead;
  if (first === undefined)
    return { kind: "done", report: report("The new side has all traffic already.", { toPercent: startPercent }) };
  return {
    kind: "act",
    state: { by: "alb", before: actions, toPercent: first, steps: 1, sinceMs: nowMs, back: null },
    changes: ahead.map((to, index) => ({
      about: params.listener!,
      what: `percent to ${nameOf(params.toTargetGroup!)}`,
      from: ahead[index - 1] ?? startPercent,
      to,
    })),
    actions: [move(params, actions, first)],
    next: { inSeconds: readBackSeconds },
    report: null,
  };
};

const goOn = (input: Input, traffic: Alb, state: WeightState): CanaryStep => {
  const { params, nowMs } = input;
  const split = splitNow(params, traffic);
  if (split.kind === "refused") return { kind: "refused", refusal: split.refusal };
  const { toPercent: now, actions } = split;
  if (state.back !== null) {
    if (now === 0) return refused("rolled-back", `${state.back}; the old side has all traffic again`);
    return takeBack(params, actions, state, state.back, nowMs);
  }
  if (now !== state.toPercent) {
    const message = `the new side has ${now} %, and this run has given it ${state.toPercent} %`;
    return refused("overtaken", message, { toPercent: now, givenPercent: state.toPercent });
  }
  const against = speaksAgainst(input, traffic);
  if (against !== null) return takeBack(params, actions, state, against, nowMs);
  const stepMinutes = params.stepMinutes ?? defaultStepMinutes;
  const leftSeconds = Math.ceil((state.sinceMs + stepMinutes * 60_000 - nowMs) / 1000);
  if (leftSeconds > 0)
    return {
      kind: "wait",
      state,
      inSeconds: Math.min(lookSeconds, leftSeconds),
      says: `${now} % for ${Math.round((nowMs - state.sinceMs) / 1000)} s: alarms OK, ${traffic.healthyTargets} healthy`,
    };
  const next = weightsOf(params).find((weight) => weight > now);
  if (next === undefined)
    return {
      kind: "done",
      report: report(
        `${nameOf(params.toTargetGroup!)} has all traffic since ${stepMinutes} min, after ${state.steps} steps.`,
        {
          toPercent: now,
          steps: state.steps,
        },
      ),
    };
  return {
    kind: "act",
    state: { ...state, toPercent: next, steps: state.steps + 1, sinceMs: nowMs },
    changes: [],
    actions: [move(params, actions, next)],
    next: { inSeconds: readBackSeconds },
    report: null,
  };
};

const takeBack = (
  params: CanaryParams,
  actions: Parameters<typeof withSplit>[0],
  state: WeightState,
  because: string,
  nowMs: number,
): CanaryStep => ({
  kind: "act",
  state: { ...state, toPercent: 0, sinceMs: nowMs, back: because },
  changes: [],
  actions: [move(params, actions, 0)],
  next: { inSeconds: readBackSeconds },
  report: null,
});

type SplitNow =
  | { readonly kind: "split"; readonly toPercent: number; readonly actions: NonNullable<Alb["actions"]> }
  | { readonly kind: "refused"; readonly refusal: Refusal };

const splitNow = ({ listener, fromTargetGroup, toTargetGroup }: CanaryParams, { actions }: Alb): SplitNow => {
  if (actions === null)
    return { kind: "refused", refusal: refuseWith(canaryRefusals, "not-found", `there is no ${listener}`) };
  const split = splitOf(actions, fromTargetGroup!, toTargetGroup!);
  return split.kind === "split"
    ? { ...split, actions }
    : { kind: "refused", refusal: refuseWith(canaryRefusals, "not-weighted", `${listener}: ${split.because}`) };
};

const percentOf = ({ fromTargetGroup, toTargetGroup }: CanaryParams, actions: NonNullable<Alb["actions"]>) => {
  const split = splitOf(actions, fromTargetGroup!, toTargetGroup!);
  return split.kind === "split" ? split.toPercent : null;
};

const refuseBegin = ({ params, reading, config, nowMs }: Input, { healthyTargets }: Alb): Refusal | null => {
  const alarm = alarmVerdict(reading.alarms, nowMs);
  if (alarm !== null) return refuseWith(canaryRefusals, "alarm-not-ok", alarm);
  if (healthyTargets === null)
    return refuseWith(canaryRefusals, "not-found", `there is no ${params.toTargetGroup}`, {}, "params.toTargetGroup");
  if (healthyTargets === 0)
    return refuseWith(canaryRefusals, "no-healthy-target", `${params.toTargetGroup} has no healthy target`);
  return refuseSides(reading.domain, config, params.service, nowMs);
};

/** What takes the traffic back: an alarm, no healthy target, a budget that is known to be exceeded. */
const speaksAgainst = (input: Input, { healthyTargets }: Alb): string | null => {
  const { params, reading, config, nowMs } = input;
  const alarm = alarmVerdict(reading.alarms, nowMs);
  if (alarm !== null) return alarm;
  if (!healthyTargets) return `${params.toTargetGroup} has no healthy target`;
  const sides = refuseSides(reading.domain, config, params.service, nowMs);
  return sides === null ? null : sides.message;
};

const move = (params: CanaryParams, actions: Parameters<typeof withSplit>[0], toPercent: number): CanaryAction =>
  forward(
    params,
    withSplit(actions, params.fromTargetGroup!, params.toTargetGroup!, toPercent),
    `${toPercent} % to ${nameOf(params.toTargetGroup!)}`,
  );

const forward = ({ listener }: CanaryParams, actions: Parameters<typeof withSplit>[0], says: string): CanaryAction => ({
  kind: "forward",
  listener: listener!,
  actions,
  says,
});

const refused = (
  code: keyof typeof canaryRefusals,
  message: string,
  numbers: Readonly<Record<string, number>> = {},
): CanaryStep => ({ kind: "refused", refusal: refuseWith(canaryRefusals, code, message, numbers) });

/** arn:...:targetgroup/<name>/<id> */
const nameOf = (targetGroup: string): string => targetGroup.split("/")[1] ?? targetGroup;
