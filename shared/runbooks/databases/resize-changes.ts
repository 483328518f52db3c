import type { OperatedDatabase } from "../../aws/read-operated-database.ts";
import type { Config } from "../../config/config.ts";
import { secondsUntilWindow } from "../../schedules/maintenance-window.ts";
import type { Change } from "../step.ts";
import { describeInterruption } from "./interruption.ts";
import { describeLimit } from "./limit-of-class.ts";
import type { ResizeForecast } from "./resize-forecast.ts";
import { writerOf } from "./resize-order.ts";

/** The window in which the change is made: the cluster's own, or the instance's. */
export const windowOf = (
  { cluster, instances }: OperatedDatabase,
  nowMs: number,
): { readonly window: string; readonly inSeconds: number } => {
  const window = instances.length > 1 && cluster !== null ? cluster.maintenanceWindow : instances[0]!.maintenanceWindow;
  return { window, inSeconds: secondsUntilWindow(window, nowMs) };
};

/** Everything that a resize changes, in the order of an engineer's questions: what, when, what breaks, what it gives. */
export const resizeChanges = (
  database: string,
  operated: OperatedDatabase,
  targets: readonly string[],
  instanceClass: string,
  when: "now" | "maintenance-window",
  forecast: ResizeForecast,
  config: Config,
  nowMs: number,
): readonly Change[] => {
  const members = operated.instances.filter(({ instance }) => targets.includes(instance));
  const writer = writerOf(operated);
  const readers = targets.filter((instance) => instance !== writer);
  const hands = operated.cluster !== null && writer !== null && targets.includes(writer) && readers.length > 0;
  const { window, inSeconds } = windowOf(operated, nowMs);
  const opens = new Date(nowMs + inSeconds * 1000).toISOString();
  return [
    ...members.map(({ instance, instanceClass: from }) => ({
      about: instance,
      what: "instance class",
      from,
      to: instanceClass,
    })),
    ...(hands ? [{ about: operated.cluster!.cluster, what: "writer", from: writer, to: readers[0]! }] : []),
    {
      about: database,
      what: "begins",
      from: null,
      to: when === "now" ? "now" : `in the maintenance window ${window} UTC, next at ${opens}`,
    },
    { about: database, what: "interruption", from: null, to: describeInterruption(operated, targets) },
    ...members.flatMap(({ instance, parameterGroups }) =>
      parameterGroups
        .filter(({ applyStatus }) => applyStatus === "pending-reboot")
        .map(({ group }) => ({
          about: instance,
          what: `parameter group ${group}, pending reboot`,
          from: "waits",
          to: "in force, because the new class restarts the instance",
        })),
    ),
    ...limitChanges(database, forecast, config),
  ];
};

const limitChanges = (
  database: string,
  { limit, limitNow, budgets, services }: ResizeForecast,
  config: Config,
): readonly Change[] => {
  const isSame = describeLimit(limit) === describeLimit(limitNow);
  const configured = config.databases.find(({ name }) => name === database)!.maxConnections;
  const why =
    !isSame || limit.kind === "unknown"
      ? ""
      : limit.source === "parameter"
        ? ", unchanged: a fixed figure in the parameter group"
        : ", unchanged";
  const budget = (known: "before" | "after"): number | string => {
    const one = budgets![known];
    return one.kind === "unknown" ? `unknown (${one.code})` : one.budgetConnections;
  };
  return [
    {
      about: database,
      what: "max_connections, predicted",
      from: describeLimit(limitNow),
      to: `${describeLimit(limit)}${why}`,
    },
    ...(configured === null
      ? []
      : [
          {
            about: database,
            what: "max_connections in headgate.yml, which rules until it is changed there",
            from: configured,
            to: configured,
          },
        ]),
    ...(budgets === null
      ? []
      : [
          { about: database, what: "connections for tasks", from: budget("before"), to: budget("after") },
          {
            about: database,
            what: "committed by what runs now",
            from: budgets.after.kind === "unknown" ? null : budgets.after.committedConnections,
            to: budgets.after.kind === "unknown" ? null : budgets.after.committedConnections,
          },
        ]),
    ...services
      .filter(({ fitAfter }) => fitAfter !== null)
      .map(({ service, tasks, fitBefore, fitAfter }) => ({
        about: service,
        what: `tasks that fit while nobody else grows (${tasks} run)`,
        from: fitBefore,
        to: fitAfter,
      })),
  ];
};
