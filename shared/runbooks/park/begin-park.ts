import type { DomainNow } from "../../aws/domain-now.ts";
import type { OperatedDatabase } from "../../aws/read-operated-database.ts";
import type { Config } from "../../config/config.ts";
import { type Intent, intentFor } from "../../plan/intents/intent.ts";
import type { TaskCounts } from "../../plan/readings/service-reading.ts";
import type { Reading } from "../../reading.ts";
import { type Refusal, refuseWith } from "../refusal.ts";
import type { RunAbout } from "../runbook.ts";
import type { Change, Step } from "../step.ts";
import { parkRefusals } from "./park-refusals.ts";
import { beginPark, intentGraceMs, type NamedStartable, type ParkAction, type ParkState } from "./park-state.ts";
import { barrierOf, startableOf, usersOf } from "./parked-database.ts";
import { untilMsOf } from "./until.ts";

export type ParkParams = {
  readonly services: readonly string[];
  readonly databases?: readonly string[] | undefined;
  readonly until?: string | undefined;
  readonly unpark?: boolean | undefined;
};

/** What the first step sees. */
export type ParkStanding = {
  readonly domains: readonly DomainNow[];
  readonly operated: Readonly<Record<string, Reading<OperatedDatabase>>>;
};

type ParkStep = Step<ParkState, ParkAction>;

const lookSeconds = 30;
const sevenDaysMs = 7 * 24 * 3600 * 1000;

/** Everything that parking will change, or why it isn't done. Pure. */
export const beginParking = (
  params: ParkParams,
  standing: ParkStanding,
  config: Config,
  nowMs: number,
  run: RunAbout,
): ParkStep => {
  const untilMs = params.until === undefined ? null : untilMsOf(params.until, nowMs);
  if (untilMs !== null && untilMs <= nowMs)
    return refused("until-passed", `until ${params.until} is over`, "params.until");
  const databases = [...(params.databases ?? [])].sort();
  const refusal =
    refuseServices(params.services, standing) ?? refuseDatabases(databases, params, standing, config, nowMs);
  if (refusal !== null) return { kind: "refused", refusal };
  const services = [...new Set(params.services)].sort();
  const named = databases.map((name) => namedOf(name, config));
  const intents = services.map((service) => ({
    kind: "park" as const,
    service,
    sinceMs: nowMs,
    untilMs: untilMs === null ? null : untilMs + intentGraceMs,
    run: run.id,
    by: run.requestedBy,
  }));
  return {
    kind: "act",
    state: beginPark({ services, databases: named, untilMs, run: run.id }, "emptying", nowMs),
    changes: [
      ...services.map((service) => ({
        about: service,
        what: "desired count",
        from: countsOf(service, standing)!.desired,
        to: 0,
      })),
      ...named.flatMap(({ name, id }) => databaseChanges(name, id, standing, config, nowMs, untilMs)),
      ...endChanges(services, databases, untilMs),
    ],
    actions: [{ kind: "park", intents }],
    next: { inSeconds: lookSeconds },
    report: null,
  };
};

/** The way back, of whatever run has parked. Pure. */
export const beginReturn = (params: ParkParams, standing: ParkStanding, config: Config, nowMs: number): ParkStep => {
  const services = [...new Set(params.services)].sort();
  const named = [...(params.databases ?? [])].sort().map((name) => namedOf(name, config));
  const parkedNow = services.filter((service) => isParked(service, standing, nowMs));
  const down = named.filter(({ name }) => statusOf(name, standing) !== "available");
  if (parkedNow.length === 0 && down.length === 0)
    return refused("not-parked", `${[...services, ...named.map(({ name }) => name)].join(", ")}: nothing is parked`);
  return {
    kind: "act",
    state: beginPark({ services: parkedNow, databases: named, untilMs: null, run: null }, "starting", nowMs),
    changes: [
      ...down.map(({ name, id }) => ({
        about: name,
        what: `status of ${id}`,
        from: statusOf(name, standing),
        to: "available",
      })),
      ...parkedNow.map((service) => ({
        about: service,
        what: "parked",
        from: `by run ${parkIntentOf(service, standing, nowMs)!.run}`,
        to: down.length === 0 ? "no more" : "no more, once the databases are available",
      })),
    ],
    actions: down.map(({ kind, id }) => ({ kind: "start", database: { kind, id } })),
    next: { inSeconds: lookSeconds },
    report: null,
  };
};

const refuseServices = (services: readonly string[], standing: ParkStanding): Refusal | null => {
  const unread = services.find((service) => countsOf(service, standing) === null);
  return unread === undefined ? null : refuseWith(parkRefusals, "cannot-decide", `${unread} can't be read`);
};

const refuseDatabases = (
  databases: readonly string[],
  { services }: ParkParams,
  standing: ParkStanding,
  config: Config,
  nowMs: number,
): Refusal | null => {
  const refuse = (code: keyof typeof parkRefusals, message: string): Refusal =>
    refuseWith(parkRefusals, code, message, {}, "params.databases");
  for (const name of databases) {
    const database = config.databases.find((one) => one.name === name)!;
    const operated = standing.operated[name]!;
    if (operated.kind === "unknown") return refuse("database-unreadable", `${name}: ${operated.detail}`);
    const awake = usersOf(database, config).filter(
      (service) => !services.includes(service) && !isParked(service, standing, nowMs),
    );
    if (awake.length > 0) return refuse("database-in-use", `${name} is used by ${awake.join(", ")}, not parked`);
    const barrier = barrierOf(database, operated.value);
    if (barrier !== null) return refuse("database-cannot-stop", `${name}: ${barrier}`);
    const status = statusOf(name, standing);
    if (status !== "available" && status !== "stopped") return refuse("database-not-available", `${name} is ${status}`);
  }
  return null;
};

const databaseChanges = (
  name: string,
  id: string,
  standing: ParkStanding,
  config: Config,
  nowMs: number,
  untilMs: number | null,
): readonly Change[] => {
  const connectors = config.databases.find((one) => one.name === name)!.connectors.map((one) => one.name);
  const again = new Date(nowMs + sevenDaysMs).toISOString();
  const isLonger = untilMs === null || untilMs > nowMs + sevenDaysMs;
  return [
    { about: name, what: `status of ${id}`, from: statusOf(name, standing), to: "stopped, once nobody is connected" },
    ...(connectors.length === 0
      ? []
      : [
          {
            about: name,
            what: "others that use it",
            from: connectors.join(", "),
            to: "it stays up while they are connected",
          },
        ]),
    {
      about: name,
      what: "RDS starts it again by itself",
      from: null,
      to: `after seven days, about ${again}${isLonger ? ": before this ends, and it costs from then on" : ""}`,
    },
  ];
};

const endChanges = (
  services: readonly string[],
  databases: readonly string[],
  untilMs: number | null,
): readonly Change[] => {
  const all = [...databases.map((name) => `database ${name}`), ...services].join(", then ");
  const to =
    untilMs === null ? "when somebody runs park with unpark: true" : `from ${new Date(untilMs).toISOString()} on`;
  return [{ about: all, what: "back", from: null, to }];
};

const namedOf = (name: string, config: Config): NamedStartable => ({
  name,
  ...startableOf(config.databases.find((one) => one.name === name)!),
});

const statusOf = (name: string, { operated }: ParkStanding): string | null => {
  const reading = operated[name];
  if (reading?.kind !== "known") return null;
  return reading.value.cluster?.status ?? reading.value.instances[0]?.status ?? null;
};

const countsOf = (service: string, { domains }: ParkStanding): TaskCounts | null => {
  const tasks = domains.flatMap(({ snapshot }) => snapshot.services).find(({ name }) => name === service)?.tasks;
  return tasks?.kind === "known" ? tasks.value : null;
};

const parkIntentOf = (service: string, { domains }: ParkStanding, nowMs: number): Intent | null =>
  intentFor(
    domains.flatMap(({ intents }) => intents),
    "park",
    service,
    nowMs,
  );

/** Held at no task by a runbook, and there is none: what stopping it has no more to say to a database. */
const isParked = (service: string, standing: ParkStanding, nowMs: number): boolean =>
  parkIntentOf(service, standing, nowMs) !== null;

const refused = (code: keyof typeof parkRefusals, message: string, field?: string): ParkStep => ({
  kind: "refused",
  refusal: refuseWith(parkRefusals, code, message, {}, field),
});
