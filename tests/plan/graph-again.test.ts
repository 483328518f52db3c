import { describe, expect, it } from "@jest/globals";
import type { CallConfig, PaceConfig, ServiceConfig } from "../../shared/config/service-config.ts";
import { emptyGraphMemory, type GraphMemory } from "../../shared/plan/graph/graph-memory.ts";
import type { ServicePost } from "../../shared/plan/graph/service-post.ts";
import type { Memory } from "../../shared/plan/memory.ts";
import { type Plan, plan } from "../../shared/plan/plan.ts";
import type { ServiceReading } from "../../shared/plan/readings/service-reading.ts";
import {
  calmMemory,
  config,
  counts,
  database,
  known,
  memory,
  nowMs,
  pool,
  requestsSignal,
  secondsAgo,
  service,
  serviceReading,
  snapshot,
} from "./builders.ts";
import { afterWrites } from "./ecs-model.ts";

const perTask = requestsSignal().targetPerSecond;
const call = (name: string, requestsPerRequest = 1): CallConfig => ({ service: name, requestsPerRequest });

type Standing = {
  readonly desired: number;
  /** What arrives, in tasks' worth; what exceeds the running tasks is left unserved. */
  readonly arrived: number;
  readonly running?: number;
  readonly maxTasks?: number;
  readonly calls?: readonly CallConfig[];
  /** Without one, a count that is asked for no more is given back at once. */
  readonly stabilizationSeconds?: number;
  /** Seen for the first time. */
  readonly isNew?: boolean;
};

const pace = service().pace;
const configured = (name: string, standing: Standing): ServiceConfig => {
  const { maxTasks = 40, calls = [], stabilizationSeconds = pace.stabilizationSeconds } = standing;
  const own: PaceConfig = { ...pace, stabilizationSeconds };
  return service({ name, minTasks: 1, maxTasks, calls, pace: own, pools: [pool()], signals: [requestsSignal()] });
};

const readingOf = (name: string, { desired, arrived, running = desired }: Standing): ServiceReading =>
  serviceReading({
    name,
    tasks: known(counts({ desired, running, pending: 0 })),
    signals: [
      {
        kind: "series",
        points: [{ atMs: secondsAgo(120), value: arrived * perTask * 60 }],
        periodSeconds: 60,
        seenAtMs: secondsAgo(120),
      },
    ],
  });

type Given = {
  readonly services: Readonly<Record<string, Standing>>;
  readonly graph?: Partial<GraphMemory>;
  readonly databases?: Memory["databases"];
  readonly maxConnections?: number;
  /** A service of another domain that calls `order`. */
  readonly remote?: boolean;
};

const post: ServicePost = {
  version: 1,
  service: "remote",
  domain: "remote",
  atMs: secondsAgo(30),
  expiresAtMs: nowMs + 90_000,
  measuredAtMs: secondsAgo(120),
  arrivingPerSecond: 20 * perTask,
  perTaskPerSecond: perTask,
  healthyTasks: 4,
  startSeconds: 40,
  grants: {},
  sends: {},
  demands: {},
};

/** Plans, and plans three times more in the same moment, with nothing but the plan's own writes done. */
const plannedAgain = ({ services, graph, databases, maxConnections = 1_000, remote = false }: Given) => {
  const standings = Object.entries(services);
  const far = remote
    ? [service({ name: "remote", pools: [], signals: [requestsSignal()], calls: [call("order")] })]
    : [];
  const compiled = config(
    [...standings.map(([name, standing]) => configured(name, standing)), ...far],
    [database({ maxConnections, marginConnections: 50 })],
  );
  const seen = standings.flatMap(([name, { desired, running = desired, isNew = false }]) =>
    isNew ? [] : [[name, calmMemory(desired, { running: [{ atMs: secondsAgo(900), tasks: running }] })] as const],
  );
  const calm = memory(Object.fromEntries(seen));
  const before: Memory = {
    ...calm,
    databases: { ...calm.databases, ...databases },
    graph: { ...emptyGraphMemory, ...graph },
  };
  const read = snapshot(
    standings.map(([name, standing]) => readingOf(name, standing)),
    undefined,
    {
      domain: standings.map(([name]) => name).sort()[0]!,
      neighbours: remote ? [{ service: "remote", post: known(post) }] : [],
    },
  );
  const first = plan(read, before, compiled, nowMs);
  const after = afterWrites(read, first.actions);
  const again: Plan[] = [];
  for (let last = first; again.length < 3; last = again.at(-1)!) again.push(plan(after, last.memory, compiled, nowMs));
  const targets = Object.fromEntries(first.services.map(({ name, targetTasks }) => [name, targetTasks]));
  return { targets, actions: again.map(({ actions }) => actions) };
};

type Row = { readonly when: string; readonly given: Given; readonly targets: Readonly<Record<string, number>> };

const rows: readonly Row[] = [
  {
    when: "a caller must shrink: its callee is asked for what the smaller count sends on",
    given: {
      services: {
        // Of ten ordered tasks two run. Five stay now, and send on three tasks' worth more than arrives.
        api: { desired: 10, running: 2, arrived: 10, maxTasks: 1, calls: [call("order")], stabilizationSeconds: 0 },
        order: { desired: 12, arrived: 2, stabilizationSeconds: 0 },
      },
    },
    targets: { api: 5, order: 6 },
  },
  {
    when: "a callee must shrink: nobody's task is bought with those that it is to give back",
    given: {
      services: {
        api: { desired: 2, arrived: 4, calls: [call("order", 2)] },
        order: { desired: 8, arrived: 4, maxTasks: 1, stabilizationSeconds: 0 },
      },
    },
    targets: { api: 2, order: 4 },
  },
  {
    when: "another domain is granted less than before: it may still use what it had",
    given: {
      remote: true,
      services: {
        local: { desired: 2, arrived: 4, calls: [call("order")] },
        order: { desired: 6, arrived: 4, maxTasks: 6 },
      },
      graph: {
        posted: { expiresAtMs: nowMs + 60_000, demands: {}, grants: { order: { remote: 2 * perTask } } },
      },
    },
    targets: { local: 2, order: 6 },
  },
  {
    when: "a circle brings a service's own requests back to it: it is given the tasks for them at once",
    given: {
      services: {
        cart: { desired: 4, arrived: 7, maxTasks: 20, calls: [call("order", 1)] },
        order: { desired: 12, arrived: 4, calls: [call("cart", 0.5)] },
      },
    },
    targets: { cart: 8, order: 12 },
  },
  {
    when: "a caller is content with less once it has it: what was ordered for the rest stays for the moment",
    given: {
      services: {
        // Eleven is within the tolerance of ten, but far from six.
        api: { desired: 6, arrived: 11, calls: [call("order")] },
        order: { desired: 8, arrived: 4, stabilizationSeconds: 0 },
      },
    },
    targets: { api: 10, order: 9 },
  },
  {
    when: "nobody waits any longer for a callee that is late: what was ordered of it stays for the moment",
    given: {
      maxConnections: 60,
      services: {
        api: { desired: 1, arrived: 2, calls: [call("order", 0.5)] },
        order: { desired: 4, arrived: 2, stabilizationSeconds: 0 },
      },
      graph: { waits: { order: { sinceMs: secondsAgo(3_600), healthyTasks: 4 } } },
    },
    targets: { api: 1, order: 3 },
  },
  {
    when: "a budget is scarce: a service seen for the first time isn't seen for the second time",
    given: {
      services: { order: { desired: 8, arrived: 1, isNew: true } },
      databases: { main: { unmanaged: null, bound: { sinceMs: secondsAgo(100), lastMs: secondsAgo(10) } } },
    },
    targets: { order: 8 },
  },
];

describe("a domain planned again in the same moment after its own writes, does nothing more", () => {
  it.each<Row>(rows)("where $when", ({ given, targets }) => {
    const planned = plannedAgain(given);
    expect(planned.targets).toEqual(targets);
    expect(planned.actions).toEqual([[], [], []]);
  });
});
