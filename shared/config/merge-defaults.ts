import type { DefaultsForm, ServiceForm } from "./schema-service.ts";

type Group = Readonly<Record<string, unknown>> | undefined;

/** What the service says wins, key by key. */
const merge = <T extends Group>(defaults: T, own: T): T => ({ ...defaults, ...own });

/**
 * The service with the defaults block underneath.
 *
 * Groups are merged key by key; a pool, a metric or an alarm of the same name is replaced as a whole, because half of
 * one pool and half of another is neither.
 */
export const mergeDefaults = (defaults: DefaultsForm, own: ServiceForm): ServiceForm => ({
  ...defaults,
  ...own,
  tasks: merge(defaults.tasks, own.tasks),
  drain: merge(defaults.drain, own.drain),
  deployment: merge(defaults.deployment, own.deployment),
  capacity: merge(defaults.capacity, own.capacity),
  pools: merge(defaults.pools, own.pools),
  pace: {
    ...merge(defaults.pace, own.pace),
    up: merge(defaults.pace?.up, own.pace?.up),
    down: merge(defaults.pace?.down, own.pace?.down),
  },
  signals: {
    ...merge(defaults.signals, own.signals),
    metrics: merge(defaults.signals?.metrics, own.signals?.metrics),
    alarms: merge(defaults.signals?.alarms, own.signals?.alarms),
    backlogs: merge(defaults.signals?.backlogs, own.signals?.backlogs),
    schedules: merge(defaults.signals?.schedules, own.signals?.schedules),
  },
});
