import type { ReplicaOrder } from "../../aws/create-replica.ts";
import { type DomainNow, planDomainNow } from "../../aws/domain-now.ts";
import type { Config } from "../../config/config.ts";
import type { EffectiveLimit } from "../../limits/limit.ts";
import { describeLimit } from "../databases/limit-of-class.ts";
import { connectionsPerTask, tasksThatFit } from "../databases/tasks-that-fit.ts";
import type { Change } from "../step.ts";

/** What there will be, and what of it services can use: nothing moves by itself. */
export const replicaChanges = (
  database: string,
  order: ReplicaOrder,
  limit: EffectiveLimit,
  now: DomainNow | null,
  config: Config,
  nowMs: number,
): readonly Change[] => {
  const { replica, instanceClass, of } = order;
  const kind = of.kind === "instance" ? `read replica of ${of.source}` : `Aurora reader of ${of.cluster}`;
  const { readSharePercent } = config.databases.find(({ name }) => name === database)!;
  const moves =
    readSharePercent === null
      ? "not known: headgate.yml has no readSharePercent for it"
      : `${readSharePercent} % of the services' work, by readSharePercent in headgate.yml`;
  const endpoint =
    of.kind === "instance"
      ? "applications have to send their reads to the replica's own endpoint; until then it changes nothing"
      : "applications have to send their reads to the cluster's reader endpoint; until then it changes nothing";
  return [
    { about: replica, what: "DB instance", from: null, to: `${instanceClass}, ${kind}, tagged with the run` },
    { about: replica, what: "max_connections, predicted", from: null, to: describeLimit(limit) },
    { about: database, what: "share that can move to replicas", from: null, to: moves },
    ...(readSharePercent === null || now === null
      ? []
      : serviceChanges(database, readSharePercent, now, config, nowMs)),
    { about: database, what: "what is left to do", from: null, to: endpoint },
  ];
};

/** With reads elsewhere each task needs fewer connections here: at least one, rounded up. */
const serviceChanges = (
  database: string,
  readSharePercent: number,
  now: DomainNow,
  config: Config,
  nowMs: number,
): readonly Change[] => {
  const planned = planDomainNow(now, config, nowMs);
  const budget = planned.budgets.find((one) => one.database === database);
  return config.services.flatMap((service) => {
    const perTask = connectionsPerTask(service, database);
    const counts = planned.services.find(({ name }) => name === service.name)?.counts ?? null;
    if (perTask === 0 || counts === null) return [];
    const left = Math.max(1, Math.ceil((perTask * (100 - readSharePercent)) / 100));
    const about = service.name;
    const pools = {
      about,
      what: `connections per task at ${database}, when reads have moved`,
      from: perTask,
      to: left,
    };
    if (budget?.kind !== "known") return [pools];
    const { freeConnections } = budget;
    const what = `tasks that fit while nobody else grows (${counts.desired} run), when reads have moved`;
    const from = tasksThatFit(service, counts, database, freeConnections);
    return [pools, { about, what, from, to: tasksThatFit(service, counts, database, freeConnections, left) }];
  });
};
