import type { ServiceGuard } from "../../aws/read-chaos.ts";
import type { Config } from "../../config/config.ts";
import type { ServiceConfig } from "../../config/service-config.ts";
import { intentFor } from "../../plan/intents/intent.ts";
import type { TaskCounts } from "../../plan/readings/service-reading.ts";
import type { ListedTask } from "../../records/task-listing.ts";
import { isPaused } from "../../state/pause.ts";
import { describeRefusal, type Refusal, type RefusalTable, refuseWith } from "../refusal.ts";

export const chaosRefusals = {
  "too-few-left": {
    means: "Fewer healthy tasks would be left than the service's minimum, or none.",
    remedy: "Stop fewer, or scale the service out first.",
  },
  "not-steady": {
    means: "A deployment runs, or tasks are on their way: nobody could tell one trouble from the other.",
    remedy: "Wait until the service is steady.",
  },
  "alarm-on": {
    means: "An alarm of the service or of the stack is in ALARM: there is trouble enough.",
    remedy: "Wait until it is over.",
  },
  paused: {
    means: "Headgate is paused for the service, so nothing would help it back.",
    remedy: "Run `resume` first.",
  },
  "cannot-decide": {
    means: "What the guard looks at can't be read, and what isn't known is not risked.",
    remedy: "See the reason in the message; try again when it can be read.",
    mayPass: true,
  },
  "no-standby": {
    means: "The database has nobody to fail over to.",
    remedy: "Make it Multi-AZ, or give the Aurora cluster a reader; a single instance would only be down.",
  },
  "database-not-available": {
    means: "RDS is at work on the database.",
    remedy: "Wait until it is available.",
  },
  "database-unreadable": {
    means: "RDS doesn't answer about the database, or doesn't know it.",
    remedy: "See the call in the message; check the name in headgate.yml and the role's rights.",
    mayPass: true,
  },
} as const satisfies RefusalTable;

export type ChaosRefusal = keyof typeof chaosRefusals;

const refuse = (code: ChaosRefusal, message: string, numbers: Readonly<Record<string, number>> = {}): Refusal =>
  refuseWith(chaosRefusals, code, message, numbers);

export const countsIn = ({ domain, service }: ServiceGuard): TaskCounts | null => {
  const tasks = domain.snapshot.services.find(({ name }) => name === service)?.tasks;
  return tasks?.kind === "known" ? tasks.value : null;
};

/** Those that are wanted and serve: their health check passes, or they have none. */
export const healthyOf = (tasks: readonly ListedTask[]): readonly ListedTask[] =>
  tasks.filter(
    ({ desiredStatus, lastStatus, health, hasHealthCheck }) =>
      desiredStatus === "RUNNING" &&
      lastStatus === "RUNNING" &&
      (health === "HEALTHY" || (health === "UNKNOWN" && hasHealthCheck === false)),
  );

/** What has to be left: the team's own minimum, and never none. */
export const leastLeft = ({ minTasks }: ServiceConfig): number => Math.max(1, minTasks);

/**
 * Whether one stop more may be risked: asked before the first and again right before each.
 *
 * @param stops how many tasks go now
 * @returns why not; `null`: it may
 * @throws never
 */
export const guardStop = (
  guard: ServiceGuard,
  service: ServiceConfig,
  stops: number,
  nowMs: number,
): Refusal | null => {
  const common = guardService(guard, service, nowMs);
  if (common !== null) return common;
  if (guard.tasks.kind === "unknown") return refuse("cannot-decide", `${service.name}: ${guard.tasks.detail}`);
  const healthy = healthyOf(guard.tasks.value).length;
  const least = leastLeft(service);
  if (healthy - stops >= least) return null;
  return refuse(
    "too-few-left",
    `${service.name} has ${healthy} healthy tasks; ${stops} less would leave ${healthy - stops}, and ${least} have to be left`,
    { healthyTasks: healthy, stops, leastTasks: least },
  );
};

/**
 * What holds somebody off, as a log says it.
 *
 * @throws where it is only that something can't be read just now: the run looks again
 */
export const heldBy = (refusal: Refusal): string => {
  if (refusal.mayPass === true) throw new Error(describeRefusal(refusal));
  return `${refusal.code}: ${refusal.message}`;
};

/** Deployments, alarms, pauses: what holds for stopping tasks and for a failover alike. */
export const guardService = (guard: ServiceGuard, service: ServiceConfig, nowMs: number): Refusal | null => {
  const { domain, ringing } = guard;
  const { name } = service;
  if (isPaused(domain.pause, nowMs)) return refuse("paused", `Headgate is paused by run ${domain.pause!.run}`);
  const pause = intentFor(domain.intents, "pause", name, nowMs);
  if (pause !== null) return refuse("paused", `${name} is paused by run ${pause.run}`);
  const counts = countsIn(guard);
  if (counts === null) return refuse("cannot-decide", `${name} can't be read`);
  if (counts.deployment.kind !== "none" || counts.rebalancing)
    return refuse("not-steady", `${name} has ${counts.rebalancing ? "a rebalancing" : "a deployment"} in progress`);
  if (ringing.kind === "unknown") return refuse("cannot-decide", ringing.detail);
  if (ringing.value.length > 0) return refuse("alarm-on", `in ALARM: ${ringing.value.join(", ")}`);
  return guardSignals(guard, service);
};

const guardSignals = ({ domain }: ServiceGuard, { name, signals }: ServiceConfig): Refusal | null => {
  const readings = domain.snapshot.services.find((one) => one.name === name)?.signals ?? [];
  for (const [index, signal] of signals.entries()) {
    const reading = readings[index];
    if (signal.kind !== "alarm") continue;
    if (reading?.kind !== "alarm")
      return refuse("cannot-decide", `${name}: the alarm ${signal.alarmName} can't be read`);
    if (reading.state === "ALARM") return refuse("alarm-on", `${name}: ${signal.alarmName} is in ALARM`);
  }
  return null;
};

/** Before the first: nothing is on its way. */
export const guardSteady = (guard: ServiceGuard, { name }: ServiceConfig): Refusal | null => {
  const counts = countsIn(guard);
  if (counts === null) return refuse("cannot-decide", `${name} can't be read`);
  const { desired, running, pending, stopping } = counts;
  if (running === desired && pending === 0 && stopping === 0) return null;
  const message = `${name}: ${running} of ${desired} run, ${pending} start, ${stopping} stop`;
  return refuse("not-steady", message, { desired, running, pending, stopping });
};

/** Services with a pool on a database. */
export const servicesOn = (database: string, { services }: Config): readonly ServiceConfig[] =>
  services.filter(({ pools }) => pools.some((pool) => pool.database === database));

/** Unprotected ones, oldest first: the tasks that a fleet relies on. */
export const victimsOf = (tasks: readonly ListedTask[], stops: number): readonly ListedTask[] =>
  [...healthyOf(tasks)]
    .sort((a, b) => (a.createdAtMs ?? 0) - (b.createdAtMs ?? 0) || (a.taskId < b.taskId ? -1 : 1))
    .slice(0, stops);
