import type { ScenarioProblem } from "../../simulator/scenario/scenario-problem.ts";
import { lines, type Traces, withMore, withService } from "./scenario-text.ts";

/** A mistake, and the one problem that it must give. */
export type ProblemRow = {
  readonly when: string;
  readonly text: string;
  readonly traces?: Traces;
  readonly gives: Pick<ScenarioProblem, "line" | "column" | "path" | "code" | "fix"> & { readonly file?: string };
  /** Part of the message. */
  readonly says?: string;
};

const cpu = "cpuSecondsPerRequest: 0.02";
const traced = withService(cpu, "traffic: { trace: { file: monday.csv } }");

export const problemRows: readonly ProblemRow[] = [
  {
    when: "calls in a circle are refused, and the circle is named",
    text: withService(cpu, "calls: [{ service: pay }]").concat(
      "  pay: { cpuSecondsPerRequest: 0.01, calls: [{ service: ship }] }\n",
      "  ship: { cpuSecondsPerRequest: 0.01, calls: [{ service: pay }] }\n",
    ),
    gives: {
      line: 11,
      column: 58,
      path: "services.ship.calls[0].service",
      code: "call-circle",
      fix: "remove one of these calls; what a service sends to itself is part of its own load",
    },
    says: "pay → ship → pay",
  },
  {
    when: "a circle through a queue is a circle",
    text: withMore("queues:", "  jobs: { consumer: c, producer: { service: d } }").replace(
      "  c: {}",
      "  c: { calls: [{ service: d }] }\n  d: {}",
    ),
    gives: {
      line: 14,
      column: 21,
      path: "queues.jobs.consumer",
      code: "call-circle",
      fix: "remove one of these calls; what a service sends to itself is part of its own load",
    },
    says: "c → d → c",
  },
  {
    when: "a negative rate is refused",
    text: withService(cpu, "traffic: { requestsPerSecond: -5 }"),
    gives: {
      line: 9,
      column: 35,
      path: "services.web.traffic.requestsPerSecond",
      code: "out-of-bounds",
      fix: "write a number from 0 to 1000000, for example 120",
    },
    says: "requestsPerSecond is -5",
  },
  {
    when: "a rate that is not finite is refused",
    text: withService(cpu, "traffic: { requestsPerSecond: .inf }"),
    gives: {
      line: 9,
      column: 35,
      path: "services.web.traffic.requestsPerSecond",
      code: "out-of-bounds",
      fix: "write a number from 0 to 1000000, for example 120",
    },
  },
  {
    when: "a rate that is not a number is refused",
    text: withService(cpu, "traffic: { ramp: { requestsPerSecond: many } }"),
    gives: {
      line: 9,
      column: 43,
      path: "services.web.traffic.ramp.requestsPerSecond",
      code: "wrong-type",
      fix: "write a number from 0 to 1000000",
    },
  },
  {
    when: "a day that no calendar has is no beginning",
    text: withMore("startAt: 2026-02-30T00:00:00Z"),
    gives: {
      line: 12,
      column: 10,
      path: "startAt",
      code: "wrong-time",
      fix: "write ISO 8601 with Z or an offset, for example 2026-03-14T02:00:00Z",
    },
  },
  {
    when: "a rise after the end, by its default, is refused",
    text: withMore().replace("{ requestsPerSecond: 50 }", "{ ramp: { requestsPerSecond: 50 } }").replace("3600", "600"),
    gives: {
      line: 9,
      column: 19,
      path: "services.a.traffic.ramp.riseAtSecond",
      code: "after-the-end",
      fix: "write a second below 600, or a longer durationSeconds",
    },
    says: "the rise begins at second 600, and the run ends at second 600",
  },
  {
    when: "a step after the end is refused",
    text: withService(cpu, "traffic: { steps: [{ atSecond: 3600, requestsPerSecond: 5 }] }"),
    gives: {
      line: 9,
      column: 36,
      path: "services.web.traffic.steps[0].atSecond",
      code: "after-the-end",
      fix: "write a second below 3600, or a longer durationSeconds",
    },
  },
  {
    when: "users who come after the end are refused",
    text: withService(
      cpu,
      "traffic: { users: { users: 5, thinkSeconds: 5, changes: [{ atSecond: 4000, users: 9 }] } }",
    ),
    gives: {
      line: 9,
      column: 74,
      path: "services.web.traffic.users.changes[0].atSecond",
      code: "after-the-end",
      fix: "write a second below 3600, or a longer durationSeconds",
    },
  },
  {
    when: "a recording longer than a run can be is refused",
    text: traced,
    traces: { "rehearsals/monday.csv": lines("minute_offset,requests", "0,5", "44641,5") },
    gives: {
      line: 9,
      column: 31,
      path: "services.web.traffic.trace.file",
      code: "out-of-bounds",
      fix: "cut out the days of interest, or write durationSeconds into the scenario",
    },
    says: "at most 2678400",
  },
  {
    when: "a recording of more than a rate may be is refused",
    text: traced,
    traces: { "rehearsals/monday.csv": lines("minute_offset,requests", "0,5", "1,60000001") },
    gives: {
      line: 9,
      column: 31,
      path: "services.web.traffic.trace.file",
      code: "out-of-bounds",
      fix: "check the column of requests, or scale it down",
    },
    says: "at most 1000000 are played",
  },
  {
    when: "a key that is swept twice is refused",
    text: withMore(
      "sweep:",
      "  - { path: services.a.traffic.requestsPerSecond, values: [50, 60] }",
      "  - { path: services.a.traffic.requestsPerSecond, values: [70] }",
    ),
    gives: {
      line: 14,
      column: 13,
      path: "sweep[1].path",
      code: "stands-twice",
      fix: "put all its values in one list",
    },
  },
  {
    when: "a second document is refused",
    text: withMore("---", "version: 1"),
    gives: {
      line: 12,
      column: 1,
      path: "",
      code: "yaml-syntax",
      fix: "keep one document: remove the --- between the two",
    },
    says: "a second document begins here",
  },
  {
    when: "an unknown controller is offered the nearest one",
    text: withMore("controllers: [target-trackng]"),
    gives: { line: 12, column: 15, path: "controllers[0]", code: "not-one-of", fix: "did you mean target-tracking?" },
    says: "controllers[0] is target-trackng",
  },
  {
    when: "a controller that stands twice is refused",
    text: withMore("controllers: [static, static]"),
    gives: { line: 12, column: 23, path: "controllers[1]", code: "stands-twice", fix: "keep one of the two" },
  },
  {
    when: "an unknown service that is called is offered the nearest one",
    text: withMore("  order: { calls: [{ service: bb }] }"),
    gives: {
      line: 12,
      column: 31,
      path: "services.order.calls[0].service",
      code: "unknown-name",
      fix: "did you mean b?",
    },
    says: "there is no service bb",
  },
  {
    when: "an unknown database of a pool is offered the nearest one",
    text: withService(cpu, "pool: { database: order, connectionsPerTask: 5 }"),
    gives: {
      line: 9,
      column: 23,
      path: "services.web.pool.database",
      code: "unknown-name",
      fix: "did you mean orders?",
    },
  },
  {
    when: "an unknown proxy is refused where there is none",
    text: withService(cpu, "pool: { proxy: front, connectionsPerTask: 5 }"),
    gives: { line: 9, column: 20, path: "services.web.pool.proxy", code: "unknown-name", fix: "there is none yet" },
  },
  {
    when: "an unknown database of a proxy is refused",
    text: withMore("proxies: { front: { database: user, maxConnections: 50 } }"),
    gives: { line: 12, column: 31, path: "proxies.front.database", code: "unknown-name", fix: "did you mean users?" },
  },
  {
    when: "an unknown consumer of a queue is refused",
    text: withMore("queues: { mail: { consumer: mailer, traffic: { requestsPerSecond: 1 } } }"),
    gives: { line: 12, column: 29, path: "queues.mail.consumer", code: "unknown-name", fix: "it may be a, b, c" },
  },
  {
    when: "a deployment of nobody is refused",
    text: withMore("deployments: [{ service: web, atSecond: 9 }]"),
    gives: { line: 12, column: 26, path: "deployments[0].service", code: "unknown-name", fix: "it may be a, b, c" },
  },
  {
    when: "a priority of nobody is refused",
    text: withMore("headgate: { priorities: { bb: 1 } }"),
    gives: { line: 12, column: 31, path: "headgate.priorities.bb", code: "unknown-name", fix: "did you mean b?" },
  },
  {
    when: "a service with users and callers is refused",
    text: withMore("  d: { calls: [{ service: a }] }"),
    gives: {
      line: 9,
      column: 8,
      path: "services.a.traffic",
      code: "two-sources",
      fix: "keep one, or split the service in two",
    },
    says: "a has users (traffic) and callers (d)",
  },
  {
    when: "a service that consumes two queues is refused",
    text: withMore(
      "queues:",
      "  mail: { consumer: c, traffic: { requestsPerSecond: 1 } }",
      "  clicks: { consumer: c, traffic: { requestsPerSecond: 1 } }",
    ),
    gives: {
      line: 14,
      column: 23,
      path: "queues.clicks.consumer",
      code: "two-sources",
      fix: "give each queue a consumer of its own",
    },
  },
  {
    when: "a queue without a source is refused",
    text: withMore("queues: { mail: { consumer: c } }"),
    gives: {
      line: 12,
      column: 11,
      path: "queues.mail",
      code: "one-of",
      fix: "write `producer: { service: … }`, or traffic from outside",
    },
  },
  {
    when: "traffic that is said twice is refused",
    text: withService(cpu, "traffic: { requestsPerSecond: 5, users: { users: 3, thinkSeconds: 1 } }"),
    gives: {
      line: 9,
      column: 5,
      path: "services.web.traffic",
      code: "one-of",
      fix: "keep exactly one of requestsPerSecond, ramp, steps, perSecond, day, trace, users",
    },
    says: "requestsPerSecond, users",
  },
  {
    when: "steps out of order are refused",
    text: withService(
      cpu,
      "traffic: { steps: [{ atSecond: 9, requestsPerSecond: 1 }, { atSecond: 9, requestsPerSecond: 2 }] }",
    ),
    gives: {
      line: 9,
      column: 75,
      path: "services.web.traffic.steps[1].atSecond",
      code: "wrong-order",
      fix: "put the items in the order of time, one per second",
    },
  },
  {
    when: "a percent above 100 is refused",
    text: withMore("faults: [{ kind: zone-loss, fromSecond: 1, untilSecond: 9, percent: 133 }]"),
    gives: {
      line: 12,
      column: 69,
      path: "faults[0].percent",
      code: "out-of-bounds",
      fix: "write a number from 0 to 100, for example 33",
    },
  },
  {
    when: "a fault that ends before it begins is refused",
    text: withMore("faults: [{ kind: zone-loss, fromSecond: 20, untilSecond: 20, percent: 33 }]"),
    gives: {
      line: 12,
      column: 58,
      path: "faults[0].untilSecond",
      code: "ends-before-it-begins",
      fix: "write untilSecond: 21 or more",
    },
  },
  {
    when: "a fault after the end is refused",
    text: withMore("faults: [{ kind: zone-loss, fromSecond: 3600, untilSecond: 4000, percent: 33 }]"),
    gives: {
      line: 12,
      column: 41,
      path: "faults[0].fromSecond",
      code: "after-the-end",
      fix: "write a second below 3600, or a longer durationSeconds",
    },
  },
  {
    when: "a deployment past the end is refused",
    text: withMore("deployments: [{ service: b, atSecond: 3600 }]"),
    gives: {
      line: 12,
      column: 39,
      path: "deployments[0].atSecond",
      code: "after-the-end",
      fix: "write a second below 3600, or a longer durationSeconds",
    },
    says: "the run ends at second 3600",
  },
  {
    when: "a fault without what its kind needs is refused",
    text: withMore("faults: [{ kind: slow-database, fromSecond: 1, untilSecond: 9, factor: 3 }]"),
    gives: { line: 12, column: 10, path: "faults[0].database", code: "key-of-kind", fix: "add database" },
  },
  {
    when: "a fault with a key of another kind is refused",
    text: withMore("faults: [{ kind: stale-metrics, fromSecond: 1, untilSecond: 9, percent: 3 }]"),
    gives: { line: 12, column: 73, path: "faults[0].percent", code: "key-of-kind", fix: "remove it; it takes service" },
  },
  {
    when: "a canary's key in a rolling deployment is refused",
    text: withMore("deployments: [{ service: b, atSecond: 9, canaryPercent: 5 }]"),
    gives: {
      line: 12,
      column: 57,
      path: "deployments[0].canaryPercent",
      code: "key-of-kind",
      fix: "remove it, or write strategy: canary",
    },
  },
  {
    when: "a key that stands twice is refused",
    text: withService(cpu, cpu),
    gives: {
      line: 9,
      column: 5,
      path: "services.web.cpuSecondsPerRequest",
      code: "duplicate-key",
      fix: "keep one of the two",
    },
  },
  {
    when: "an unknown key is offered the nearest one",
    text: withService(cpu, "concurency: 5"),
    gives: {
      line: 9,
      column: 5,
      path: "services.web.concurency",
      code: "unknown-key",
      fix: "did you mean concurrency?",
    },
  },
  {
    when: "a key of headgate.yml is shown where it belongs",
    text: withService(cpu, "maxTasks: 9"),
    gives: {
      line: 9,
      column: 5,
      path: "services.web.maxTasks",
      code: "unknown-key",
      fix: "write it as tasks: { max: 20 }",
    },
  },
  {
    when: "a service needs its CPU per request from somewhere",
    text: withService("traffic: { requestsPerSecond: 5 }"),
    gives: {
      line: 7,
      column: 3,
      path: "services.web.cpuSecondsPerRequest",
      code: "missing-key",
      fix: "add cpuSecondsPerRequest, for example `cpuSecondsPerRequest: 0.02`, here or in the defaults block",
    },
  },
  {
    when: "a minimum above the maximum is refused",
    text: withService(cpu, "tasks: { min: 30 }"),
    gives: {
      line: 9,
      column: 19,
      path: "services.web.tasks.min",
      code: "count-contradiction",
      fix: "write min: 20 or less, or max: 30 or more",
    },
  },
  {
    when: "a rollout that can neither start nor stop a task is refused",
    text: withService(cpu, "deployment: { maximumPercent: 100 }"),
    gives: {
      line: 9,
      column: 5,
      path: "services.web.deployment",
      code: "rollout-never-ends",
      fix: "raise maximumPercent, or lower minimumHealthyPercent",
    },
  },
  {
    when: "retries that would wait for minutes are refused",
    text: withService(cpu, "client: { retries: 9, backOffSeconds: 1 }"),
    gives: {
      line: 9,
      column: 24,
      path: "services.web.client.retries",
      code: "out-of-bounds",
      fix: "write fewer retries, or a shorter backOffSeconds",
    },
    says: "up to 256 s",
  },
  {
    when: "a minimum of a fixed pool is refused",
    text: withService(cpu, "pool: { database: orders, connectionsPerTask: 5, minimumConnectionsPerTask: 1 }"),
    gives: {
      line: 9,
      column: 81,
      path: "services.web.pool.minimumConnectionsPerTask",
      code: "pool-contradiction",
      fix: "write kind: elastic, or remove it",
    },
  },
  {
    when: "a database without room is refused",
    text: lines("version: 1", "name: sale", "services: {}", "databases: { db: { maxConnections: 5 } }").replace(
      "{}",
      "{ web: { cpuSecondsPerRequest: 1 } }",
    ),
    gives: {
      line: 4,
      column: 36,
      path: "databases.db.maxConnections",
      code: "no-room",
      fix: "raise maxConnections, or lower reservedConnections or otherConnections",
    },
    says: "5 connections after 8 reserved",
  },
  {
    when: "a start that is no whole minute is refused",
    text: withMore("startAt: 2026-03-14T02:00:30Z"),
    gives: { line: 12, column: 10, path: "startAt", code: "wrong-time", fix: "write 2026-03-14T02:00:00Z" },
  },
  {
    when: "a start without an offset is refused",
    text: withMore('startAt: "2026-03-14T02:00"'),
    gives: {
      line: 12,
      column: 10,
      path: "startAt",
      code: "wrong-time",
      fix: "write ISO 8601 with Z or an offset, for example 2026-03-14T02:00:00Z",
    },
  },
  {
    when: "a file without services is refused",
    text: lines("version: 1", "name: sale", "services: {}"),
    gives: {
      line: 3,
      column: 1,
      path: "services",
      code: "no-services",
      fix: "add one under services, with its traffic and its cpuSecondsPerRequest",
    },
  },
  {
    when: "an empty file is refused",
    text: "",
    gives: { line: 1, column: 1, path: "", code: "empty-file", fix: "begin with the keys version, name and services" },
  },
  {
    when: "a list is refused",
    text: "- version: 1\n",
    gives: {
      line: 1,
      column: 1,
      path: "",
      code: "not-a-map",
      fix: "begin with version: 1 in the first column, without a leading -",
    },
  },
  {
    when: "what is no YAML is refused",
    text: "version: 1\nname: sale: today\n",
    gives: {
      line: 2,
      column: 7,
      path: "",
      code: "yaml-syntax",
      fix: "put text that contains a colon and a space in quotes, or the inner key on its own line",
    },
  },
  {
    when: "a trace that is not there is refused where it is named",
    text: traced,
    gives: {
      line: 9,
      column: 31,
      path: "services.web.traffic.trace.file",
      code: "trace-unreadable",
      fix: "Check the path; it is relative to the scenario file's folder.",
    },
    says: "rehearsals/monday.csv does not exist",
  },
  {
    when: "a trace with a gap is refused with its own file and line",
    text: traced,
    traces: { "rehearsals/monday.csv": "minute_offset,requests\n0,5\n1,5\n2,5\n4,5\n" },
    gives: {
      file: "rehearsals/monday.csv",
      line: 5,
      column: 1,
      path: "services.web.traffic.trace.file",
      code: "trace-row",
      fix: "Add a row for every slot, with requests 0 where nothing came.",
    },
    says: "1 row is missing",
  },
  {
    when: "a trace with text is refused with its own file and line",
    text: traced,
    traces: { "rehearsals/monday.csv": "minute_offset,requests\n0,5\n1,many\n" },
    gives: {
      file: "rehearsals/monday.csv",
      line: 3,
      column: 1,
      path: "services.web.traffic.trace.file",
      code: "trace-row",
      fix: "Write a plain number such as 1234 or 56.7.",
    },
    says: "requests is not a number: many",
  },
  {
    when: "a sweep over a key that is not there is refused",
    text: withMore("sweep: [{ path: services.a.traffic.ramp.amplitud, values: [2] }]"),
    gives: { line: 12, column: 17, path: "sweep[0].path", code: "sweep-path", fix: "did you mean amplitude?" },
  },
  {
    when: "a sweep over a service that is not there is refused",
    text: withMore("sweep: [{ path: services.web.drainSeconds, values: [2] }]"),
    gives: { line: 12, column: 17, path: "sweep[0].path", code: "sweep-path", fix: "it may be a, b, c" },
  },
  {
    when: "a sweep over a key that is no part of the world is refused",
    text: withMore("sweep: [{ path: durationSeconds, values: [60] }]"),
    gives: {
      line: 12,
      column: 17,
      path: "sweep[0].path",
      code: "sweep-path",
      fix: "take a key of services, databases, proxies, queues, faults or deployments",
    },
  },
  {
    when: "a sweep's value that makes the scenario illegal is refused at the value",
    text: withMore("sweep: [{ path: services.a.traffic.requestsPerSecond, values: [5, -5] }]"),
    gives: {
      line: 12,
      column: 67,
      path: "sweep[0].values[1]",
      code: "sweep-value",
      fix: "write a number from 0 to 1000000, for example 120",
    },
    says: "with requestsPerSecond -5",
  },
  {
    when: "a sweep that changes what controllers are told is refused",
    text: withMore("sweep: [{ path: services.a.cpuSecondsPerRequest, values: [0.02, 0.03] }]"),
    gives: {
      line: 12,
      column: 1,
      path: "sweep",
      code: "sweep-terms",
      fix: "write tasks.cap and requestsPerTask into the file so that they stay, or make a file of its own for each value",
    },
  },
];
