import * as fc from "fast-check";
import type { Contender } from "../../shared/plan/admit/contender.ts";
import { type Call, callGraphOf } from "../../shared/plan/graph/call-graph.ts";
import type { CallStage } from "../../shared/plan/graph/call-stage.ts";
import { emptyGraphMemory } from "../../shared/plan/graph/graph-memory.ts";
import type { GraphNode } from "../../shared/plan/graph/graph-node.ts";
import { contender } from "./contenders.ts";

/** A domain whose services call each other, as it comes to the sharing of what is free. */
export type GraphCase = {
  readonly calls: readonly Call[];
  readonly nodes: readonly GraphNode[];
  readonly contenders: readonly Contender[];
  readonly free: ReadonlyMap<string, number>;
};

/** A call that closes a circle has a smaller share, so that circles mostly end. */
const leastForward = 0.5;

const names = ["api", "cart", "mail", "pay", "web"] as const;
export const rooms = ["main", "orders"] as const;

type ServiceShape = {
  readonly currentTasks: number;
  readonly missing: number;
  readonly more: number;
  readonly reach: number;
  readonly minTasks: number;
  readonly priority: number;
  readonly weight: number;
  readonly perTask: number;
  readonly load: number;
  readonly carrier: "own" | "own-overdue" | "unmeasured" | "unknown";
  readonly saturated: boolean;
  readonly backlog: number;
  readonly room: "main" | "orders" | null;
  readonly unitsPerTask: number;
  readonly surplus: number;
};

const serviceShape = (mostTasks: number): fc.Arbitrary<ServiceShape> =>
  fc.record({
    currentTasks: fc.integer({ min: 1, max: mostTasks }),
    missing: fc.constantFrom(0, 0, 0, 1),
    more: fc.integer({ min: -1, max: mostTasks }),
    reach: fc.integer({ min: 0, max: 2 * mostTasks }),
    minTasks: fc.integer({ min: 0, max: 2 }),
    priority: fc.constantFrom(0, 1, 1),
    weight: fc.constantFrom(1, 1, 2),
    perTask: fc.constantFrom(10, 10, 20, 7),
    load: fc.constantFrom(0.4, 0.8, 1, 1.6),
    carrier: fc.oneof(
      { weight: 9, arbitrary: fc.constant("own" as const) },
      { weight: 1, arbitrary: fc.constantFrom("own-overdue" as const, "unmeasured" as const, "unknown" as const) },
    ),
    saturated: fc.boolean(),
    backlog: fc.constantFrom(0.5, 1, 2, 3),
    room: fc.constantFrom("main" as const, "main" as const, "orders" as const, null),
    unitsPerTask: fc.constantFrom(1, 2, 5),
    surplus: fc.constantFrom(0, 0, 0, 2),
  });

const nodeOf = (name: string, shape: ServiceShape): GraphNode => {
  const { currentTasks, perTask: perTaskPerSecond, carrier, reach } = shape;
  const healthyTasks = Math.max(0, currentTasks - shape.missing);
  // Saturated, each healthy task serves twice what it does at its target, and some is left over.
  const servedPerSecond = shape.saturated
    ? 2 * perTaskPerSecond * healthyTasks
    : shape.load * perTaskPerSecond * healthyTasks;
  const unservedPerSecond = shape.saturated ? shape.backlog * perTaskPerSecond : 0;
  const node = {
    name,
    source:
      unservedPerSecond > 0 && healthyTasks > 0
        ? { unservedPerSecond, servedPerSecond, perTaskPerSecond: 2 * perTaskPerSecond }
        : null,
    arrivingPerSecond: servedPerSecond + unservedPerSecond,
  };
  if (carrier === "unmeasured") return { ...node, carrier: { kind: "unmeasured" } };
  // Of requests that can't be read nobody says that some are left over.
  if (carrier === "unknown") return { ...node, source: null, carrier: { kind: "unknown", detail: "not read" } };
  return {
    ...node,
    carrier: {
      kind: "own",
      perTaskPerSecond,
      healthyTasks,
      currentTasks,
      reachTasks: Math.max(currentTasks, currentTasks + shape.more) + reach,
      bound: { kind: "maximum", maxTasks: currentTasks + reach },
      isOverdue: carrier === "own-overdue",
    },
  };
};

const contenderOf = (name: string, shape: ServiceShape): Contender => {
  const { currentTasks, more, minTasks, priority, weight, room, unitsPerTask, surplus } = shape;
  return contender({
    name,
    priority,
    weight,
    minTasks,
    currentTasks,
    wantedTasks: Math.max(0, currentTasks + more),
    commitment: (tasks) => Math.max(currentTasks + surplus, tasks),
    prices: room === null ? [] : [{ room, unitsPerTask }],
  });
};

/**
 * Up to five services. About half of them leave requests unserved, four of five graphs have no circle, and the rooms
 * hold from nothing to a little more than everybody asks for.
 */
export const graphCases = (mostServices: number = names.length, mostTasks = 4): fc.Arbitrary<GraphCase> =>
  fc
    .record({
      size: fc.integer({ min: 2, max: mostServices }),
      order: fc.shuffledSubarray([...names], { minLength: names.length, maxLength: names.length }),
      shapes: fc.array(serviceShape(mostTasks), { minLength: names.length, maxLength: names.length }),
      forward: fc.array(fc.constantFrom(0, 0, 0.5, 1, 1.2, 2), { minLength: 10, maxLength: 10 }),
      back: fc.constantFrom(0, 0, 0, 0, 0.1, 0.3),
      free: fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 20 })),
    })
    .map(({ size, order, shapes, forward, back, free }) => {
      const used = order.slice(0, size);
      const calls: Call[] = [];
      let edge = 0;
      for (let from = 0; from < size; from += 1) {
        for (let to = from + 1; to < size; to += 1) {
          const requestsPerRequest = forward[edge++]!;
          if (requestsPerRequest > 0) calls.push({ caller: used[from]!, callee: used[to]!, requestsPerRequest });
        }
      }
      if (back > 0) calls.push({ caller: used[size - 1]!, callee: used[0]!, requestsPerRequest: back });
      return {
        calls,
        nodes: used.map((name, index) => nodeOf(name, shapes[index]!)),
        contenders: used.map((name, index) => contenderOf(name, shapes[index]!)),
        free: new Map(rooms.map((room, index) => [room, free[index]!])),
      };
    });

/** Without the call that would close a circle: what each service needs doesn't depend on the order of the sharing. */
export const acyclicCases = (mostServices?: number, mostTasks?: number): fc.Arbitrary<GraphCase> =>
  graphCases(mostServices, mostTasks).map((given) => ({
    ...given,
    calls: given.calls.filter(({ requestsPerRequest }) => requestsPerRequest >= leastForward),
  }));

/** What `propagate` would hand over. */
export const stageOf = ({ calls, nodes, contenders }: GraphCase): CallStage => ({
  view: {
    domain: "api",
    nowMs: 0,
    domainCalls: { inner: calls, out: [], into: [], neighbours: [] },
    graph: callGraphOf(calls),
    shares: { calls, unknown: [], memory: {} },
    flows: new Map(),
    neighbours: {
      postOf: () => null,
      carrierOf: () => ({ kind: "unmeasured" }),
      sentBy: () => ({ sentPerSecond: 0, demandPerSecond: 0, measuredAtMs: null }),
    },
    demands: [],
    callersDomains: new Map(),
    before: emptyGraphMemory,
  },
  nodes: new Map(nodes.map((node) => [node.name, node])),
  standingTasks: new Map(
    contenders.map(({ name, currentTasks, wantedTasks }) => [name, Math.min(currentTasks, wantedTasks)]),
  ),
});
