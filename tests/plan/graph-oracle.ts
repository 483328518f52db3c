import type { GraphNode } from "../../shared/plan/graph/graph-node.ts";
import type { GraphCase } from "./graph-case.ts";

type Tasks = ReadonlyMap<string, number>;

/** Told again here: what a service passes on beyond what it serves now. */
const released = ({ source }: GraphNode, tasks: number): number =>
  source === null
    ? 0
    : Math.min(source.unservedPerSecond, Math.max(0, source.perTaskPerSecond * tasks - source.servedPerSecond));

/** Services that can reach each other. */
export const isOneCircle = ({ calls }: GraphCase, a: string, b: string): boolean =>
  reaches(calls, a, b) && reaches(calls, b, a);

const reaches = (calls: GraphCase["calls"], from: string, to: string): boolean => {
  const seen = new Set([from]);
  for (const name of seen) {
    for (const { caller, callee } of calls) if (caller === name) seen.add(callee);
  }
  return seen.has(to);
};

/**
 * What newly arrives at each service if every service has so many tasks: the requests are sent along the calls round by
 * round, until a round brings nothing more.
 *
 * @returns requests per second, `null` where they never end
 */
export const arrivals = (given: GraphCase, tasksOf: (name: string) => number): Tasks | null => {
  let round = new Map(given.nodes.map((node) => [node.name, released(node, tasksOf(node.name))]));
  const total = new Map<string, number>();
  for (let rounds = 0; rounds < 2_000; rounds += 1) {
    const next = new Map<string, number>();
    for (const { caller, callee, requestsPerRequest } of given.calls) {
      const sent = (round.get(caller) ?? 0) * requestsPerRequest;
      if (sent > 0) next.set(callee, (next.get(callee) ?? 0) + sent);
    }
    if ([...next.values()].every((rate) => rate < 1e-12)) return total;
    for (const [name, rate] of next) total.set(name, (total.get(name) ?? 0) + rate);
    round = next;
  }
  return null;
};

const dust = 1e-6;

/**
 * The tasks that a vector of own counts needs, callees raised as far as their callers' requests need them.
 *
 * @returns `null` where a callee can't be raised so far, or where what newly arrives can't be carried
 */
export const withCallees = (given: GraphCase, own: Tasks): Tasks | null => {
  // Who wants less shrinks: it sends on what the smaller count does.
  const standing = new Map(
    given.contenders.map(({ name, currentTasks, wantedTasks }) => [name, Math.min(currentTasks, wantedTasks)]),
  );
  const before = arrivals(given, (name) => standing.get(name) ?? 0)!;
  const tasks = new Map(own);
  for (;;) {
    const after = arrivals(given, (name) => Math.max(tasks.get(name) ?? 0, standing.get(name) ?? 0));
    if (after === null) return null;
    let raised = false;
    for (const { name, carrier, arrivingPerSecond } of given.nodes) {
      const added = after.get(name) ?? 0;
      if (added <= (before.get(name) ?? 0) + dust || carrier.kind === "unmeasured") continue;
      if (carrier.kind !== "own") return null;
      const { perTaskPerSecond, healthyTasks, reachTasks } = carrier;
      const needed = Math.ceil((arrivingPerSecond + added) / perTaskPerSecond - dust);
      if (carrier.isOverdue) {
        if (needed > healthyTasks) return null;
        continue;
      }
      if (needed <= (tasks.get(name) ?? 0)) continue;
      if (needed > reachTasks) return null;
      tasks.set(name, needed);
      raised = true;
    }
    if (!raised) return tasks;
  }
};

/** Do so many tasks of each fit into the rooms? */
export const fits = ({ contenders, free }: GraphCase, tasks: Tasks): boolean => {
  const spent = new Map<string, number>();
  for (const { name, commitment, prices, currentTasks, wantedTasks } of contenders) {
    const added = commitment(tasks.get(name) ?? 0) - commitment(Math.min(currentTasks, wantedTasks));
    for (const { room, unitsPerTask } of prices) spent.set(room, (spent.get(room) ?? 0) + added * unitsPerTask);
  }
  return [...spent].every(([room, units]) => units <= (free.get(room) ?? 0));
};

/** Every vector of own counts between what is there and what is wanted that can be had, callees included. */
export const feasible = (given: GraphCase): readonly Tasks[] => {
  const ranges = given.contenders.map(({ name, currentTasks, wantedTasks }) => {
    const from = Math.min(currentTasks, wantedTasks);
    return { name, counts: Array.from({ length: wantedTasks - from + 1 }, (_, more) => from + more) };
  });
  let vectors: Tasks[] = [new Map()];
  for (const { name, counts } of ranges) {
    vectors = vectors.flatMap((vector) => counts.map((tasks) => new Map([...vector, [name, tasks]])));
  }
  return vectors.filter((own) => {
    const tasks = withCallees(given, own);
    return tasks !== null && fits(given, tasks);
  });
};
