import type { Config } from "../../config/config.ts";
import type { Want } from "../demand/want.ts";
import type { Memory } from "../memory.ts";
import type { Party } from "../party.ts";
import { capacityFloor } from "../policy/govern-view.ts";
import type { Snapshot } from "../snapshot.ts";
import { CallLedger, tasksFor } from "./call-ledger.ts";
import { type CallView, callViewOf, sourceOf, unmeasured } from "./call-view.ts";
import { countsRequests } from "./counted.ts";
import type { Carrier, GraphNode, ReachBound } from "./graph-node.ts";
import { isOverdue } from "./waits.ts";

/** The call graph of a domain, ready for `admit`. */
export type CallStage = {
  readonly view: CallView;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** The counts that the services stand at, or shrink to: what these release comes, whatever is granted. */
  readonly standingTasks: ReadonlyMap<string, number>;
};

export type Propagated = {
  /** Callees ask for what comes to them already. */
  readonly parties: readonly Party[];
  /** `null`: nobody in the domain calls or is called. */
  readonly stage: CallStage | null;
};

/**
 * Sends the requests that callers don't serve yet down the call graph: what each callee will have to carry, and how far
 * it could be raised for that.
 *
 * A service passes on more than now only if it leaves requests unserved and gets tasks for them; the tasks that are
 * ordered already will, so their part is added to the callee's own ask at once. The rest is bought together with the
 * caller's tasks in `admit`.
 *
 * @throws never
 */
export const propagate = (
  snapshot: Snapshot,
  parties: readonly Party[],
  memory: Memory,
  config: Config,
  nowMs: number,
): Propagated => {
  const view = callViewOf(snapshot, parties, memory, config, nowMs);
  if (view === null) return { parties, stage: null };
  const standingTasks = new Map(parties.map((party) => [party.service.name, keptTasks(party, party.want)]));
  const bare = bareNodes(view, parties);
  const base = new CallLedger(view.graph, bare, "now");
  const full = new CallLedger(view.graph, bare, "now");
  for (const { name, callee, perSecond } of view.demands) {
    const perTask = perTaskOf(bare, callee);
    if (perTask !== null) full.settle(name, tasksFor(perSecond, perTask));
  }
  const byName = new Map(parties.map((party) => [party.service.name, party]));
  const nodes = new Map(bare);
  const asking = new Map<string, Party>();
  for (const { names } of view.graph.groups) {
    const members = names.flatMap((name) => byName.get(name) ?? []);
    // Members of a circle send to each other, so what each wants for itself is booked before any is looked at.
    for (const party of members) full.settle(party.service.name, ownReach(party));
    settleStanding(members, bare, standingTasks, base, full);
    for (const [name, reached] of reachesOf(members, bare, base, full)) {
      nodes.set(name, reached.node);
      asking.set(name, reached.party);
    }
  }
  return {
    parties: parties.map((party) => asking.get(party.service.name) ?? party),
    stage: { view, nodes, standingTasks },
  };
};

/** Books what the services release at the counts that they stand at. */
export const settled = (
  ledger: CallLedger,
  view: CallView,
  nodes: ReadonlyMap<string, GraphNode>,
  standingTasks: ReadonlyMap<string, number>,
): CallLedger => {
  for (const { names } of view.graph.groups) {
    for (const name of names) if (nodes.get(name)?.source != null) ledger.settle(name, standingTasks.get(name) ?? 0);
  }
  return ledger;
};

/**
 * Books what each member of a group stands at, or shrinks to, when its callers have asked.
 *
 * A count that this plan lowers releases only what the lower count releases: the next plan finds it there and asks its
 * callees for no more. In a circle a member that is kept for another one's requests sends more itself, so it is looked
 * again until nobody is kept any higher: at most as often as there are tasks, because nobody is kept above its count.
 */
const settleStanding = (
  members: readonly Party[],
  nodes: ReadonlyMap<string, GraphNode>,
  standingTasks: Map<string, number>,
  base: CallLedger,
  full: CallLedger,
): void => {
  for (;;) {
    for (const { service } of members) base.settle(service.name, standingTasks.get(service.name)!);
    let isKeptHigher = false;
    for (const party of members) {
      const { name } = party.service;
      const tasks = keptTasks(party, askedWant(party, nodes.get(name)!, base, full));
      if (tasks <= standingTasks.get(name)!) continue;
      standingTasks.set(name, tasks);
      isKeptHigher = true;
    }
    if (!isKeptHigher) return;
  }
};

/** Of the tasks that it stands at those that a want leaves it. */
const keptTasks = (party: Party, want: Want): number => {
  const standingTasks = standingTasksOf(party);
  const isOurs = party.stance === "scaled" || party.stance === "rehearsed";
  return want.kind === "wants" && isOurs ? Math.min(standingTasks, want.wantedTasks) : standingTasks;
};

/** What its tasks will be if nothing is decided. */
const standingTasksOf = ({ want, governed }: Party): number => {
  if (want.kind === "unreadable" || want.kind === "absent") return 0;
  return governed === null ? want.counts.desired : capacityFloor(want.counts, governed.minCapacity);
};

const perTaskOf = (nodes: ReadonlyMap<string, GraphNode>, name: string): number | null => {
  const carrier = nodes.get(name)?.carrier;
  return carrier?.kind === "own" ? carrier.perTaskPerSecond : null;
};

/** Nodes that can't be raised yet. */
const bareNodes = (view: CallView, parties: readonly Party[]): ReadonlyMap<string, GraphNode> => {
  const nodes = new Map<string, GraphNode>();
  for (const party of parties) {
    const { name } = party.service;
    const flow = view.flows.get(name);
    const arrivingPerSecond = flow?.arrivingPerSecond ?? 0;
    nodes.set(name, { name, source: sourceOf(flow), arrivingPerSecond, carrier: bareCarrier(view, party) });
  }
  for (const { callee } of view.domainCalls.out) {
    const carrier = view.neighbours.carrierOf(callee, sentTo(view, callee), ({ healthyTasks, startSeconds }) =>
      isOverdue(view.before, callee, healthyTasks, startSeconds, view.nowMs),
    );
    const arrivingPerSecond = view.neighbours.postOf(callee)?.arrivingPerSecond ?? 0;
    nodes.set(callee, { name: callee, source: null, arrivingPerSecond, carrier });
  }
  for (const { name, callee, perSecond } of view.demands) {
    const perTaskPerSecond = perTaskOf(nodes, callee);
    const source =
      perTaskPerSecond === null ? null : { unservedPerSecond: perSecond, servedPerSecond: 0, perTaskPerSecond };
    nodes.set(name, { ...unmeasured(name, 0), source });
  }
  return nodes;
};

/** Requests per second that the domain's services send to a callee now. */
export const sentTo = ({ graph, flows }: CallView, callee: string): number =>
  graph
    .callersOf(callee)
    .reduce(
      (sum, { caller, requestsPerRequest }) => sum + (flows.get(caller)?.servedPerSecond ?? 0) * requestsPerRequest,
      0,
    );

const bareCarrier = (view: CallView, party: Party): Carrier => {
  const { service, want } = party;
  if (want.kind === "unreadable") return { kind: "unknown", detail: `${service.name}: ${want.detail}` };
  const flow = view.flows.get(service.name);
  if (flow === undefined || flow.perTaskPerSecond === null || !countsRequests(party.service))
    return { kind: "unmeasured" };
  if (flow.arrivingPerSecond === null)
    return { kind: "unknown", detail: `${service.name}: its requests can't be read` };
  const { perTaskPerSecond, healthyTasks } = flow;
  const currentTasks = standingTasksOf(party);
  return {
    kind: "own",
    perTaskPerSecond,
    healthyTasks,
    currentTasks,
    reachTasks: currentTasks,
    bound: { kind: "left", code: null },
    isOverdue:
      party.stance !== "rehearsed" &&
      isOverdue(view.before, service.name, healthyTasks, service.startSeconds, view.nowMs),
  };
};

/** How far it goes for itself. */
const ownReach = (party: Party): number => {
  const kept = keptTasks(party, party.want);
  return party.want.kind === "wants" ? Math.max(kept, party.want.wantedTasks) : kept;
};

/** What a service wants with what comes to it from its callers already. */
const askedWant = (party: Party, { carrier }: GraphNode, base: CallLedger, full: CallLedger): Want => {
  const { want, stance, service } = party;
  if (want.kind !== "wants" || stance === "bystander" || carrier.kind !== "own") return want;
  // What was ordered for callers that wait in vain stays ordered: it may become healthy yet.
  const kept = carrier.isOverdue ? Math.min(standingTasksOf(party), full.neededTasks(service.name) ?? 0) : 0;
  const asking = Math.max(base.neededTasks(service.name) ?? 0, kept);
  return asking > want.askTasks ? party.wantFor(asking) : want;
};

/** How far the members of a group reach: in a circle each one's reach is another one's need, until nobody's grows. */
const reachesOf = (
  members: readonly Party[],
  nodes: ReadonlyMap<string, GraphNode>,
  base: CallLedger,
  full: CallLedger,
): ReadonlyMap<string, Reached> => {
  const reaches = new Map<string, Reached>();
  for (;;) {
    let reachesFurther = false;
    for (const party of members) {
      const { name } = party.service;
      const reached = reachOf(party, nodes.get(name)!, base, full);
      reachesFurther ||= reached.reachTasks > (reaches.get(name)?.reachTasks ?? -1);
      reaches.set(name, reached);
      full.settle(name, reached.reachTasks);
    }
    if (members.length < 2 || !reachesFurther) return reaches;
  }
};

type Reached = { readonly party: Party; readonly node: GraphNode; readonly reachTasks: number };

/**
 * How far a service may be raised for its callers, and what it asks for because of what comes to it already.
 *
 * One that must shrink, because its maximum was lowered, is raised no further than its shrinking leaves it: nobody's
 * task is bought with tasks that the next plan takes away.
 */
const reachOf = (party: Party, bare: GraphNode, base: CallLedger, full: CallLedger): Reached => {
  const { want, stance, governed, service } = party;
  const { carrier } = bare;
  const standingTasks = standingTasksOf(party);
  if (want.kind !== "wants" || stance === "bystander") {
    const bound: ReachBound = { kind: "left", code: want.kind === "left" ? want.code : null };
    const node = carrier.kind === "own" ? { ...bare, carrier: { ...carrier, bound } } : bare;
    return { party, node, reachTasks: standingTasks };
  }
  if (carrier.kind !== "own") return { party, node: bare, reachTasks: ownReach(party) };
  const fullTasks = full.neededTasks(service.name) ?? 0;
  const own = askedWant(party, bare, base, full);
  const far = fullTasks > want.askTasks ? party.wantFor(fullTasks) : want;
  if (own.kind !== "wants" || far.kind !== "wants") return { party, node: bare, reachTasks: standingTasks };
  const reachTasks =
    governed === null ? Math.max(own.wantedTasks, far.wantedTasks) : Math.max(standingTasks, governed.usersMaxCapacity);
  const bound: ReachBound =
    governed === null && far.askTasks > reachTasks ? { kind: "pace" } : { kind: "maximum", maxTasks: reachTasks };
  return {
    party: own === want ? party : { ...party, want: own },
    node: { ...bare, carrier: { ...carrier, reachTasks, bound } },
    reachTasks: Math.max(reachTasks, want.wantedTasks),
  };
};
