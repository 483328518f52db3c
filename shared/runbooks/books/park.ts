import { readDomainNow } from "../../aws/domain-now.ts";
import { unknownBecause } from "../../aws/failure.ts";
import { postIntent } from "../../aws/post-intent.ts";
import { readOperatedDatabase } from "../../aws/read-operated-database.ts";
import { readStatus, startDatabase, stopDatabase } from "../../aws/start-stop-rds.ts";
import { unparkServices } from "../../aws/unpark-services.ts";
import { nearestName } from "../../config/nearest-name.ts";
import { assertNever } from "../../plan/assert-never.ts";
import type { Reading } from "../../reading.ts";
import { domainReads } from "../domain-reads.ts";
import { flag, optional, strings, text } from "../parameter.ts";
import { beginParking, beginReturn, type ParkParams, type ParkStanding } from "../park/begin-park.ts";
import { parkRefusals } from "../park/park-refusals.ts";
import type { NamedStartable, ParkAction, ParkState } from "../park/park-state.ts";
import { usersOf } from "../park/parked-database.ts";
import { untilMsOf } from "../park/until.ts";
import { bringBack, type ParkSeen, watchPark } from "../park/watch-park.ts";
import { type Refusal, refuse, refuseWith } from "../refusal.ts";
import type { RunTools } from "../run-tools.ts";
import { defineRunbook } from "../runbook.ts";
import { report } from "../step.ts";

type Seen = { readonly kind: "first"; readonly standing: ParkStanding } | ({ readonly kind: "later" } & ParkSeen);

export const park = defineRunbook<ParkParams, Seen, ParkState, ParkAction>({
  name: "park",
  purpose: "Puts services at no task and stops their databases for the night, and brings them back",
  about:
    "Asks `scale` for no task at all, waits until the last one is gone, and then stops the databases of the list that nobody is connected to any more. Until the time is over, or somebody runs it with `unpark: true`, nothing of it runs; then the databases are started, and when they are available the services come back. A database that anybody else still uses stays up, and the run says who. RDS starts a stopped database again by itself after seven days. Only services in `scale` mode can be parked. An abort brings everything back.",
  effect: "account",
  parameters: {
    services: strings("The services, by their names in headgate.yml.", 50),
    databases: optional(strings("Databases to stop, by their names in headgate.yml. None unless given.", 20)),
    until: optional(
      text(
        "When everything comes back: a time such as 12h, or an instant such as 2026-03-16T06:00:00Z. Without it, when somebody unparks.",
      ),
    ),
    unpark: flag("Brings back what was parked, whatever its end."),
  },
  example: { services: ["order"], databases: ["shop-db"], until: "12h" },
  refusals: parkRefusals,
  grants: [
    ...domainReads,
    { actions: ["rds:DescribeDBClusters", "rds:DescribeDBInstances"], on: "every-database" },
    { actions: ["rds:StartDBInstance", "rds:StopDBInstance"], on: "database-instances" },
    { actions: ["rds:StartDBCluster", "rds:StopDBCluster"], on: "database-clusters" },
  ],
  // Somebody who unparks must not wait for the run that has parked.
  exclusive: ({ services, unpark }) => `${unpark === true ? "unpark" : "park"}/${[...services].sort().join(",")}`,
  check: ({ services, databases = [], until, unpark }, config): Refusal | null => {
    if (services.length === 0) return refuse("bad-input", "params.services names no service", "params.services");
    const of = (field: string, names: readonly string[], known: readonly string[]): Refusal | null => {
      const unknown = names.find((name) => !known.includes(name));
      if (unknown === undefined) return null;
      const nearest = nearestName(unknown, known);
      const hint = nearest === null ? "" : `; did you mean ${nearest}?`;
      return refuse("unknown-name", `headgate.yml has no ${field.slice(0, -1)} ${unknown}${hint}`, `params.${field}`);
    };
    const named =
      of(
        "services",
        services,
        config.services.map(({ name }) => name),
      ) ??
      of(
        "databases",
        databases,
        config.databases.map(({ name }) => name),
      );
    if (named !== null) return named;
    if (unpark === true && until !== undefined)
      return refuse("bad-input", "params.until has no meaning with unpark", "params.until");
    if (until !== undefined && untilMsOf(until, 0) === null)
      return refuse("bad-input", `params.until is ${until}: write 12h or 2026-03-16T06:00:00Z`, "params.until");
    const other = config.services.find(({ name, mode }) => services.includes(name) && mode !== "scale");
    return other === undefined
      ? null
      : refuseWith(
          parkRefusals,
          "not-scaled-by-headgate",
          `${other.name} is in mode ${other.mode}`,
          {},
          "params.services",
        );
  },
  read: async (params, state, tools): Promise<Seen> => {
    const names = state === null ? (params.databases ?? []) : state.databases.map(({ name }) => name);
    const domains = await readDomains(params.services, names, tools);
    if (state !== null) return { kind: "later", domains, statuses: await readStatuses(state.databases, tools) };
    const operated = await Promise.all(
      names.map(async (name) => {
        const { at } = tools.config.databases.find((one) => one.name === name)!;
        return [name, await readOperatedDatabase(tools.clients.rds, at)] as const;
      }),
    );
    return { kind: "first", standing: { domains, operated: Object.fromEntries(operated) } };
  },

  plan: ({ params, state, reading, config, nowMs, run }) => {
    if (reading.kind === "later") return watchPark(state!, reading, nowMs);
    return params.unpark === true
      ? beginReturn(params, reading.standing, config, nowMs)
      : beginParking(params, reading.standing, config, nowMs, run);
  },

  apply: async (action, tools) => {
    const { rds } = tools.clients;
    switch (action.kind) {
      case "park":
        for (const intent of action.intents) await postIntent(intent, tools);
        return `${action.intents.map(({ service }) => service).join(", ")}: asked for no task`;
      case "stop":
        return stopDatabase(rds, action.database);
      case "start":
        return startDatabase(rds, action.database);
      case "unpark":
        await unparkServices(action.services, action.run, tools);
        return `${action.services.join(", ")}: parked no more`;
      default:
        return assertNever(action);
    }
  },

  abort: ({ state, reading, nowMs }) => {
    if (state === null || reading.kind === "first") return { kind: "done", report: report("Nothing was parked.") };
    return state.phase === "starting" || state.phase === "returning"
      ? watchPark(state, reading, nowMs)
      : bringBack(state, nowMs);
  },
});

/** Of everything that the run is about: the services, and whoever else uses the databases. */
const readDomains = async (services: readonly string[], databases: readonly string[], tools: RunTools) => {
  const { config } = tools;
  const users = databases.flatMap((name) => usersOf(config.databases.find((one) => one.name === name)!, config));
  const about = config.domains.filter(
    (domain) =>
      domain.services.some((service) => services.includes(service) || users.includes(service)) ||
      domain.databases.some((name) => databases.includes(name)),
  );
  return Promise.all(about.map(({ id }) => readDomainNow(id, tools)));
};

const readStatuses = async (databases: readonly NamedStartable[], { clients }: RunTools) =>
  Object.fromEntries(
    await Promise.all(
      databases.map(async (database): Promise<readonly [string, Reading<string | null>]> => {
        try {
          return [database.name, { kind: "known", value: await readStatus(clients.rds, database) }];
        } catch (error) {
          return [database.name, unknownBecause(`rds: status of ${database.id}`, error)];
        }
      }),
    ),
  );
