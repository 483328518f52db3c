import * as z from "zod";
import { DEFAULTS } from "./defaults.ts";
import { optional, whole } from "./schema-key.ts";

export const schedule = z.strictObject({
  cron: optional(
    z.string().min(1).max(100),
    "When the window begins: minute, hour, day of month, month, day of week, as in crontab. Stands beside durationMinutes.",
    { examples: ["0 8 * * 1-5"] },
  ),
  durationMinutes: optional(whole(1, 44_640), "How long the window lasts, in minutes of real time.", {
    examples: [600],
  }),
  from: optional(
    z.string().min(1).max(40),
    "When the window begins, once: a date and time as in ISO 8601. Without an offset it is local time in timeZone. Without this key the window has begun.",
    { examples: ["2026-11-27T00:00:00"] },
  ),
  until: optional(
    z.string().min(1).max(40),
    "When the window ends, once, as with from. Without it a window that begins with from never ends.",
    { examples: ["2026-11-30T23:59:00"] },
  ),
  timeZone: optional(
    z.string().min(1).max(60),
    "IANA time zone of cron, from and until. Daylight saving time is respected: 08:00 stays 08:00 on the wall.",
    { default: DEFAULTS.timeZone, examples: ["Europe/Berlin"] },
  ),
  min: optional(
    whole(0, 5000),
    "Fewest tasks in the window: a raised minimum with an end. Budgets bound it like any ask. Of windows that overlap the highest counts.",
    { examples: [8] },
  ),
  max: optional(
    whole(0, 5000),
    "Most tasks in the window; 0 parks the service, and it comes back when the window ends. Of windows that overlap the lowest counts, but never below their highest min.",
    { examples: [0] },
  ),
});

export type ScheduleForm = z.infer<typeof schedule>;
