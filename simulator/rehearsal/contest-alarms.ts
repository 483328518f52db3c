import { DEFAULTS } from "../../shared/config/defaults.ts";
import type { AlarmSpec } from "../cloud/alarm-spec.ts";
import type { Contest } from "./contest.ts";

const periodSeconds = 60;
const datapoints = 1;

/** Period x evaluation periods: what the alarm signal's windowSeconds is for such an alarm. */
export const alarmWindowSeconds = periodSeconds * datapoints;

/** For what a replay rests on: the trackers' own alarms want 3 of 3 datapoints, so it must be said. */
export const alarmRemark = `Headgate is woken as a team would have it: a CloudWatch alarm on the service's CPU above the same target, ${datapoints} of ${datapoints} datapoints of ${periodSeconds} s, is an alarm signal with the default step of ${DEFAULTS.stepPercent} %, beside the CPU target.`;

/** The alarms of the team's account: one per service with users, on its CPU above the target. */
export function contestAlarms({ world, targetPercent }: Contest): readonly AlarmSpec[] {
  return world.services
    .filter(({ traffic }) => traffic !== undefined)
    .map(({ name }) => ({
      alarmName: `${name}-cpu-high`,
      service: name,
      metric: "CPUUtilization",
      threshold: targetPercent,
      periodSeconds,
      datapoints,
    }));
}
