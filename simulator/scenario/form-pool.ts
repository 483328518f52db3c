import * as z from "zod";
import { name, optional, required, whole } from "../../shared/config/schema-key.ts";
import { amount, percent } from "./form-key.ts";
import { scenarioDefaults } from "./scenario-defaults.ts";

const connections = whole(1, 100_000);

const readerForm = z.strictObject({
  database: required(name, "The replica, under databases.", { examples: ["orders-replica"] }),
  connectionsPerTask: required(connections, "Connections of each task to it; a fixed pool.", { examples: [5] }),
  requestsPercent: required(percent, "What of the service's requests it takes.", { examples: [60] }),
});

const migrationPoolForm = z.strictObject({
  connectionsPerTask: required(whole(0, 100_000), "Opened one at a time as far as slots are left.", {
    examples: [10],
  }),
  seconds: optional(
    whole(1, 86_400),
    "How long after a task's start it is kept. Kept as long as the task lives unless given.",
    {
      examples: [60],
    },
  ),
});

const databaseHealthCheckForm = z.strictObject({
  intervalSeconds: required(whole(1, 3_600), "Between two checks.", { examples: [10] }),
  failuresToReplace: required(whole(1, 100), "Failures in a row after which a task is replaced.", { examples: [2] }),
});

const restartBackOffForm = z.strictObject({
  firstSeconds: required(whole(0, 86_400), "Pause after the first crash; it doubles with each further one.", {
    examples: [10],
  }),
  mostSeconds: required(whole(0, 86_400), "The longest pause.", { examples: [300] }),
});

/** connectionsPerTask, and a database or a proxy, must come from here or from the defaults block; checked after the merge. */
export const poolForm = z.strictObject({
  database: optional(name, "Under databases. Needed unless proxy is given.", { examples: ["orders"] }),
  proxy: optional(
    name,
    "Under proxies. The task's connections end there, and requests borrow the database's connections from it.",
    { examples: ["orders-proxy"] },
  ),
  connectionsPerTask: optional(
    connections,
    "k: the most that one task holds: pool size x worker processes, and what it keeps in the background. Needed.",
    { examples: [20] },
  ),
  kind: optional(
    z.enum(["fixed", "elastic"]),
    "`fixed` pools open whole before the task takes traffic; `elastic` ones start at the minimum and grow with load.",
    { default: scenarioDefaults.poolKind },
  ),
  minimumConnectionsPerTask: optional(whole(0, 100_000), "Elastic pools only.", { default: 1 }),
  idleSeconds: optional(whole(1, 86_400), "An unused elastic connection closes after about this long.", {
    default: 60,
  }),
  holdSecondsPerRequest: optional(
    amount(0, 3_600),
    "A connection is busy this long per request while the database is idle.",
    {
      default: scenarioDefaults.holdSecondsPerRequest,
    },
  ),
  databaseCpuSecondsPerRequest: optional(amount(0, 3_600), "CPU of the database per request.", {
    default: scenarioDefaults.databaseCpuSecondsPerRequest,
  }),
  withoutConnections: optional(
    z.enum(["degrade", "crash", "wait"]),
    "A task whose pool can't open. `degrade`: takes its share of traffic and fails it. `crash`: exits after its boot, and ECS starts another one. `wait`: takes no traffic until it has its pool. The choice decides much of the outcome.",
    { default: scenarioDefaults.withoutConnections },
  ),
  reconnectSeconds: optional(whole(1, 3_600), "Between two attempts to connect.", { default: 10 }),
  restartBackOff: optional(
    restartBackOffForm,
    "`crash` only: the pause before ECS starts the next task. None unless given.",
    {
      examples: [{ firstSeconds: 10, mostSeconds: 300 }],
    },
  ),
  connectionsToStart: optional(
    connections,
    "Fixed pools only: a task comes up once it has this many and tries for the rest. A task comes up with its whole pool or not at all unless given.",
    { examples: [1] },
  ),
  migrationPool: optional(migrationPoolForm, "A second pool of each task that nobody counts.", {
    examples: [{ connectionsPerTask: 10 }],
  }),
  databaseHealthCheck: optional(
    databaseHealthCheckForm,
    "A health check that opens a connection of its own: with the database full, tasks turn unhealthy and are replaced.",
    { examples: [{ intervalSeconds: 10, failuresToReplace: 2 }] },
  ),
  reader: optional(readerForm, "A second pool of each task, to a read replica.", {
    examples: [{ database: "orders-replica", connectionsPerTask: 5, requestsPercent: 60 }],
  }),
});

export type PoolForm = z.infer<typeof poolForm>;
