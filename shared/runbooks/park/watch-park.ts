import type { DomainNow } from "../../aws/domain-now.ts";
import { assertNever } from "../../plan/assert-never.ts";
import type { TaskCounts } from "../../plan/readings/service-reading.ts";
import type { Reading } from "../../reading.ts";
import { report, type Step } from "../step.ts";
import { enter, type ParkAction, type ParkState } from "./park-state.ts";

/** What one look sees. */
export type ParkSeen = {
  /** Of the services' and databases' domains; none while everything is parked. */
  readonly domains: readonly DomainNow[];
  /** RDS's status by database; `null`: RDS has none. */
  readonly statuses: Readonly<Record<string, Reading<string | null>>>;
};

type ParkStep = Step<ParkState, ParkAction>;

const lookSeconds = 30;

/** One look at a run that parks, or brings back. Pure. */
export const watchPark = (state: ParkState, seen: ParkSeen, nowMs: number): ParkStep => {
  switch (state.phase) {
    case "emptying":
      return emptying(state, seen, nowMs);
    case "unused":
      return unused(state, seen, nowMs);
    case "stopping":
      return stopping(state, seen, nowMs);
    case "parked":
      return parked(state, seen, nowMs);
    case "starting":
      return starting(state, seen, nowMs);
    case "returning":
      return returning(state, seen, nowMs);
    default:
      return assertNever(state.phase);
  }
};

/** Databases first: their start, where any of them is down, then the services. */
export const bringBack = (state: ParkState, nowMs: number): ParkStep =>
  act(
    enter(state, "starting", nowMs),
    state.databases.map(({ kind, id }) => ({ kind: "start", database: { kind, id } })),
  );

const emptying = (state: ParkState, seen: ParkSeen, nowMs: number): ParkStep => {
  const left = state.services.flatMap((service) => {
    const counts = countsOf(service, seen);
    if (counts === null) return [`${service} can't be read`];
    const { desired, running, pending, stopping: going } = counts;
    const tasks = running + pending + going;
    return desired === 0 && tasks === 0 ? [] : [`${service} has ${tasks} tasks, desired ${desired}`];
  });
  if (left.length === 0)
    return state.databases.length === 0
      ? settled(enter(state, "parked", nowMs), nowMs)
      : wait(enter(state, "unused", nowMs), "every task is gone");
  if (nowMs < state.givesUpAtMs) return wait(state, left.join("; "));
  const notes = [`not empty in time, so no database is stopped: ${left.join("; ")}`];
  return settled({ ...enter(state, "parked", nowMs, notes), databases: [] }, nowMs);
};

/** By a datapoint of a minute that began after the last task was gone; CloudWatch has it two to three minutes late. */
const unused = (state: ParkState, seen: ParkSeen, nowMs: number): ParkStep => {
  const readings = state.databases.map((database) => ({
    database,
    open: openSince(database.name, seen, state.sinceMs),
  }));
  const busy = readings.filter(({ open }) => open !== 0);
  const says = busy.map(({ database, open }) => `${database.name} has ${open ?? "an unknown number of"} connections`);
  if (busy.length > 0 && nowMs < state.givesUpAtMs) return wait(state, says.join("; "));
  const databases = readings.filter(({ open }) => open === 0).map(({ database }) => database);
  const notes = says.map((line) => `${line} that are none of the services': it is not stopped`);
  const next = { ...enter(state, "stopping", nowMs, notes), databases };
  if (databases.length === 0) return settled(enter(next, "parked", nowMs), nowMs);
  return act(
    next,
    databases.map(({ kind, id }) => ({ kind: "stop", database: { kind, id } })),
  );
};

const stopping = (state: ParkState, seen: ParkSeen, nowMs: number): ParkStep => {
  const left = notYet(state, seen, ["stopped"]);
  if (left.length === 0) return settled(enter(state, "parked", nowMs), nowMs);
  if (nowMs < state.givesUpAtMs) return again(state, seen, "available", "stop", left.join("; "));
  return settled(enter(state, "parked", nowMs, [`not stopped in time: ${left.join("; ")}`]), nowMs);
};

/** Everything is off: the run ends here, or sleeps until it brings everything back. */
const settled = (state: ParkState, nowMs: number): ParkStep => {
  if (state.untilMs === null)
    return { kind: "done", report: report(describePark(state, "parked until somebody unparks"), dataOf(state)) };
  const until = new Date(state.untilMs).toISOString();
  return {
    kind: "wait",
    state,
    inSeconds: Math.max(1, Math.ceil((state.untilMs - nowMs) / 1000)),
    says: describePark(state, `parked until ${until}`),
  };
};

const parked = (state: ParkState, seen: ParkSeen, nowMs: number): ParkStep => {
  const isStillOurs = seen.domains.some(({ intents }) =>
    intents.some(({ kind, run, service }) => kind === "park" && run === state.run && state.services.includes(service)),
  );
  if (!isStillOurs)
    return { kind: "done", report: report(describePark(state, "somebody has unparked before"), dataOf(state)) };
  return bringBack(state, nowMs);
};

const starting = (state: ParkState, seen: ParkSeen, nowMs: number): ParkStep => {
  const left = notYet(state, seen, ["available"]);
  const { services, run } = state;
  if (left.length === 0) return act(enter(state, "returning", nowMs), [{ kind: "unpark", services, run }]);
  if (nowMs < state.givesUpAtMs) return again(state, seen, "stopped", "start", left.join("; "));
  const says = `not available in time, so the services stay parked: ${left.join("; ")}`;
  return { kind: "done", report: report(describePark(state, says), { ...dataOf(state), isComplete: false }) };
};

const returning = (state: ParkState, seen: ParkSeen, nowMs: number): ParkStep => {
  const counted = state.services.map((service) => ({ service, counts: countsOf(service, seen) }));
  const says = counted
    .map(({ service, counts }) =>
      counts === null ? `${service} can't be read` : `${service} ${counts.running} of ${counts.desired} running`,
    )
    .join(", ");
  const isBack = counted.every(
    ({ counts }) => counts !== null && counts.desired > 0 && counts.running === counts.desired,
  );
  if (!isBack && nowMs < state.givesUpAtMs) return wait(state, says);
  const over = enter(state, "parked", nowMs);
  const data = { ...dataOf(over), isComplete: isBack };
  return {
    kind: "done",
    report: report(describePark(over, isBack ? `back: ${says}` : `not all back in time: ${says}`), data),
  };
};

/** What RDS was not ready for when it was asked, it is asked for again. */
const again = (
  state: ParkState,
  { statuses }: ParkSeen,
  where: string,
  kind: "stop" | "start",
  says: string,
): ParkStep => {
  const ready = state.databases.filter(({ name }) => {
    const status = statuses[name];
    return status?.kind === "known" && status.value === where;
  });
  if (ready.length === 0) return wait(state, says);
  return act(
    state,
    ready.map((database) => ({ kind, database: { kind: database.kind, id: database.id } })),
  );
};

const notYet = (state: ParkState, { statuses }: ParkSeen, wanted: readonly string[]): readonly string[] =>
  state.databases.flatMap(({ name, id }) => {
    const status = statuses[name];
    if (status === undefined || status.kind === "unknown") return [`${id} can't be read`];
    // One that was deleted is not waited for.
    return status.value === null || wanted.includes(status.value) ? [] : [`${id} is ${status.value}`];
  });

const countsOf = (service: string, { domains }: ParkSeen): TaskCounts | null => {
  const tasks = domains.flatMap(({ snapshot }) => snapshot.services).find(({ name }) => name === service)?.tasks;
  return tasks?.kind === "known" ? tasks.value : null;
};

const openSince = (database: string, { domains }: ParkSeen, sinceMs: number): number | null => {
  const reading = domains.flatMap(({ snapshot }) => snapshot.databases).find(({ name }) => name === database);
  if (reading?.connections.kind !== "known") return null;
  return reading.connections.value.filter(({ atMs }) => atMs >= sinceMs).at(-1)?.maximum ?? null;
};

const wait = (state: ParkState, says: string): ParkStep => ({ kind: "wait", state, inSeconds: lookSeconds, says });

const act = (state: ParkState, actions: readonly ParkAction[]): ParkStep => ({
  kind: "act",
  state,
  changes: [],
  actions,
  next: { inSeconds: lookSeconds },
  report: null,
});

const phaseWords = {
  emptying: "tasks gone",
  unused: "connections gone",
  stopping: "databases stopped",
  starting: "databases available",
  returning: "services back",
} as const;

const describePark = ({ services, databases, seconds, notes }: ParkState, what: string): string => {
  const what_ = [...services, ...databases.map(({ name }) => `database ${name}`)].join(", ");
  const took = Object.entries(phaseWords)
    .filter(([phase]) => seconds[phase as keyof typeof phaseWords] !== undefined)
    .map(([phase, words]) => `${words} after ${seconds[phase as keyof typeof phaseWords]} s`);
  return [`${what_}: ${what}.`, ...(took.length === 0 ? [] : [`${took.join(", ")}.`]), ...notes].join("\n");
};

const dataOf = ({ services, databases, seconds, notes, untilMs }: ParkState) => ({
  services,
  databases: databases.map(({ name }) => name),
  seconds,
  notes,
  untilMs,
});
