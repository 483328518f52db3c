import * as z from "zod/mini";
import { createReplica, type ReplicaOrder, runTag } from "../../aws/create-replica.ts";
import type { DomainNow } from "../../aws/domain-now.ts";
import { unknownBecause } from "../../aws/failure.ts";
import { type LimitGrounds, readLimitGrounds } from "../../aws/read-limit-grounds.ts";
import {
  type OperatedDatabase,
  type OperatedInstance,
  readOperatedDatabase,
  readOperatedInstance,
  readOperatedInstances,
} from "../../aws/read-operated-database.ts";
import { type OrderableClass, readOrderableClass } from "../../aws/read-orderable-class.ts";
import type { Reading } from "../../reading.ts";
import { className } from "../databases/class-name.ts";
import { limitOfClass } from "../databases/limit-of-class.ts";
import { readDomainOf } from "../databases/read-domain-of.ts";
import { domainReads } from "../domain-reads.ts";
import { databaseName, optional } from "../parameter.ts";
import { refuse, refuseWith } from "../refusal.ts";
import { replicaChanges } from "../replica/replica-changes.ts";
import { candidateNames, orderOf, sourceOf } from "../replica/replica-order.ts";
import { refuseReplica, replicaRefusals } from "../replica/replica-refusals.ts";
import { defineRunbook } from "../runbook.ts";
import { report, type Step } from "../step.ts";

type Params = {
  readonly database: string;
  readonly class?: string | undefined;
  readonly replica?: string | undefined;
};

type State = { readonly order: ReplicaOrder; readonly sentAtMs: number; readonly givesUpAtMs: number };

type Seen =
  | {
      readonly kind: "before";
      readonly operated: Reading<OperatedDatabase>;
      readonly domain: DomainNow | null;
      readonly order: ReplicaOrder | null;
      /** Who has the name already. */
      readonly taken: OperatedInstance | null;
      readonly orderable: Reading<OrderableClass> | null;
      readonly grounds: LimitGrounds | null;
    }
  /** The replica; `null`: RDS has none. */
  | { readonly kind: "under-way"; readonly replica: Reading<OperatedInstance | null> };

const lookSeconds = 60;
/** RDS copies from a snapshot, which takes as long as the storage is large. */
const watchSeconds = 12 * 3600;
/** RDS lists what it was asked for within seconds. */
const shownSeconds = 300;

const nameOfReplica = {
  schema: z
    .string()
    .check(
      z.regex(
        /^[a-z](?!.*--)[a-z0-9-]{0,61}[a-z0-9]$/,
        "lower-case letters, digits and single hyphens, a letter first",
      ),
    ),
  about: "Its DB instance identifier. The source's name with -replica-1 or the next free number unless given.",
};

export const addReadReplica = defineRunbook<Params, Seen, State, ReplicaOrder>({
  name: "add-read-replica",
  purpose: "Adds a read replica or an Aurora reader, and says what of the load can move to it",
  about:
    "Of an RDS instance it makes a read replica, of an Aurora cluster a reader. The dry run shows the limit that it would have, and how many connections per task and tasks it frees where headgate.yml gives `readSharePercent`. Nothing moves by itself: applications have to send their reads to its endpoint, which the run reports when the replica is available. The instance is tagged with the run, so that a run that is taken up again finds its own. An abort deletes nothing: RDS goes on, and the instance costs what its class does until somebody deletes it.",
  effect: "account",
  parameters: {
    database: databaseName("The database to copy, by its name in headgate.yml."),
    class: optional(className("Its class. That of the source unless given.")),
    replica: optional(nameOfReplica),
  },
  example: { database: "shop-db", class: "db.r6g.large" },
  refusals: replicaRefusals,
  grants: [
    ...domainReads,
    { actions: ["rds:DescribeDBClusters", "rds:DescribeDBInstances"], on: "every-database" },
    { actions: ["rds:CreateDBInstanceReadReplica"], on: "new-replicas" },
    { actions: ["rds:CreateDBInstance"], on: "new-members" },
    // For the tag, which is part of the two above.
    { actions: ["rds:AddTagsToResource"], on: "new-instances" },
    { actions: ["rds:DescribeDBParameters", "rds:DescribeDBClusterParameters"], on: "parameter-groups" },
    { actions: ["rds:DescribeOrderableDBInstanceOptions", "ec2:DescribeInstanceTypes"], on: "none" },
  ],
  exclusive: ({ database }) => `database/${database}`,
  // The role has the right to make instances of these names alone.
  check: ({ database, replica }, config) => {
    const { at } = config.databases.find(({ name }) => name === database)!;
    const source = at.kind === "instance" ? at.instance : at.cluster;
    return replica === undefined || replica.startsWith(source)
      ? null
      : refuse("bad-input", `params.replica has to begin with ${source}`, "params.replica");
  },
  read: async (params, state, tools): Promise<Seen> => {
    const { clients, config } = tools;
    const { rds } = clients;
    if (state !== null) {
      try {
        return {
          kind: "under-way",
          replica: { kind: "known", value: await readOperatedInstance(rds, state.order.replica) },
        };
      } catch (error) {
        return { kind: "under-way", replica: unknownBecause("rds:DescribeDBInstances", error) };
      }
    }
    const { at } = config.databases.find(({ name }) => name === params.database)!;
    const operated = await readOperatedDatabase(rds, at);
    const nothing = { domain: null, order: null, taken: null, orderable: null, grounds: null };
    const [sample] = operated.kind === "known" ? operated.value.instances : [];
    if (operated.kind === "unknown" || sample === undefined) return { kind: "before", operated, ...nothing };
    const names = params.replica === undefined ? candidateNames(sourceOf(operated.value)) : [params.replica];
    const there = await readOperatedInstances(rds, names);
    const order = orderOf(
      operated.value,
      params.replica,
      params.class,
      there.map(({ instance }) => instance),
    );
    const instanceClass = order?.instanceClass ?? sample.instanceClass;
    const [domain, orderable, grounds] = await Promise.all([
      readDomainOf(params.database, tools),
      params.class === undefined ? null : readOrderableClass(rds, sample.engine, sample.engineVersion, params.class),
      readLimitGrounds(clients, operated.value, instanceClass),
    ]);
    const taken = there.find(({ instance }) => instance === params.replica) ?? null;
    return { kind: "before", operated, domain, order, taken, orderable, grounds };
  },

  plan: ({ params, state, reading, config, nowMs, run }): Step<State, ReplicaOrder> => {
    if (reading.kind === "under-way") return watch(state!, reading.replica, run.id, nowMs);
    const { operated, domain, order, taken, orderable, grounds } = reading;
    const refusal = refuseReplica(params.database, operated, taken, orderable, params.class ?? "");
    if (refusal !== null) return { kind: "refused", refusal };
    if (order === null || grounds === null || operated.kind === "unknown") {
      const message = `no name for a replica of ${params.database} is free`;
      return { kind: "refused", refusal: refuseWith(replicaRefusals, "name-taken", message, {}, "params.replica") };
    }
    const { cluster, instances } = operated.value;
    const model = { ...instances[0]!, isReplica: cluster === null };
    const limit = limitOfClass(model, cluster, grounds, order.instanceClass);
    return {
      kind: "act",
      state: { order, sentAtMs: nowMs, givesUpAtMs: nowMs + watchSeconds * 1000 },
      changes: replicaChanges(params.database, order, limit, domain, config, nowMs),
      actions: [order],
      next: { inSeconds: lookSeconds },
      report: null,
    };
  },

  apply: (order, tools) => createReplica(tools.clients.rds, order, tools.runId),

  abort: ({ params, state }): Step<State, ReplicaOrder> => {
    const replica = state?.order.replica ?? params.replica ?? null;
    const says =
      replica === null
        ? "Nothing was asked of RDS."
        : `RDS goes on with ${replica}, which costs what its class does; delete it if nobody wants it: aws rds delete-db-instance --db-instance-identifier ${replica} --skip-final-snapshot`;
    return { kind: "done", report: report(says, { replica }) };
  },
});

const watch = (
  state: State,
  replica: Reading<OperatedInstance | null>,
  runId: string,
  nowMs: number,
): Step<State, ReplicaOrder> => {
  const { order, sentAtMs, givesUpAtMs } = state;
  const seconds = Math.round((nowMs - sentAtMs) / 1000);
  const wait = (says: string): Step<State, ReplicaOrder> => ({ kind: "wait", state, inSeconds: lookSeconds, says });
  const refused = (code: "name-taken" | "replica-failed", message: string): Step<State, ReplicaOrder> => ({
    kind: "refused",
    refusal: refuseWith(replicaRefusals, code, message, { seconds }),
  });
  const isLate = nowMs >= givesUpAtMs;
  if (replica.kind === "unknown") return isLate ? refused("replica-failed", replica.detail) : wait(replica.detail);
  const found = replica.value;
  if (found === null)
    return seconds < shownSeconds
      ? wait(`${order.replica} is not listed yet`)
      : refused("replica-failed", `${order.replica} is not there ${seconds} s after it was asked for`);
  if (found.tags[runTag] !== runId) return refused("name-taken", `${found.instance} is not of this run`);
  if (found.status.startsWith("incompatible") || found.status === "failed" || found.status === "deleting")
    return refused("replica-failed", `${found.instance} is ${found.status} after ${seconds} s`);
  if (found.status === "available" && found.endpoint !== null) {
    const { endpoint, port } = found;
    const text = `${found.instance} is available after ${seconds} s: ${endpoint}:${port}. It takes reads once applications send them there${order.of.kind === "cluster" ? ", or to the cluster's reader endpoint" : ""}. For a budget of its own, add it to headgate.yml.`;
    return { kind: "done", report: report(text, { replica: found.instance, endpoint, port, seconds }) };
  }
  if (!isLate) return wait(`${found.instance} is ${found.status}`);
  const text = `${found.instance} is ${found.status} after ${seconds} s. RDS goes on.`;
  return { kind: "done", report: report(text, { replica: found.instance, seconds, endpoint: null }) };
};
