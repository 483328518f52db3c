import { isTimeZone } from "./cron.ts";
import { DEFAULTS } from "./defaults.ts";
import { type Finding, type KeyPath, shown } from "./problems.ts";
import type { NoticesForm } from "./schema-notices.ts";
import { minuteOfDay } from "./time-of-day.ts";

/** Times must exist, and quiet hours must end. */
export const checkNotices = ({ quietHours, digest }: NoticesForm): readonly Finding[] => {
  const findings: Finding[] = [];
  if (quietHours !== undefined) {
    const path: KeyPath = ["notices", "quietHours"];
    const { from, to, timeZone } = quietHours;
    const wrong = [...checkTime([...path, "from"], from), ...checkTime([...path, "to"], to)];
    if (wrong.length === 0 && minuteOfDay(from) === minuteOfDay(to)) {
      const message = `quiet hours from ${from} to ${to} have no end`;
      wrong.push({
        code: "quiet-hours-empty",
        path: [...path, "to"],
        message,
        fix: "write another time, or remove them",
      });
    }
    findings.push(...wrong, ...checkTimeZone(path, timeZone));
  }
  if (digest !== undefined) {
    const path: KeyPath = ["notices", "digest"];
    findings.push(...checkTime([...path, "at"], digest.at), ...checkTimeZone(path, digest.timeZone));
  }
  return findings;
};

const checkTime = (path: KeyPath, text: string): readonly Finding[] =>
  minuteOfDay(text) === null
    ? [
        {
          code: "time-of-day",
          path,
          message: `${shown(text)} is no time of day`,
          fix: 'write hours and minutes with two digits each, in quotes: "07:30"',
        },
      ]
    : [];

const checkTimeZone = (path: KeyPath, timeZone: string = DEFAULTS.timeZone): readonly Finding[] =>
  isTimeZone(timeZone)
    ? []
    : [
        {
          code: "time-zone-unknown",
          path: [...path, "timeZone"],
          message: `there is no time zone ${shown(timeZone)}`,
          fix: "write an IANA name such as Europe/Berlin, or leave it out for UTC",
        },
      ];
