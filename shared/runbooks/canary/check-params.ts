import type { Config } from "../../config/config.ts";
import { type Refusal, refuse, refuseWith } from "../refusal.ts";
import type { CanaryParams, ShiftStrategy } from "./canary-types.ts";
import { defaultEcsWeights, defaultStepMinutes, defaultWeights } from "./canary-types.ts";
import { weightedRecordOf } from "./record-mover.ts";
import { canaryRefusals } from "./refusals.ts";

const listenerArn = /^arn:[^:]+:elasticloadbalancing:[^:]+:\d{12}:listener(-rule)?\/app\/.+$/;
const targetGroupArn = /^arn:[^:]+:elasticloadbalancing:[^:]+:\d{12}:targetgroup\/.+$/;
const definitionName = /^[A-Za-z0-9_-]{1,255}:[1-9]\d{0,8}$/;

/** Which parameters go with which way, and whether the weights rise to 100. @throws never */
export const checkCanary = (params: CanaryParams, config: Config): Refusal | null => {
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
  if (by === "route53") {
    const foreign = strangersTo(params, ["fromService", "record"]);
    return foreign === null ? checkRecords(params, config) : bad(foreign, "goes with by: alb");
  }
  const foreign = strangersTo(params, ["listener", "fromTargetGroup", "toTargetGroup"]);
  if (foreign !== null) return bad(foreign, "goes with by: route53");
  if (listener === undefined || !listenerArn.test(listener))
    return bad("listener", "is needed with by: alb: the ARN of a listener or of one of its rules");
  if (fromTargetGroup === undefined || !targetGroupArn.test(fromTargetGroup))
    return bad("fromTargetGroup", "is needed with by: alb: the ARN of the target group that has the traffic");
  if (toTargetGroup === undefined || !targetGroupArn.test(toTargetGroup))
    return bad("toTargetGroup", "is needed with by: alb: the ARN of the target group that gets it");
  return fromTargetGroup === toTargetGroup ? bad("toTargetGroup", "is the same as fromTargetGroup") : null;
};

/** The parameters of the ways that move weights, without those of this one. */
const strangersTo = (params: CanaryParams, own: readonly string[]): string | null =>
  (["listener", "fromTargetGroup", "toTargetGroup", "fromService", "record"] as const).find(
    (key) => params[key] !== undefined && !own.includes(key),
  ) ?? null;

/** Two services with weighted records of one name, in a zone that is written. */
const checkRecords = (
  { service: to, fromService: from, record: name }: CanaryParams,
  { services, zones }: Config,
): Refusal | null => {
  const bad = (field: string, what: string): Refusal =>
    refuse("bad-input", `params.${field} ${what}`, `params.${field}`);
  if (from === undefined) return bad("fromService", "is needed with by: route53: the service that has the traffic");
  if (from === to) return bad("fromService", "is the same as service");
  if (name === undefined) return bad("record", "is needed with by: route53: the DNS name of both records");
  const [old, fresh] = [from, to].map((service) =>
    weightedRecordOf(
      services.find((one) => one.name === service),
      name,
    ),
  );
  if (!old) return bad("fromService", `${from} has no record ${name} of kind weighted in headgate.yml`);
  if (!fresh) return bad("record", `${to} has no record ${name} of kind weighted in headgate.yml`);
  if (old.zone !== fresh.zone) return bad("record", `${name} is in two zones, ${old.zone} and ${fresh.zone}`);
  return zones.find((zone) => zone.name === fresh.zone)?.policy === "observe"
    ? bad("record", `is in zone ${fresh.zone}, whose policy observe writes nothing`)
    : null;
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
