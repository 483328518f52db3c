import { readServiceGuard, type ServiceGuard } from "../../aws/read-chaos.ts";
import { type OperatedDatabase, readOperatedDatabase } from "../../aws/read-operated-database.ts";
import { failoverCluster, rebootWithFailover } from "../../aws/write-rds.ts";
import type { Config } from "../../config/config.ts";
import type { Reading } from "../../reading.ts";
import { writerOf } from "../databases/resize-order.ts";
import { type Refusal, refuseWith } from "../refusal.ts";
import type { RunTools } from "../run-tools.ts";
import { report, type Step } from "../step.ts";
import { connectionsSince, isNear } from "./connections.ts";
import { type ChaosRefusal, chaosRefusals, countsIn, guardService, heldBy, servicesOn } from "./guard.ts";
import { describeRecovery, isAllBack, type Recovery, recovered } from "./recovery.ts";

export type FailoverSeen = {
  readonly kind: "failover";
  readonly operated: Reading<OperatedDatabase>;
  /** Of every service on the database. */
  readonly guards: readonly ServiceGuard[];
};

export type FailoverAction =
  | { readonly kind: "reboot"; readonly database: string; readonly instance: string; readonly fromZone: string | null }
  | {
      readonly kind: "failover";
      readonly database: string;
      readonly cluster: string;
      readonly from: string;
      readonly to: string;
    };

export type FailoverState = {
  readonly database: string;
  /** Who served before: a zone of a Multi-AZ instance, or the writer. */
  readonly from: string;
  readonly atMs: number;
  readonly givesUpAtMs: number;
  /** `null`: not read before, so not watched. */
  readonly connections: number | null;
  readonly recovery: Recovery;
};

type FailoverStep = Step<FailoverState, FailoverAction>;

const lookSeconds = 10;
const watchSeconds = 1_800;
/** So long RDS may take until it shows what it was asked for. */
const shownSeconds = 300;

export const readFailover = async (database: string, tools: RunTools): Promise<FailoverSeen> => {
  const { at } = tools.config.databases.find(({ name }) => name === database)!;
  const [operated, guards] = await Promise.all([
    readOperatedDatabase(tools.clients.rds, at),
    Promise.all(servicesOn(database, tools.config).map((service) => readServiceGuard(service, tools))),
  ]);
  return { kind: "failover", operated, guards };
};

/** Pure. */
export const beginFailover = (seen: FailoverSeen, database: string, config: Config, nowMs: number): FailoverStep => {
  const refusal = guardFailover(seen, database, config, nowMs);
  if (refusal !== null) return { kind: "refused", refusal };
  const { operated, guards } = seen;
  if (operated.kind === "unknown") throw new Error("refused above");
  const action = actionOf(operated.value, database)!;
  const [guard] = guards;
  const connections = guard === undefined ? null : (connectionsSince(guard.domain, database, 0)?.connections ?? null);
  const watched = [
    "failed over",
    "available",
    ...guards.map(({ service }) => `${service} running`),
    ...(connections === null ? [] : ["connections"]),
  ];
  const [from, to] =
    action.kind === "reboot" ? [`zone ${action.fromZone ?? "?"}`, "the standby's zone"] : [action.from, action.to];
  return {
    kind: "act",
    state: {
      database,
      from: action.kind === "reboot" ? (action.fromZone ?? "") : action.from,
      atMs: nowMs,
      givesUpAtMs: nowMs + watchSeconds * 1000,
      connections,
      recovery: Object.fromEntries(watched.map((what) => [what, null])),
    },
    changes: [
      { about: database, what: action.kind === "reboot" ? "serves from" : "writer", from, to },
      {
        about: database,
        what: "connections",
        from: connections,
        to: "0 for about a minute: all are cut and have to open anew",
      },
      { about: database, what: "watched until it is back", from: null, to: watched.join(", ") },
    ],
    actions: [action],
    next: { inSeconds: lookSeconds },
    report: null,
  };
};

/** Looks at the services once more, right before. */
export const applyFailover = async (action: FailoverAction, tools: RunTools): Promise<string> => {
  const nowMs = tools.nowMs();
  for (const service of servicesOn(action.database, tools.config)) {
    const refusal = guardService(await readServiceGuard(service, tools), service, nowMs);
    if (refusal !== null) return `${action.database} is left alone: ${heldBy(refusal)}`;
  }
  return action.kind === "reboot"
    ? rebootWithFailover(tools.clients.rds, action.instance, action.fromZone)
    : failoverCluster(tools.clients.rds, action.cluster, action.from, action.to);
};

/** Pure. */
export const watchFailover = (
  state: FailoverState,
  { operated, guards }: FailoverSeen,
  nowMs: number,
): FailoverStep => {
  const seconds = Math.round((nowMs - state.atMs) / 1000);
  const since = (isBack: boolean): number | false => (isBack ? seconds : false);
  const found = operated.kind === "known" ? operated.value : null;
  const serves = found === null ? null : servesFrom(found);
  const status = found === null ? null : (found.cluster?.status ?? found.instances[0]?.status ?? null);
  const hasMoved = serves !== null && serves !== state.from;
  const movedAt = state.recovery["failed over"] ?? null;
  const [guard] = guards;
  const open =
    movedAt === null || guard === undefined
      ? null
      : connectionsSince(guard.domain, state.database, state.atMs + movedAt * 1000);
  const next: FailoverState = {
    ...state,
    recovery: recovered(state.recovery, {
      "failed over": since(hasMoved),
      available: since(hasMoved && status === "available"),
      ...Object.fromEntries(
        guards.map((one) => {
          const counts = countsIn(one);
          const isBack = counts !== null && counts.running === counts.desired && counts.unhealthy === 0;
          return [`${one.service} running`, since(hasMoved && isBack)];
        }),
      ),
      ...(state.connections === null
        ? {}
        : {
            connections:
              open !== null && isNear(open.connections, state.connections)
                ? Math.round((open.untilMs - state.atMs) / 1000)
                : false,
          }),
    }),
  };
  if (status === "available" && !hasMoved && seconds >= shownSeconds) {
    const text = `${state.database}: it did not fail over in ${seconds} s; the guard has held it, or RDS could not, see the log.`;
    return { kind: "done", report: report(text, { database: state.database, isComplete: false }) };
  }
  if (!isAllBack(next.recovery) && nowMs < state.givesUpAtMs)
    return {
      kind: "wait",
      state: next,
      inSeconds: lookSeconds,
      says: `${state.database} is ${status ?? "not readable"}, served from ${serves ?? "nobody knows where"}`,
    };
  const data = {
    database: state.database,
    recoverySeconds: next.recovery,
    watchedSeconds: seconds,
    isComplete: isAllBack(next.recovery),
  };
  const at = new Date(state.atMs).toISOString();
  const text = `${state.database}: failed over from ${state.from} at ${at}. ${describeRecovery(next.recovery)}`;
  return { kind: "done", report: report(text, data) };
};

const guardFailover = (
  { operated, guards }: FailoverSeen,
  database: string,
  config: Config,
  nowMs: number,
): Refusal | null => {
  const refuse = (code: ChaosRefusal, message: string): Refusal => refuseWith(chaosRefusals, code, message);
  if (operated.kind === "unknown") return refuse("database-unreadable", `${database}: ${operated.detail}`);
  const { cluster, instances } = operated.value;
  if (actionOf(operated.value, database) === null)
    return refuse("no-standby", `${database} is a single instance, or its cluster has no reader that is available`);
  const away = [
    ...(cluster === null ? instances : []),
    ...(cluster === null ? [] : [{ instance: cluster.cluster, status: cluster.status }]),
  ].find(({ status }) => status !== "available");
  if (away !== undefined) return refuse("database-not-available", `${away.instance} is ${away.status}`);
  for (const guard of guards) {
    const refusal = guardService(guard, config.services.find(({ name }) => name === guard.service)!, nowMs);
    if (refusal !== null) return refusal;
  }
  return null;
};

const servesFrom = (database: OperatedDatabase): string | null =>
  database.cluster === null ? (database.instances[0]?.zone ?? null) : writerOf(database);

/** `null`: there is nobody to fail over to. */
const actionOf = (operated: OperatedDatabase, database: string): FailoverAction | null => {
  const { cluster, instances } = operated;
  const [first] = instances;
  if (cluster === null)
    return first?.multiAz === true
      ? { kind: "reboot", database, instance: first.instance, fromZone: first.zone }
      : null;
  const from = writerOf(operated);
  const to = instances.find(({ instance, status }) => instance !== from && status === "available")?.instance;
  return from === null || to === undefined ? null : { kind: "failover", database, cluster: cluster.cluster, from, to };
};
