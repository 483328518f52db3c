import type { DomainNow } from "../../aws/domain-now.ts";
import { wakeDomain } from "../../aws/post-intent.ts";
import { type LimitGrounds, readLimitGrounds } from "../../aws/read-limit-grounds.ts";
import { type OperatedDatabase, readOperatedDatabase } from "../../aws/read-operated-database.ts";
import { type OrderableClass, readOrderableClass } from "../../aws/read-orderable-class.ts";
import { failoverCluster, modifyClass, revertPendingClass } from "../../aws/write-rds.ts";
import { assertNever } from "../../plan/assert-never.ts";
import type { Reading } from "../../reading.ts";
import { className } from "../databases/class-name.ts";
import { readDomainOf } from "../databases/read-domain-of.ts";
import { refuseForecast, refuseStanding, resizeRefusals } from "../databases/refuse-resize.ts";
import type { ResizeAction } from "../databases/resize-action.ts";
import { resizeChanges, windowOf } from "../databases/resize-changes.ts";
import { forecastResize } from "../databases/resize-forecast.ts";
import { resizeTargets } from "../databases/resize-targets.ts";
import { type ResizeState, watchResize } from "../databases/watch-resize.ts";
import { domainReads } from "../domain-reads.ts";
import { choice, databaseName, optional } from "../parameter.ts";
import { defineRunbook } from "../runbook.ts";
import { report, type Step } from "../step.ts";

type When = "now" | "maintenance-window";

type Params = { readonly database: string; readonly class: string; readonly when?: When | undefined };

type Seen = {
  readonly operated: Reading<OperatedDatabase>;
  /** `null`: no service uses the database, or it isn't needed now. */
  readonly domain: DomainNow | null;
  /** Read for the first step only. */
  readonly orderable: Reading<OrderableClass> | null;
  readonly grounds: LimitGrounds | null;
};

const memberSeconds = 2 * 3600;
const lookSeconds = 30;

export const resizeDatabase = defineRunbook<Params, Seen, ResizeState, ResizeAction>({
  name: "resize-database",
  purpose: "Changes a database's instance class, and says before what limit and how many tasks it gives",
  about:
    "The dry run shows the limit that the new class brings by the instance's own parameter group, the budget and the tasks of each service that follow from it, what is interrupted, and what else comes into force: a class change restarts the instance, so parameters that wait for a reboot do. A fixed `max_connections` in the group stays what it is, and the dry run says so. By default RDS changes the class in the maintenance window; the run waits for it. Of an Aurora cluster the readers are changed first, one at a time, then RDS fails over to one of them, and the old writer is changed last; with `when: maintenance-window` the run begins when the cluster's window does. The run ends when the class is read back and the function `limits` has found the new limit. To take a change back that still waits for its window, abort the run; what RDS has begun goes on.",
  effect: "account",
  parameters: {
    database: databaseName("The database, by its name in headgate.yml. Of a cluster's writer all members are changed."),
    class: className("The class that it is to have, such as db.r6g.xlarge."),
    when: optional(choice(["now", "maintenance-window"], "When RDS changes it. The maintenance window unless given.")),
  },
  example: { database: "shop-db", class: "db.r6g.xlarge", when: "maintenance-window" },
  refusals: resizeRefusals,
  grants: [
    ...domainReads,
    { actions: ["rds:DescribeDBClusters", "rds:DescribeDBInstances"], on: "every-database" },
    { actions: ["rds:ModifyDBInstance"], on: "database-instances" },
    { actions: ["rds:FailoverDBCluster"], on: "database-clusters" },
    { actions: ["rds:DescribeDBParameters", "rds:DescribeDBClusterParameters"], on: "parameter-groups" },
    { actions: ["rds:DescribeOrderableDBInstanceOptions", "ec2:DescribeInstanceTypes"], on: "none" },
  ],
  exclusive: ({ database }) => `database/${database}`,
  read: async ({ database, class: instanceClass }, state, tools) => {
    const { clients, config } = tools;
    const { at } = config.databases.find(({ name }) => name === database)!;
    const operated = await readOperatedDatabase(clients.rds, at);
    // Which takes more calls than all the rest: not while RDS is at work.
    const isAtWork = state !== null && state.classesReadAtMs === null;
    const domain = isAtWork ? null : await readDomainOf(database, tools);
    if (state !== null || operated.kind === "unknown") return { operated, domain, orderable: null, grounds: null };
    const [sample] = operated.value.instances;
    const [orderable, grounds] = await Promise.all([
      sample === undefined ? null : readOrderableClass(clients.rds, sample.engine, sample.engineVersion, instanceClass),
      readLimitGrounds(clients, operated.value, instanceClass),
    ]);
    return { operated, domain, orderable, grounds };
  },

  plan: ({ params, state, reading, config, nowMs }): Step<ResizeState, ResizeAction> => {
    const { database, class: instanceClass, when = "maintenance-window" } = params;
    if (state !== null) return watchResize(state, reading, database, nowMs);
    const { at } = config.databases.find(({ name }) => name === database)!;
    const { operated, domain, orderable, grounds } = reading;
    const early = refuseStanding(database, operated, at, instanceClass, orderable);
    if (early !== null) return { kind: "refused", refusal: early };
    if (operated.kind === "unknown" || grounds === null) throw new Error("refused above");
    const targets = resizeTargets(operated.value, at, instanceClass);
    const forecast = forecastResize(database, operated.value, targets, instanceClass, grounds, domain, config, nowMs);
    const refusal = refuseForecast(database, instanceClass, forecast);
    if (refusal !== null) return { kind: "refused", refusal };
    const window = windowOf(operated.value, nowMs);
    const begins = when === "now" ? 0 : window.inSeconds;
    const [only] = targets;
    const isDeferred = when === "maintenance-window" && targets.length === 1;
    const classes = targets.map((instance) => operated.value.instances.find((one) => one.instance === instance)!);
    const resizing: ResizeState = {
      instanceClass,
      targets,
      from: Object.fromEntries(classes.map((one) => [one.instance, one.instanceClass])),
      when: isDeferred ? "maintenance-window" : "now",
      domain: domain?.domain ?? null,
      beginsAtMs: nowMs + begins * 1000,
      sentAtMs: isDeferred ? { [only!]: nowMs } : {},
      doneAtMs: {},
      classesReadAtMs: null,
      givesUpAtMs: nowMs + (begins + memberSeconds * targets.length) * 1000,
    };
    return {
      kind: "act",
      state: resizing,
      changes: resizeChanges(params.database, operated.value, targets, instanceClass, when, forecast, config, nowMs),
      actions: isDeferred ? [{ kind: "modify", instance: only!, instanceClass, when }] : [],
      next: { inSeconds: isDeferred || begins === 0 ? (isDeferred ? lookSeconds : 1) : begins },
      report: null,
    };
  },

  apply: async (action, tools) => {
    const { rds } = tools.clients;
    switch (action.kind) {
      case "modify":
        return modifyClass(rds, action.instance, action.instanceClass, action.when);
      case "failover":
        return failoverCluster(rds, action.cluster, action.from, action.to);
      case "revert":
        return revertPendingClass(rds, action.instance);
      case "wake":
        await wakeDomain(action.domain, tools);
        return `${action.domain}: woken`;
      default:
        return assertNever(action);
    }
  },

  abort: ({ params, state, reading }): Step<ResizeState, ResizeAction> => {
    const { operated } = reading;
    const says = `${params.database}: nothing more is changed; what RDS has begun goes on.`;
    if (state === null || operated.kind === "unknown") return { kind: "done", report: report(says) };
    const waiting = operated.value.instances.filter(
      ({ instance, status, pendingClass }) =>
        state.targets.includes(instance) && status === "available" && pendingClass === state.instanceClass,
    );
    const classes = Object.fromEntries(operated.value.instances.map((one) => [one.instance, one.instanceClass]));
    if (waiting.length === 0) return { kind: "done", report: report(says, { classes }) };
    return {
      kind: "act",
      state,
      changes: [],
      actions: waiting.map(({ instance }) => ({ kind: "revert", instance })),
      next: null,
      report: report(`${says} Taken back: ${waiting.map(({ instance }) => instance).join(", ")}.`, { classes }),
    };
  },
});
