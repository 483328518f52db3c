import { byName } from "./by-name.ts";
import { instantMs } from "./cron.ts";
import { DEFAULTS } from "./defaults.ts";
import type { ScheduleConfig } from "./schedule-config.ts";
import type { ScheduleForm } from "./schema-schedule.ts";

/** The windows of a service, already checked, sorted by name; local times become instants. */
export const compileSchedules = (forms: Readonly<Record<string, ScheduleForm>> = {}): readonly ScheduleConfig[] =>
  Object.entries(forms)
    .map(([name, form]) => ({ name, when: whenOf(form), minTasks: form.min ?? null, maxTasks: form.max ?? null }))
    .sort(byName);

const whenOf = (form: ScheduleForm): ScheduleConfig["when"] => {
  const { cron, durationMinutes, from, until, timeZone = DEFAULTS.timeZone } = form;
  if (cron !== undefined && durationMinutes !== undefined) {
    return { kind: "cron", cron, timeZone, durationSeconds: durationMinutes * 60 };
  }
  const at = (text: string | undefined): number | null => (text === undefined ? null : instantMs(text, timeZone));
  return { kind: "between", fromMs: at(from), untilMs: at(until) };
};
