import { type Refusal, refuse, refuseWith } from "../refusal.ts";
import type { CanaryParams, ShiftStrategy } from "./canary-types.ts";
import { defaultEcsWeights, defaultStepMinutes, defaultWeights } from "./canary-types.ts";
import { canaryRefusals } from "./refusals.ts";

const listenerArn = /^arn:[^:]+:elasticloadbalancing:[^:]+:\d{12}:listener(-rule)?\/app\/.+$/;
const targetGroupArn = /^arn:[^:]+:elasticloadbalancing:[^:]+:\d{12}:targetgroup\/.+$/;
const definitionName = /^[A-Za-z0-9_-]{1,255}:[1-9]\d{0,8}$/;

/** Which parameters go with which way, and whether the weights rise to 100. @throws never */
export const checkCanary = (params: CanaryParams): Refusal | null => {
  const bad = (field: string, what: string): Refusal =>
    refuse("bad-input", `params.${field} ${what}`, `params.${field}`);
  const { by, listener, fromTargetGroup, toTargetGroup, taskDefinition, alarms = [], withoutAlarms } = params;
  const weights = weightsOf(params);
  if (weights.at(-1) !== 100 || weights.some((weight, index) => weight <= (weights[index - 1] ?? 0)))
    return bad("weights", "must rise and end with 100, such as 10, 25, 50, 100");
  if (alarms.length === 0 && withoutAlarms !== true)
    return refuseWith(canaryRefusals, "alarms-needed", "no alarm is named", {}, "params.alarms");
  if (by === "ecs") {
    if (taskDefinition === undefined || !definitionName.test(taskDefinition))
      return bad("taskDefinition", "is needed with by: ecs, as family and revision, such as order:42");
    const foreign = (["listener", "fromTargetGroup", "toTargetGroup"] as const).find(
      (key) => params[key] !== undefined,
    );
    if (foreign !== undefined) return bad(foreign, "goes with by: alb");
    return shiftStrategy(params) === null
      ? bad("weights", "must be one part and 100, or equal parts: ECS shifts as CANARY or as LINEAR")
      : null;
  }
  if (taskDefinition !== undefined) return bad("taskDefinition", "goes with by: ecs");
  if (listener === undefined || !listenerArn.test(listener))
    return bad("listener", "is needed with by: alb: the ARN of a listener or of one of its rules");
  if (fromTargetGroup === undefined || !targetGroupArn.test(fromTargetGroup))
    return bad("fromTargetGroup", "is needed with by: alb: the ARN of the target group that has the traffic");
  if (toTargetGroup === undefined || !targetGroupArn.test(toTargetGroup))
    return bad("toTargetGroup", "is needed with by: alb: the ARN of the target group that gets it");
  return fromTargetGroup === toTargetGroup ? bad("toTargetGroup", "is the same as fromTargetGroup") : null;
};

export const weightsOf = ({ by, weights }: CanaryParams): readonly number[] =>
  weights ?? (by === "ecs" ? defaultEcsWeights : defaultWeights);

/**
 * ECS's own way to these weights; `null`: it has none.
 *
 * @see Amazon ECS API reference, CanaryConfiguration and LinearConfiguration: a linear step is at least 3 %
 */
export const shiftStrategy = (params: CanaryParams): ShiftStrategy | null => {
  const weights = weightsOf(params);
  const [percent = 0] = weights;
  const stepMinutes = params.stepMinutes ?? defaultStepMinutes;
  if (weights.length === 2) return { kind: "CANARY", percent, stepMinutes };
  const areEqual = weights.every((weight, index) => weight === percent * (index + 1));
  return areEqual && percent >= 3 && percent < 100 ? { kind: "LINEAR", percent, stepMinutes } : null;
};
