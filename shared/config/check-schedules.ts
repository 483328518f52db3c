import { cronProblem, instantMs, isTimeZone } from "./cron.ts";
import { DEFAULTS } from "./defaults.ts";
import { type Finding, type KeyPath, shown } from "./problems.ts";
import type { ScheduleForm } from "./schema-schedule.ts";
import type { ServiceForm } from "./schema-service.ts";

/** Windows must have a beginning, an end and a bound, and times that exist. */
export const checkSchedules = (service: string, form: ServiceForm): readonly Finding[] =>
  Object.entries(form.signals?.schedules ?? {}).flatMap(([name, schedule]): readonly Finding[] => {
    const path: KeyPath = ["services", service, "signals", "schedules", name];
    const wrong = [...checkForm(path, name, schedule), ...checkTimeZone(path, schedule)];
    // A time can be read only in a zone that exists.
    if (wrong.length === 0) wrong.push(...checkCron(path, schedule), ...checkInstants(path, schedule));
    return [...wrong, ...checkBounds(path, schedule, form.tasks)];
  });

const checkForm = (path: KeyPath, name: string, form: ScheduleForm): readonly Finding[] => {
  const repeats = form.cron !== undefined || form.durationMinutes !== undefined;
  const once = form.from !== undefined || form.until !== undefined;
  const isWhole = form.cron !== undefined && form.durationMinutes !== undefined;
  if (repeats ? isWhole && !once : once) return [];
  const message = !repeats
    ? `${name} says nothing of when it begins or ends`
    : once
      ? `${name} has a cron window and a single one`
      : `${name} has ${form.cron === undefined ? "a duration without cron" : "cron without a duration"}`;
  return [{ code: "schedule-window", path, message, fix: "give cron and durationMinutes, or from and until" }];
};

const checkTimeZone = (path: KeyPath, { timeZone = DEFAULTS.timeZone }: ScheduleForm): readonly Finding[] =>
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

const checkCron = (path: KeyPath, { cron }: ScheduleForm): readonly Finding[] => {
  const problem = cron === undefined ? null : cronProblem(cron);
  if (cron === undefined || problem === null) return [];
  return [
    {
      code: "cron-unreadable",
      path: [...path, "cron"],
      message: `${shown(cron)} is no time that comes: ${problem}`,
      fix: "write minute, hour, day of month, month, day of week: `0 8 * * 1-5` is 08:00 from Monday to Friday",
    },
  ];
};

const checkInstants = (path: KeyPath, form: ScheduleForm): readonly Finding[] => {
  const { timeZone = DEFAULTS.timeZone } = form;
  const unreadable = (["from", "until"] as const).flatMap((key): readonly Finding[] => {
    const text = form[key];
    if (text === undefined || instantMs(text, timeZone) !== null) return [];
    const message = `${key} is ${shown(text)}, which is no date and time`;
    const fix = "write it as 2026-11-27T00:00:00, or with an offset as 2026-11-27T00:00:00+01:00";
    return [{ code: "schedule-window", path: [...path, key], message, fix }];
  });
  if (unreadable.length > 0 || form.from === undefined || form.until === undefined) return unreadable;
  const isEmpty = (instantMs(form.from, timeZone) ?? 0) >= (instantMs(form.until, timeZone) ?? 0);
  if (!isEmpty) return [];
  const message = `until ${shown(form.until)} is not after from ${shown(form.from)}`;
  return [{ code: "schedule-window", path: [...path, "until"], message, fix: "write an end after the beginning" }];
};

/** A ceiling under the minimum would be broken at once; only 0 is meant so. */
const checkBounds = (path: KeyPath, { min, max }: ScheduleForm, tasks: ServiceForm["tasks"]): readonly Finding[] => {
  const refused = (message: string, fix: string): readonly Finding[] => [
    { code: "schedule-bounds", path, message, fix },
  ];
  if (min === undefined && max === undefined) return refused("it moves neither bound", "add min, max or both");
  const least = Math.max(min ?? 0, tasks?.min ?? DEFAULTS.minTasks);
  const most = tasks?.max ?? DEFAULTS.maxTasks;
  if (min !== undefined && min > most) {
    return refused(`min ${min} is above tasks.max ${most}`, `lower min to at most ${most}, or raise tasks.max`);
  }
  if (max !== undefined && min !== undefined && max < min) {
    return refused(`max ${max} is below min ${min}`, `raise max to at least ${min}`);
  }
  if (max !== undefined && max !== 0 && max < least) {
    const fix = `raise max to at least ${least}, lower tasks.min, or park the service with max: 0`;
    return refused(`max ${max} is below tasks.min ${least}`, fix);
  }
  return [];
};
