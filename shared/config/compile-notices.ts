import { DEFAULTS } from "./defaults.ts";
import type { NoticesConfig } from "./notices-config.ts";
import { type NoticesForm, weekdayNames } from "./schema-notices.ts";
import { minuteOfDay } from "./time-of-day.ts";

/** When people are told, already checked. @throws Error for a form that `checkNotices` refuses */
export const compileNotices = ({ quietHours, digest, remindHours }: NoticesForm = {}): NoticesConfig => ({
  quietHours:
    quietHours === undefined
      ? null
      : {
          fromMinute: minuteIn(quietHours.from),
          toMinute: minuteIn(quietHours.to),
          timeZone: quietHours.timeZone ?? DEFAULTS.timeZone,
          weekdays: weekdaysOf(quietHours.days ?? weekdayNames),
        },
  digest:
    digest === undefined ? null : { atMinute: minuteIn(digest.at), timeZone: digest.timeZone ?? DEFAULTS.timeZone },
  remindSeconds: (remindHours ?? DEFAULTS.remindHours) * 3600,
});

const minuteIn = (text: string): number => {
  const minute = minuteOfDay(text);
  if (minute === null) throw new Error(`${text} is no time of day`);
  return minute;
};

const weekdaysOf = (names: readonly string[]): readonly number[] =>
  weekdayNames.flatMap((name, weekday) => (names.includes(name) ? [weekday] : []));
