import * as z from "zod";
import { DEFAULTS } from "./defaults.ts";
import { POOL_LIBRARY_NAMES } from "./pool-libraries.ts";
import { capacityForm } from "./schema-capacity.ts";
import { cloudMapForm } from "./schema-cloud-map.ts";
import { forecastForm } from "./schema-forecast.ts";
import { ecsName, name, optional, whole } from "./schema-key.ts";
import { upstreamsForm } from "./schema-nginx.ts";
import { recordsForm } from "./schema-records.ts";
import { signalsForm } from "./schema-signals.ts";

const poolSize = whole(1, 10_000);

const environmentVariable = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]{0,127}(?:\?[A-Za-z_][A-Za-z0-9_]{0,127})?$/,
    "write the variable's name, or NAME?parameter for a parameter of the connection string in it",
  );

const pool = z.strictObject({
  library: optional(
    z.enum(POOL_LIBRARY_NAMES),
    "Name of the pool library, when its defaults are used: fills size and kind. Any key beside it overrides it.",
    { examples: ["hikaricp"] },
  ),
  size: optional(poolSize, "Most connections that the pool opens in one process. Needed unless library fills it.", {
    examples: [10],
  }),
  processes: optional(whole(1, 256), "Processes (workers) in one task that each open their own pool of this size.", {
    default: DEFAULTS.poolProcesses,
    examples: [4],
  }),
  extras: optional(
    whole(0, 1000),
    "Connections of one task outside its pool: LISTEN, health checks, migrations at start.",
    { default: DEFAULTS.poolExtras, examples: [1] },
  ),
  variables: optional(
    z.strictObject({
      size: optional(environmentVariable, "Environment variable of the task definition that sets the pool's size.", {
        examples: ["DB_POOL_SIZE"],
      }),
      processes: optional(environmentVariable, "Environment variable that sets the number of processes.", {
        examples: ["WEB_CONCURRENCY"],
      }),
    }),
    "Where a new task definition says how large the pool is, so that `headgate preflight` can check it before it is deployed. A parameter of a connection string is written `DATABASE_URL?pool_size`.",
  ),
  kind: optional(
    z.enum(["fixed", "elastic"]),
    "`fixed` pools open fully when the task starts; `elastic` ones grow with load. Both are counted in full against the budget; the kind decides how other sessions are told apart in the database's metric.",
    { default: DEFAULTS.poolKind, examples: ["elastic"] },
  ),
  admission: optional(
    z.enum(["worst", "measured"]),
    "Elastic pools only. `worst` counts a task with the whole pool. `measured` counts it with what such pools were seen to use in the last day, its busiest hour left out, as they would at their services' targets; it does not see the moment in which a slow database fills every pool at once.",
    { default: DEFAULTS.admission, examples: ["measured"] },
  ),
  minimum: optional(
    whole(0, 10_000),
    "Connections that an idle elastic pool keeps in one process. 0 unless given; a fixed pool always holds its size.",
    { examples: [2] },
  ),
});

const period = whole(1, 3600);

/** Keys that make sense once for all services. */
const sharedShape = {
  cluster: optional(
    ecsName,
    "ECS cluster name (not its ARN). Needed for each service, here or in the defaults block.",
    {
      examples: ["shop"],
    },
  ),
  mode: optional(
    z.enum(["observe", "govern", "scale"]),
    "What Headgate may write: `observe` nothing, `govern` the maximum of the service's own autoscaling target, `scale` the desired count. The default changes nothing in your account.",
    { default: DEFAULTS.mode, examples: ["observe"] },
  ),
  autoscaling: optional(
    z.enum(["refuse", "suspend"]),
    "What `scale` mode does where the service's own Application Auto Scaling policies are active: `refuse` leaves the service to them, with a notice; `suspend` suspends them, in, out and scheduled, once. Two writers of one count would undo each other.",
    { default: DEFAULTS.autoscaling, examples: ["suspend"] },
  ),
  tasks: optional(
    z.strictObject({
      min: optional(
        whole(0, 5000),
        "Fewest tasks. Three keeps two thirds of the capacity when an availability zone fails.",
        { default: DEFAULTS.minTasks, examples: [3] },
      ),
      max: optional(whole(1, 5000), "Most tasks, however much budget is free. ECS itself allows 5,000.", {
        default: DEFAULTS.maxTasks,
        examples: [20],
      }),
    }),
    "How many tasks the service may have.",
  ),
  priority: optional(
    whole(0, 9),
    "Class in which the budget is handed out: 0 is served first, 9 last. Every service gets its minimum before any class grows.",
    { default: DEFAULTS.priority, examples: [1] },
  ),
  weight: optional(
    whole(1, 1000),
    "Share of the budget inside a priority class, relative to the other services in it.",
    {
      default: DEFAULTS.weight,
      examples: [2],
    },
  ),
  startSeconds: optional(
    whole(1, 3600),
    "Seconds from the order to start a task until it is healthy. A minute is usual for a container with a health check.",
    { default: DEFAULTS.startSeconds, examples: [45] },
  ),
  drain: optional(
    z.strictObject({
      deregistrationDelaySeconds: optional(
        whole(0, 3600),
        "Deregistration delay of the target group in seconds; 300 is the load balancer's default. 0 for a service without a load balancer.",
        { default: DEFAULTS.deregistrationDelaySeconds, examples: [60] },
      ),
      stopTimeoutSeconds: optional(
        whole(0, 3600),
        "stopTimeout of the container in seconds: from SIGTERM to SIGKILL. 30 is ECS's default; Fargate allows 120.",
        { default: DEFAULTS.stopTimeoutSeconds, examples: [30] },
      ),
    }),
    "How long a stopping task keeps its connections: deregistration delay plus stop timeout. Until then they are not given to another task.",
  ),
  pools: optional(
    z.record(name, z.union([poolSize, pool, z.array(pool).min(1)])),
    "Connections of one task, by database or proxy: a bare pool size, a pool, or a list when a task has several pools to one of them. One task holds size x processes + extras connections, summed over its pools.",
    { examples: [{ "orders-db": 10 }] },
  ),
  surge: optional(
    z.enum(["borrow", "reserve"]),
    "`borrow` lets growth use the room of a deployment while none runs; `reserve` always keeps that room free, which costs about half of the connections at ECS's default of 200 %.",
    { default: DEFAULTS.surge, examples: ["borrow"] },
  ),
  deployment: optional(
    z.strictObject({
      maximumPercent: optional(
        whole(100, 200),
        "Most tasks during a deployment, in percent of the desired count, rounded down. ECS's default is 200; what ECS reports wins over this key.",
        { default: DEFAULTS.maximumPercent, examples: [150] },
      ),
      minimumHealthyPercent: optional(
        whole(0, 100),
        "Fewest healthy tasks during a deployment, in percent of the desired count, rounded up. ECS's default is 100; what ECS reports wins over this key.",
        { default: DEFAULTS.minimumHealthyPercent, examples: [100] },
      ),
      entry: optional(
        z.enum(["announce", "fit"]),
        "What is done before a deployment begins: `announce` tells when its surge would not fit into the budget; `fit` lowers maximumPercent of a service in scale mode to what fits now, and raises it again when there is room. That starts no deployment.",
        { default: DEFAULTS.deploymentEntry, examples: ["fit"] },
      ),
      leastHealthyPercent: optional(
        whole(0, 100),
        "As far as `entry: fit` may lower minimumHealthyPercent where no maximumPercent fits. 100 never lowers it.",
        { default: DEFAULTS.leastHealthyPercent, examples: [75] },
      ),
    }),
    "Settings of the service's rolling deployment. Together with the counts they must leave room to start or to stop a task.",
  ),
  capacity: optional(capacityForm, "What the tasks run on, and how far that may grow."),
  signals: optional(signalsForm, "What asks for tasks. More tasks come when any signal asks; fewer when all agree."),
  forecast: optional(
    forecastForm,
    "Ask ahead of the load: for what a rising request rate leads to within startSeconds, and for what the service is used to at this time of day. true is both with their defaults. It only ever raises an ask, goes through every budget like any other, and is off while a budget binds. In mode govern it only learns: the service's own autoscaling decides when it grows. Needs a requests signal, or a rate signal beside cpu. Off unless given.",
    { default: false, examples: [true] },
  ),
  pace: optional(
    z.strictObject({
      up: optional(
        z.strictObject({
          percent: optional(whole(1, 1000), "Most growth per period, in percent of the tasks; at least one task.", {
            default: DEFAULTS.upPercent,
            examples: [100],
          }),
          periodSeconds: optional(
            period,
            "Period of growth in seconds. Doubling in half a minute answers a peak in time.",
            {
              default: DEFAULTS.upPeriodSeconds,
              examples: [30],
            },
          ),
        }),
        "How fast the service may grow.",
      ),
      down: optional(
        z.strictObject({
          percent: optional(whole(1, 100), "Most shrinking per period, in percent of the tasks; at least one task.", {
            default: DEFAULTS.downPercent,
            examples: [50],
          }),
          periodSeconds: optional(
            period,
            "Period of shrinking in seconds. Slow, because giving up too early costs more than keeping a task for minutes.",
            { default: DEFAULTS.downPeriodSeconds, examples: [300] },
          ),
        }),
        "How fast the service may shrink.",
      ),
      stabilizationSeconds: optional(
        whole(0, 3600),
        "The service shrinks only to the highest ask of this many seconds, so that a dip between two peaks keeps its tasks.",
        { default: DEFAULTS.stabilizationSeconds, examples: [300] },
      ),
    }),
    "How fast the count may change.",
  ),
  pinMinutes: optional(
    whole(0, 1440),
    "For how many minutes a desired count that a person set by hand is a floor. 0 ignores changes by hand.",
    { default: DEFAULTS.pinMinutes, examples: [60] },
  ),
};

export const defaultsForm = z.strictObject(sharedShape);

export const serviceForm = z.strictObject({
  ...sharedShape,
  ecsService: optional(ecsName, "ECS service name. The key of the service, unless given.", {
    examples: ["shop-order-v2"],
  }),
  calls: optional(
    z.record(name, z.union([z.number().gt(0).max(1000), z.literal("learn")])),
    "Services that this one calls, with the requests sent to each per request served, on average; `learn` takes the figure from the request rates of both, where nobody else with an unknown share calls the same service. Both need a requests or rate signal. Callees grow before their callers, and callers no further than their callees carry.",
    { examples: [{ inventory: 1.5, payment: "learn" }] },
  ),
  records: optional(
    recordsForm,
    "DNS records with the addresses of all running tasks, by DNS name: a record, or a list where a name has several, in a private and a public zone or with weights.",
    { examples: [{ "order.shop.internal": { ttlSeconds: 30 } }] },
  ),
  cloudMap: optional(
    cloudMapForm,
    "AWS Cloud Map services that the tasks are registered with, by the service's id, in place of ECS's own service discovery.",
    { examples: [{ "srv-e4anhexample0004": { policy: "sync", containerPort: 8080 } }] },
  ),
  nginx: optional(
    upstreamsForm,
    "Upstream blocks with all running tasks, by fleet under the top-level key nginx: an upstream, or a list where a service has several ports.",
    { examples: [{ edge: { upstream: "order", containerPort: 8080 } }] },
  ),
});

export type PoolForm = z.infer<typeof pool>;
export type DefaultsForm = z.infer<typeof defaultsForm>;
export type ServiceForm = z.infer<typeof serviceForm>;
