import { readServiceGuard, type ServiceGuard } from "../../aws/read-chaos.ts";
import { type PublishedAddresses, readPublished } from "../../aws/read-published.ts";
import { stopTask } from "../../aws/stop-task.ts";
import type { Config } from "../../config/config.ts";
import type { ServiceConfig } from "../../config/service-config.ts";
import type { ListedTask } from "../../records/task-listing.ts";
import type { RunTools } from "../run-tools.ts";
import { report, type Step } from "../step.ts";
import { connectionsSince, isNear } from "./connections.ts";
import { countsIn, guardSteady, guardStop, healthyOf, heldBy, leastLeft, victimsOf } from "./guard.ts";
import { describeRecovery, isAllBack, type Recovery, recovered } from "./recovery.ts";

export type StopSeen = {
  readonly kind: "stop";
  readonly guard: ServiceGuard;
  readonly published: readonly PublishedAddresses[];
};

export type StopAction = { readonly kind: "stop"; readonly service: string; readonly taskId: string };

export type StopState = {
  readonly service: string;
  readonly victims: readonly { readonly taskId: string; readonly addresses: readonly string[] }[];
  readonly desired: number;
  readonly atMs: number;
  readonly givesUpAtMs: number;
  /** DatabaseConnections before, by database. */
  readonly connections: Readonly<Record<string, number>>;
  readonly recovery: Recovery;
};

type StopStep = Step<StopState, StopAction>;

const lookSeconds = 10;
/** Beyond start and drain: the metric of the database is late, and so are health checks. */
const graceSeconds = 900;

export const readStop = async (name: string, tools: RunTools): Promise<StopSeen> => {
  const service = serviceIn(name, tools.config);
  const [guard, published] = await Promise.all([readServiceGuard(service, tools), readPublished(service, tools)]);
  return { kind: "stop", guard, published };
};

/** Pure. */
export const beginStop = ({ guard, published }: StopSeen, stops: number, config: Config, nowMs: number): StopStep => {
  const service = serviceIn(guard.service, config);
  const refusal = guardStop(guard, service, stops, nowMs) ?? guardSteady(guard, service);
  if (refusal !== null) return { kind: "refused", refusal };
  if (guard.tasks.kind === "unknown") throw new Error("refused above");
  const victims = victimsOf(guard.tasks.value, stops);
  const { desired } = countsIn(guard)!;
  const healthy = healthyOf(guard.tasks.value).length;
  const { name, startSeconds, drainSeconds, pools } = service;
  const direct = pools.filter(({ proxy }) => proxy === null).map(({ database }) => database);
  const connections = Object.fromEntries(
    direct.flatMap((database) => {
      const found = connectionsSince(guard.domain, database, 0);
      return found === null ? [] : [[database, found.connections] as const];
    }),
  );
  const watched = [
    "running",
    "healthy",
    ...published.flatMap(({ destination }) => [`out of ${destination}`, `replaced in ${destination}`]),
    ...Object.keys(connections).map((database) => `connections of ${database}`),
  ];
  return {
    kind: "act",
    state: {
      service: name,
      victims: victims.map((task) => ({ taskId: task.taskId, addresses: addressesOf(task) })),
      desired,
      atMs: nowMs,
      givesUpAtMs: nowMs + (startSeconds + drainSeconds + graceSeconds) * 1000,
      connections,
      recovery: Object.fromEntries(watched.map((what) => [what, null])),
    },
    changes: [
      ...victims.map(({ taskId }) => ({ about: name, what: `task ${taskId}`, from: "RUNNING", to: "stopped" })),
      {
        about: name,
        what: `healthy tasks (at least ${leastLeft(service)} are left)`,
        from: healthy,
        to: `${healthy - victims.length}, until ECS has started others`,
      },
      { about: name, what: "watched until it is back", from: null, to: watched.join(", ") },
    ],
    actions: victims.map(({ taskId }) => ({ kind: "stop", service: name, taskId })),
    next: { inSeconds: lookSeconds },
    report: null,
  };
};

/** Looks once more, right before: what has changed since the plan keeps the task alive. */
export const applyStop = async ({ service: name, taskId }: StopAction, tools: RunTools): Promise<string> => {
  const service = serviceIn(name, tools.config);
  const guard = await readServiceGuard(service, tools);
  const task = guard.tasks.kind === "known" ? guard.tasks.value.find((one) => one.taskId === taskId) : undefined;
  if (task !== undefined && task.desiredStatus === "STOPPED") return `task ${taskId} is stopped`;
  const refusal = guardStop(guard, service, 1, tools.nowMs());
  if (refusal !== null) return `task ${taskId} is not stopped: ${heldBy(refusal)}`;
  if (task === undefined) return `task ${taskId} is not there any more`;
  await stopTask(tools.clients.ecs, service, taskId, `headgate chaos, run ${tools.runId}`);
  return `task ${taskId}: asked ECS to stop it`;
};

/** Pure. */
export const watchStop = (
  state: StopState,
  { guard, published }: StopSeen,
  config: Config,
  nowMs: number,
): StopStep => {
  const service = serviceIn(state.service, config);
  const counts = countsIn(guard);
  const tasks = guard.tasks.kind === "known" ? guard.tasks.value : null;
  if (counts === null || tasks === null)
    return nowMs < state.givesUpAtMs ? wait(state, `${state.service} can't be read`) : over(state, state, nowMs);
  const alive = state.victims.filter(({ taskId }) =>
    tasks.some((task) => task.taskId === taskId && task.desiredStatus === "RUNNING"),
  );
  const hit = state.victims.filter((victim) => !alive.includes(victim));
  if (hit.length === 0) {
    const text = `${state.service}: no task was stopped; the guard has held it, see the log.`;
    return { kind: "done", report: report(text, { service: state.service, stoppedTasks: 0 }) };
  }
  const seconds = Math.round((nowMs - state.atMs) / 1000);
  const since = (isBack: boolean): number | false => (isBack ? seconds : false);
  const healthy = healthyOf(tasks);
  const isRunning = counts.running === counts.desired && counts.pending === 0;
  const next: StopState = {
    ...state,
    recovery: recovered(state.recovery, {
      running: since(isRunning),
      healthy: since(healthy.length >= counts.desired),
      ...destinationsBack(published, hit, healthy, counts.desired, since),
      ...connectionsBack(state, guard, counts.desired),
    }),
  };
  if (isAllBack(next.recovery) || nowMs >= state.givesUpAtMs) return over(next, { ...state, victims: hit }, nowMs);
  const missing = Object.entries(next.recovery).flatMap(([what, at]) => (at === null ? [what] : []));
  return wait(
    next,
    `${service.name}: ${counts.running} of ${counts.desired} running; still to come: ${missing.join(", ")}`,
  );
};

const destinationsBack = (
  published: readonly PublishedAddresses[],
  hit: StopState["victims"],
  healthy: readonly ListedTask[],
  desired: number,
  since: (isBack: boolean) => number | false,
): Readonly<Record<string, number | false>> =>
  Object.fromEntries(
    published.flatMap(({ destination, addresses }) => {
      const shown = addresses.kind === "known" ? new Set(addresses.value) : null;
      const isOut = shown !== null && hit.every((victim) => !victim.addresses.some((address) => shown.has(address)));
      const isIn =
        shown !== null &&
        healthy.length >= desired &&
        healthy.every((task) => addressesOf(task).some((address) => shown.has(address)));
      return [
        [`out of ${destination}`, since(isOut)],
        [`replaced in ${destination}`, since(isIn && isOut)],
      ] as const;
    }),
  );

/**
 * By a minute that began when the tasks were back already: before that the old ones may be counted. More than before is
 * no recovery, unless the service was scaled meanwhile: sessions of tasks that are gone may linger.
 */
const connectionsBack = (
  state: StopState,
  { domain }: ServiceGuard,
  desired: number,
): Readonly<Record<string, number | false>> => {
  const { healthy } = state.recovery;
  const fromMs = healthy === null || healthy === undefined ? null : state.atMs + healthy * 1000;
  return Object.fromEntries(
    Object.entries(state.connections).map(([database, before]) => {
      const found = fromMs === null ? null : connectionsSince(domain, database, fromMs);
      const isBack =
        found !== null &&
        (isNear(found.connections, before) || (desired !== state.desired && found.connections > before));
      return [`connections of ${database}`, isBack ? Math.round((found.untilMs - state.atMs) / 1000) : false];
    }),
  );
};

const over = ({ service, recovery }: StopState, { victims, atMs }: StopState, nowMs: number): StopStep => {
  const text = `${service}: ${victims.length} tasks stopped at ${new Date(atMs).toISOString()}. ${describeRecovery(recovery)}`;
  const data = {
    service,
    stoppedTasks: victims.length,
    recoverySeconds: recovery,
    watchedSeconds: Math.round((nowMs - atMs) / 1000),
    isComplete: isAllBack(recovery),
  };
  return { kind: "done", report: report(text, data) };
};

const wait = (state: StopState, says: string): StopStep => ({ kind: "wait", state, inSeconds: lookSeconds, says });

const addressesOf = ({ addresses }: ListedTask): readonly string[] =>
  [addresses.privateIpv4, addresses.publicIpv4, addresses.ipv6].filter((one) => one !== null);

const serviceIn = (name: string, { services }: Config): ServiceConfig => services.find((one) => one.name === name)!;
