import type { Company, CompanyNeeds, Raise } from "../admit/company.ts";
import type { CallGraph } from "./call-graph.ts";
import type { CalleeBound, CalleeRefusal } from "./callee-refusal.ts";
import type { Carrier, GraphNode } from "./graph-node.ts";
import { releasedPerSecond } from "./released.ts";
import { type Arrival, spread } from "./spread.ts";

type TasksOf = Parameters<Company["needs"]>[2];

/**
 * `eventually`: callees may be raised as far as they reach, and are bought together with the caller's task. `now`: what
 * is healthy at this moment has to do.
 */
export type LedgerView = "eventually" | "now";

/**
 * The requests that flow between services while tasks are handed out one by one: what arrives where, and what each
 * source has released so far.
 */
export class CallLedger implements Company {
  readonly #graph: CallGraph;
  readonly #nodes: ReadonlyMap<string, GraphNode>;
  readonly #view: LedgerView;
  /** Beyond what arrives now. */
  readonly #added = new Map<string, number>();
  readonly #released = new Map<string, number>();
  #answered: Answered | null = null;

  constructor(graph: CallGraph, nodes: ReadonlyMap<string, GraphNode>, view: LedgerView) {
    this.#graph = graph;
    this.#nodes = nodes;
    this.#view = view;
  }

  /** What comes whatever is decided: the tasks that a source has, or will have by what is already written, release it. */
  settle(name: string, tasks: number): void {
    const released = this.#releasedAt(name, tasks);
    const more = released - this.#releasedSoFar(name);
    if (more <= 0) return;
    const result = spread<never>(this.#graph, name, more, () => ({ kind: "carried", releases: 0 }));
    if (result.kind === "spread") this.#take({ name, tasks, raises: [], arrivals: result.arrivals });
  }

  /** Requests that newly arrive there without a decision of ours: what other domains send already. */
  settleArrival(name: string, perSecond: number): void {
    if (perSecond <= 0) return;
    this.#added.set(name, (this.#added.get(name) ?? 0) + perSecond);
    const result = spread<never>(this.#graph, name, perSecond, () => ({ kind: "carried", releases: 0 }));
    if (result.kind !== "spread") return;
    for (const [callee, rate] of result.arrivals) this.#added.set(callee, (this.#added.get(callee) ?? 0) + rate);
  }

  /** @param tasks the count that `name` would have */
  needs(name: string, tasks: number, tasksOf: TasksOf): CompanyNeeds {
    this.#answered = null;
    const more = this.#releasedAt(name, tasks) - this.#releasedSoFar(name);
    if (more <= dust) return nothingNeeded;
    const raises = new Map<string, Raise>();
    const result = spread<CalleeRefusal>(this.#graph, name, more, (callee, perSecond) =>
      this.#arrive({ name, tasks }, callee, perSecond, raises, tasksOf),
    );
    if (result.kind === "refused") return result;
    const answer = [...raises.values()];
    this.#answered = { name, tasks, raises: answer, arrivals: result.arrivals };
    return { kind: "needs", raises: answer };
  }

  /** Books what `needs` has last answered for this service and count. */
  take(name: string, tasks: number): void {
    const answered = this.#answered;
    this.#answered = null;
    if (answered !== null && answered.name === name && answered.tasks === tasks) this.#take(answered);
  }

  /** Requests per second that arrive beyond those of now. */
  addedPerSecond(name: string): number {
    return this.#added.get(name) ?? 0;
  }

  /** Requests per second that a service passes on beyond those of now. */
  passedPerSecond(name: string): number {
    return this.addedPerSecond(name) + this.#releasedSoFar(name);
  }

  /** @returns the tasks that carry, at their target, all that arrives; `null` where nothing was added or nothing tells */
  neededTasks(name: string): number | null {
    const node = this.#nodes.get(name);
    const added = this.addedPerSecond(name);
    if (node === undefined || node.carrier.kind !== "own" || added <= dust) return null;
    return tasksFor(node.arrivingPerSecond + added, node.carrier.perTaskPerSecond);
  }

  #take({ name, tasks, raises, arrivals }: Answered): void {
    for (const [callee, rate] of arrivals) this.#added.set(callee, (this.#added.get(callee) ?? 0) + rate);
    this.#released.set(name, Math.max(this.#releasedSoFar(name), this.#releasedAt(name, tasks)));
    for (const { name: raised, toTasks } of raises) {
      this.#released.set(raised, Math.max(this.#releasedSoFar(raised), this.#releasedAt(raised, toTasks)));
    }
  }

  #releasedAt(name: string, tasks: number): number {
    const source = this.#nodes.get(name)?.source ?? null;
    return source === null ? 0 : releasedPerSecond(source, tasks);
  }

  #releasedSoFar(name: string): number {
    return this.#released.get(name) ?? 0;
  }

  #arrive(
    from: { readonly name: string; readonly tasks: number },
    name: string,
    perSecond: number,
    raises: Map<string, Raise>,
    tasksOf: TasksOf,
  ): Arrival<CalleeRefusal> {
    const node = this.#nodes.get(name);
    if (node === undefined) return { kind: "carried", releases: 0 };
    const added = this.addedPerSecond(name) + perSecond;
    const neededPerSecond = node.arrivingPerSecond + added;
    const refused = (carriedPerSecond: number, bound: CalleeBound): Arrival<CalleeRefusal> => ({
      kind: "refused",
      refusal: { callee: name, neededPerSecond, carriedPerSecond, bound },
    });
    const standing = Math.max(tasksOf(name) ?? 0, raises.get(name)?.toTasks ?? 0, name === from.name ? from.tasks : 0);
    const carried = (tasks: number): Arrival<CalleeRefusal> => ({
      kind: "carried",
      releases: this.#releasedAt(name, tasks) - this.#releasedSoFar(name),
    });
    const { carrier } = node;
    // What a circle brings back to where it came from: nobody waits for itself.
    if (name === from.name) return carried(standing);
    switch (carrier.kind) {
      case "unmeasured":
        return carried(standing);
      case "unknown":
        return refused(0, { kind: "unknown", detail: carrier.detail });
      case "neighbour": {
        const limit = this.#limitOf(carrier);
        const isWithin = limit === null || added <= limit.perSecond + dust;
        return isWithin ? carried(standing) : refused(node.arrivingPerSecond + limit.perSecond, limit.bound);
      }
      case "own": {
        const { perTaskPerSecond, healthyTasks } = carrier;
        if (this.#view === "now" || carrier.isOverdue) {
          const isOneNode = this.#graph.rankOf(name) === this.#graph.rankOf(from.name);
          if (isOneNode && !carrier.isOverdue) return carried(standing);
          const healthyPerSecond = perTaskPerSecond * healthyTasks;
          if (neededPerSecond <= healthyPerSecond + dust) return carried(standing);
          return refused(healthyPerSecond, { kind: carrier.isOverdue ? "overdue" : "not-yet" });
        }
        const tasks = tasksFor(neededPerSecond, perTaskPerSecond);
        const has = Math.max(standing, tasksOf(name) ?? carrier.currentTasks);
        if (tasks <= has) return carried(standing);
        if (tasks > carrier.reachTasks) {
          const { bound } = carrier;
          return refused(perTaskPerSecond * carrier.reachTasks, bound.kind === "pace" ? { kind: "not-yet" } : bound);
        }
        raises.set(name, { name, toTasks: tasks, neededPerSecond, perTaskPerSecond });
        return carried(tasks);
      }
    }
  }

  #limitOf(
    carrier: Extract<Carrier, { readonly kind: "neighbour" }>,
  ): { readonly perSecond: number; readonly bound: CalleeBound } | null {
    if (carrier.isOverdue) return { perSecond: carrier.nowPerSecond, bound: { kind: "overdue" } };
    if (this.#view === "now") return { perSecond: carrier.nowPerSecond, bound: { kind: "not-yet" } };
    if (carrier.mostPerSecond === null) return null;
    const { code, database } = carrier.bound ?? { code: "callee-capacity", database: null };
    return { perSecond: carrier.mostPerSecond, bound: { kind: "elsewhere", code, database } };
  }
}

type Answered = {
  readonly name: string;
  readonly tasks: number;
  readonly raises: readonly Raise[];
  readonly arrivals: ReadonlyMap<string, number>;
};

const nothingNeeded: CompanyNeeds = { kind: "needs", raises: [] };

/** A rate below this is a float's dust. */
const dust = 1e-9;

/** @returns whole tasks, rounded up */
export const tasksFor = (perSecond: number, perTaskPerSecond: number): number =>
  Math.max(0, Math.ceil(perSecond / perTaskPerSecond - dust));
