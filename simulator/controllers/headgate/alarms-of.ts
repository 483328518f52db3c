import type { AlarmSpec } from "../../cloud/alarm-spec.ts";
import type { ServiceTerms } from "../../scenario/scenario.ts";
import type { ServiceSpec } from "../../world/spec.ts";

/** 2 of 2 datapoints of 20 s a quarter above the target: it wakes Headgate, and a step of 25 % hangs on it. */
const periodSeconds = 20;
const datapoints = 2;
const aboveTarget = 1.25;
/** The metric tops out near 100 %. */
const mostPercent = 95;

/** The alarm that a team has on each service's CPU. */
export const alarmOf = (
  { name }: Pick<ServiceSpec, "name">,
  { targetPercent }: Pick<ServiceTerms, "targetPercent">,
): AlarmSpec => ({
  alarmName: `${name}-cpu-high`,
  service: name,
  metric: "CPUUtilization",
  threshold: Math.min(mostPercent, targetPercent * aboveTarget),
  periodSeconds,
  datapoints,
});

export const alarmsOf = (services: readonly ServiceSpec[], terms: readonly ServiceTerms[]): readonly AlarmSpec[] =>
  services.flatMap((service) => {
    const own = terms.find((entry) => entry.service === service.name);
    return own === undefined ? [] : [alarmOf(service, own)];
  });
