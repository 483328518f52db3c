import type { DigestConfig } from "../../config/notices-config.ts";

/** When the digest is sent, as EventBridge Scheduler takes it: it knows time zones and their clock changes itself. */
export type DigestSchedule = { readonly ScheduleExpression: string; readonly ScheduleExpressionTimezone: string };

/** @see EventBridge Scheduler user guide, cron-based schedules */
export const digestSchedule = ({ atMinute, timeZone }: DigestConfig): DigestSchedule => ({
  ScheduleExpression: `cron(${atMinute % 60} ${Math.floor(atMinute / 60)} * * ? *)`,
  ScheduleExpressionTimezone: timeZone,
});
