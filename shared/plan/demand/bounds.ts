import { nextRunMs } from "../../config/cron.ts";
import type { ScheduleConfig } from "../../config/schedule-config.ts";
import type { ServiceConfig } from "../../config/service-config.ts";
import type { SignalConfig } from "../../config/signal-config.ts";
import { type CountIntent, type Intent, intentFor, type ParkIntent } from "../intents/intent.ts";

/** The bounds of a service's task count at a moment, schedules included. */
export type Bounds = {
  /** 0 <= leastTasks <= mostTasks */
  readonly leastTasks: number;
  readonly mostTasks: number;
  /** The window that raises the least, and the one that lowers the most; `null`: none does. */
  readonly floor: ScheduleBound | null;
  readonly ceiling: ScheduleBound | null;
  /** A window keeps the service at 0. */
  readonly parked: boolean;
  /** Until the next window begins or ends, >= 1; `null`: none does. */
  readonly changesInSeconds: number | null;
  /** What a person has asked for by a runbook; absent: nothing. */
  readonly intent?: CountIntent | ParkIntent;
};

export type ScheduleBound = { readonly schedule: string; readonly tasks: number };

/**
 * The bounds in force: the configured ones, moved by the windows of time that are open.
 *
 * Of windows that overlap the highest floor counts, and the lowest ceiling that is not below it: a promise of capacity
 * is kept before a saving. A ceiling of 0 parks the service. Ties go to the smaller name.
 *
 * A service of which no signal speaks while it has no task never goes below one by itself: nothing would wake it.
 *
 * @param nowMs epoch milliseconds; the only clock
 * @returns bounds with leastTasks <= mostTasks
 * @throws never, for schedules that the configuration check has passed
 */
export const boundsAt = (service: ServiceConfig, nowMs: number): Bounds => {
  const { minTasks, maxTasks, schedules } = service;
  const leastAlways = speaksAtZero(service) ? minTasks : Math.max(1, minTasks);
  let floor: ScheduleBound | null = null;
  let ceiling: ScheduleBound | null = null;
  let edgeMs = Number.POSITIVE_INFINITY;
  for (const { name, when, minTasks: least, maxTasks: most } of schedules) {
    const window = windowAt(when, nowMs);
    edgeMs = Math.min(edgeMs, window.edgeMs ?? edgeMs);
    if (!window.isOpen) continue;
    if (least !== null && (floor === null || least > floor.tasks)) floor = { schedule: name, tasks: least };
    if (most !== null && (ceiling === null || most < ceiling.tasks)) ceiling = { schedule: name, tasks: most };
  }
  const changesInSeconds = Number.isFinite(edgeMs) ? Math.ceil((edgeMs - nowMs) / 1000) : null;
  const ceilingTasks = ceiling === null ? maxTasks : Math.max(ceiling.tasks, floor?.tasks ?? 0);
  if (ceilingTasks === 0) return { leastTasks: 0, mostTasks: 0, floor, ceiling, parked: true, changesInSeconds };
  const leastTasks = Math.min(Math.max(leastAlways, floor?.tasks ?? 0), Math.max(1, maxTasks));
  const mostTasks = Math.max(leastTasks, Math.min(maxTasks, ceilingTasks));
  return {
    leastTasks,
    mostTasks,
    floor: (floor?.tasks ?? 0) > leastAlways ? floor : null,
    ceiling: ceilingTasks < maxTasks ? ceiling : null,
    parked: false,
    changesInSeconds,
  };
};

/**
 * The bounds as a person's intent has narrowed them: exactly so many tasks, or none. Parking wins: what is off for the
 * night is not started by a count that somebody asked for in the afternoon.
 *
 * @returns the same bounds where there is no intent
 * @throws never
 */
export const intendedBounds = (bounds: Bounds, service: string, intents: readonly Intent[], nowMs: number): Bounds => {
  const park = intentFor(intents, "park", service, nowMs);
  const intent = park ?? intentFor(intents, "count", service, nowMs);
  if (intent === null) return bounds;
  const endsInSeconds = intent.untilMs === null ? null : Math.ceil((intent.untilMs - nowMs) / 1000);
  const changesInSeconds = earlier(bounds.changesInSeconds, endsInSeconds);
  const tasks = intent.kind === "park" ? 0 : intent.tasks;
  const ceiling = { schedule: `run ${intent.run}`, tasks };
  const floor = tasks === 0 ? null : ceiling;
  return { leastTasks: tasks, mostTasks: tasks, floor, ceiling, parked: tasks === 0, changesInSeconds, intent };
};

const earlier = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);

/** Signals that are measured without the service's tasks can ask for the first one. */
const speaksAtZero = ({ signals }: ServiceConfig): boolean => signals.some(speaksWithoutTasks);

/** Measured outside the service: there is a value where there is no task. */
export const speaksWithoutTasks = (signal: SignalConfig): boolean =>
  signal.kind === "backlog" || (signal.kind === "target" && signal.measures === "total" && signal.asksAlone);

type Window = { readonly isOpen: boolean; readonly edgeMs: number | null };

const windowAt = (when: ScheduleConfig["when"], nowMs: number): Window => {
  if (when.kind === "between") {
    const { fromMs, untilMs } = when;
    if (fromMs !== null && nowMs < fromMs) return { isOpen: false, edgeMs: fromMs };
    if (untilMs === null) return { isOpen: true, edgeMs: null };
    return nowMs < untilMs ? { isOpen: true, edgeMs: untilMs } : { isOpen: false, edgeMs: null };
  }
  const durationMs = when.durationSeconds * 1000;
  // The first run whose window has not ended.
  const beginsMs = nextRunMs(when.cron, when.timeZone, nowMs - durationMs);
  if (beginsMs === null) return { isOpen: false, edgeMs: null };
  return beginsMs <= nowMs ? { isOpen: true, edgeMs: beginsMs + durationMs } : { isOpen: false, edgeMs: beginsMs };
};
