import type { FindingCode } from "../../plan/explain/codes.ts";
import type { Headline } from "./headline.ts";

/** Of what is read of a service, and of what asks for its tasks. */
export const signalHeadlines = {
  "tasks-unknown": ({ about }) => `${about} is left as it is: its tasks can't be read`,
  "service-not-found": ({ about }) => `${about} is not there: ECS knows no active service of this name`,
  "signal-unknown": ({ about }) => `${about} is not scaled in: one of its signals can't be read`,
  "signal-stale": ({ about }) => `${about} is not scaled in: the newest datapoint of a signal is too old`,
  "warming-up": ({ about }) => `${about} ignores a signal: more than a quarter of its tasks were starting`,
  "signal-futile": ({ about, detail, number }) =>
    `${about} grew from ${number("tasksBefore")} to ${number("tasksAfter")} tasks and ${detail} did not fall: it has no vote`,
  "too-slow-to-shrink": ({ about, number }) =>
    `${about} keeps ${number("desiredTasks")} tasks instead of ${number("askTasks")}: it answers too slowly`,
  parked: ({ about }) => `${about} is parked at 0 tasks`,
  "schedule-floor": ({ about, number }) =>
    `${about} keeps ${number("floorTasks")} tasks by schedule, its signals ask for ${number("askTasks")}`,
  "schedule-ceiling": ({ about, number }) =>
    `${about} gets ${number("maxTasks")} tasks by schedule, its signals ask for ${number("askTasks")}`,
  "no-signal": ({ about }) => `${about} stays as it is: no signal has an opinion`,
  "alarm-muted": ({ about }) => `${about}: an alarm that it scales by is muted`,
  "alarm-no-data": ({ about }) => `${about}: an alarm that it scales by has no data`,
  "forecast-off": ({ about, detail, number }) =>
    `${about}: the forecast's ${detail} was ${number("errorPercent")} % off and asks for nothing now`,
} satisfies Partial<Record<FindingCode, Headline>>;
