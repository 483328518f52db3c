import { type Refusal, refuseWith } from "../refusal.ts";
import type { PlanInput } from "../runbook.ts";
import { report, type Step } from "../step.ts";
import { alarmVerdict } from "./alarm-verdict.ts";
import {
  type CanaryAction,
  type CanaryParams,
  type CanaryReading,
  type CanaryState,
  defaultStepMinutes,
  type WeightState,
} from "./canary-types.ts";
import { weightsOf } from "./check-params.ts";
import type { Mover } from "./mover.ts";
import { canaryRefusals } from "./refusals.ts";
import { refuseSides } from "./sides-fit.ts";

type Input = PlanInput<CanaryParams, CanaryReading, CanaryState>;
type CanaryStep = Step<CanaryState, CanaryAction>;

/** Between two looks at the alarms while a step lasts. */
const lookSeconds = 20;
const readBackSeconds = 2;
/** So long may what was asked for take to be seen. */
const mostUnseenSeconds = 300;
/** So long may a read show the weights of before a step that was written. */
const mostStaleSeconds = 60;
/** So long is a step held while nobody can tell whether the databases carry both sides. */
const mostUndecidedSeconds = 300;

/** Moves traffic from one side to the other, a step at a time, and takes it back when something speaks against it. Pure. */
export const planWeights = (input: Input, mover: Mover): CanaryStep =>
  input.state === null ? begin(input, mover) : goOn(input, mover, input.state as WeightState);

/** Puts back what was there before. Pure. */
export const abortWeights = ({ nowMs }: Input, mover: Mover, state: WeightState): CanaryStep => {
  const { now } = mover;
  const before = mover.percentOf(state.before);
  if (now.kind === "refused" || (now.toPercent === before && state.back !== null)) {
    const says =
      now.kind === "refused" ? now.refusal.message : `The weights are as they were: ${before} % for the new side.`;
    return { kind: "done", report: report(says, { toPercent: before }) };
  }
  return {
    kind: "act",
    state: { ...state, toPercent: before, sinceMs: nowMs, seen: false, back: "aborted" },
    changes: [],
    actions: [mover.restore(state.before)],
    next: { inSeconds: readBackSeconds },
    report: null,
  };
};

const begin = (input: Input, mover: Mover): CanaryStep => {
  const { now } = mover;
  const refusal = now.kind === "refused" ? now.refusal : refuseBegin(input, mover);
  if (refusal !== null) return { kind: "refused", refusal };
  const startPercent = now.kind === "split" ? now.toPercent : 0;
  const ahead = weightsOf(input.params).filter((weight) => weight > startPercent);
  const [first] = ahead;
  if (first === undefined)
    return { kind: "done", report: report("The new side has all traffic already.", { toPercent: startPercent }) };
  return {
    kind: "act",
    state: {
      by: "weights",
      before: mover.before,
      toPercent: first,
      fromPercent: startPercent,
      steps: 1,
      sinceMs: input.nowMs,
      seen: false,
      back: null,
    },
    changes: ahead.map((to, index) => ({
      about: mover.about,
      what: `percent to ${mover.side}`,
      from: ahead[index - 1] ?? startPercent,
      to,
    })),
    actions: [mover.move(first)],
    next: { inSeconds: readBackSeconds },
    report: null,
  };
};

const goOn = (input: Input, mover: Mover, state: WeightState): CanaryStep => {
  const { nowMs, params } = input;
  const { now } = mover;
  if (now.kind === "refused") return { kind: "refused", refusal: now.refusal };
  if (state.back !== null) {
    if (now.toPercent !== 0) return takeBack(mover, state, state.back, nowMs);
    if (!now.isSeen && nowMs < state.sinceMs + mostUnseenSeconds * 1000)
      return { kind: "wait", state, inSeconds: lookSeconds, says: `going back: ${state.back}` };
    const note = mover.endNote === null ? "" : `; ${mover.endNote}`;
    return refused("rolled-back", `${state.back}; the old side has all traffic again${note}`);
  }
  if (now.toPercent !== state.toPercent) {
    const isOld = !state.seen && now.toPercent === state.fromPercent;
    if (isOld && nowMs < state.sinceMs + mostStaleSeconds * 1000)
      return { kind: "wait", state, inSeconds: readBackSeconds, says: `${state.toPercent} % is not to be seen yet` };
    const message = `the new side has ${now.toPercent} %, and this run has given it ${state.toPercent} %`;
    return refused("overtaken", message, { toPercent: now.toPercent, givenPercent: state.toPercent });
  }
  const against = speaksAgainst(input, mover);
  if (against !== null) return takeBack(mover, state, against, nowMs);
  if (!now.isSeen) {
    const unseenSeconds = Math.round((nowMs - state.sinceMs) / 1000);
    if (!state.seen && unseenSeconds >= mostUnseenSeconds)
      return takeBack(mover, state, `${state.toPercent} % was not to be seen for ${unseenSeconds} s`, nowMs);
    return { kind: "wait", state, inSeconds: lookSeconds, says: `${state.toPercent} % is not to be seen yet` };
  }
  // A step lasts from when it is seen.
  const seen: WeightState = state.seen ? state : { ...state, seen: true, sinceMs: nowMs };
  const budget = refuseSides(input.reading.domain, input.config, params.service, nowMs);
  if (budget !== null) return holdUndecided(mover, seen, budget.message, nowMs);
  return holdOrMove(input, mover, { ...seen, undecidedSinceMs: null }, params.stepMinutes ?? defaultStepMinutes);
};

/** What isn't known moves nothing, neither on nor back, for a while. */
const holdUndecided = (mover: Mover, state: WeightState, because: string, nowMs: number): CanaryStep => {
  const sinceMs = state.undecidedSinceMs ?? nowMs;
  if (nowMs >= sinceMs + mostUndecidedSeconds * 1000) return takeBack(mover, state, because, nowMs);
  const says = `${state.toPercent} % is held: ${because}`;
  return { kind: "wait", state: { ...state, undecidedSinceMs: sinceMs }, inSeconds: lookSeconds, says };
};

const holdOrMove = ({ params, nowMs }: Input, mover: Mover, state: WeightState, stepMinutes: number): CanaryStep => {
  const now = state.toPercent;
  const leftSeconds = Math.ceil((state.sinceMs + stepMinutes * 60_000 - nowMs) / 1000);
  if (leftSeconds > 0)
    return {
      kind: "wait",
      state,
      inSeconds: Math.min(lookSeconds, leftSeconds),
      says: `${now} % for ${Math.round((nowMs - state.sinceMs) / 1000)} s: alarms OK, ${mover.healthy} healthy`,
    };
  const next = weightsOf(params).find((weight) => weight > now);
  if (next === undefined) {
    const note = mover.endNote === null ? "" : ` ${mover.endNote}.`;
    const text = `${mover.side} has all traffic since ${stepMinutes} min, after ${state.steps} steps.${note}`;
    return { kind: "done", report: report(text, { toPercent: now, steps: state.steps }) };
  }
  return {
    kind: "act",
    state: { ...state, toPercent: next, fromPercent: now, steps: state.steps + 1, sinceMs: nowMs, seen: false },
    changes: [],
    actions: [mover.move(next)],
    next: { inSeconds: readBackSeconds },
    report: null,
  };
};

const takeBack = (mover: Mover, state: WeightState, because: string, nowMs: number): CanaryStep => ({
  kind: "act",
  state: { ...state, toPercent: 0, sinceMs: nowMs, seen: false, back: because },
  changes: [],
  actions: [mover.move(0)],
  next: { inSeconds: readBackSeconds },
  report: null,
});

const refuseBegin = ({ params, reading, config, nowMs }: Input, { healthy, side }: Mover): Refusal | null => {
  const alarm = alarmVerdict(reading.alarms, nowMs);
  if (alarm !== null) return refuseWith(canaryRefusals, "alarm-not-ok", alarm);
  if (healthy === null) return refuseWith(canaryRefusals, "not-found", `there is no ${side}, or it can't be read`);
  if (healthy === 0) return refuseWith(canaryRefusals, "no-healthy-target", `${side} has no healthy target`);
  return refuseSides(reading.domain, config, params.service, nowMs);
};

/** What takes the traffic back: an alarm, no healthy target, a budget that is exceeded. */
const speaksAgainst = ({ params, reading, config, nowMs }: Input, { healthy, side }: Mover): string | null => {
  const alarm = alarmVerdict(reading.alarms, nowMs);
  if (alarm !== null) return alarm;
  if (!healthy) return `${side} has no healthy target`;
  const budget = refuseSides(reading.domain, config, params.service, nowMs);
  return budget === null || budget.mayPass === true ? null : budget.message;
};

const refused = (
  code: keyof typeof canaryRefusals,
  message: string,
  numbers: Readonly<Record<string, number>> = {},
): CanaryStep => ({ kind: "refused", refusal: refuseWith(canaryRefusals, code, message, numbers) });
