import * as z from "zod";
import { DEFAULTS } from "./defaults.ts";
import { optional, required, whole } from "./schema-key.ts";

/** Read by check-notices.ts, which says more of a wrong one than a pattern can. */
const timeOfDay = z.string().min(1).max(10);

const timeZone = optional(
  z.string().min(1).max(60),
  "IANA time zone. Daylight saving time is respected: 08:00 stays 08:00 on the wall.",
  { default: DEFAULTS.timeZone, examples: ["Europe/Berlin"] },
);

/** From Sunday, as JavaScript counts. */
export const weekdayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

export const noticesForm = z.strictObject({
  quietHours: optional(
    z.strictObject({
      from: required(timeOfDay, "When they begin: hours and minutes, in quotes.", { examples: ["22:00"] }),
      to: required(timeOfDay, "When they end; on the next day where it is not after from.", { examples: ["07:00"] }),
      timeZone,
      days: optional(
        z.array(z.enum(weekdayNames)).min(1),
        "The days on which they begin. Every day unless given; on the others there are none.",
        { examples: [["mon", "tue", "wed", "thu", "fri"]] },
      ),
    }),
    "Hours in which notices of low severity wait. One whose cause still lasts is sent at the first read after them; what came and went is in the digest only. High and medium ones are always sent.",
  ),
  digest: optional(
    z.strictObject({
      at: required(timeOfDay, "When it is sent, every day: hours and minutes, in quotes.", { examples: ["08:00"] }),
      timeZone,
    }),
    "A daily summary of the last 24 hours: what was changed, capped and held, what failed, what lasts, and what would have unlocked most. Not sent unless given.",
  ),
  remindHours: optional(
    whole(1, 168),
    "After how many hours a cap or a hold that lasts is told again. Warnings are told again once a day.",
    { default: DEFAULTS.remindHours, examples: [4] },
  ),
});

export type NoticesForm = z.infer<typeof noticesForm>;
