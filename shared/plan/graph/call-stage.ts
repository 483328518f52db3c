import type { Config } from "../../config/config.ts";
import type { Memory } from "../memory.ts";
import type { Party } from "../party.ts";
import type { Snapshot } from "../snapshot.ts";
import { CallLedger, tasksFor } from "./call-ledger.ts";
import { type CallView, callViewOf, sourceOf, unmeasured } from "./call-view.ts";
import { countsRequests } from "./counted.ts";
import type { Carrier, GraphNode } from "./graph-node.ts";
import { ownReach, reachesOf } from "./reach.ts";
import { keptTasks, settleStanding, standingTasksOf } from "./standing-tasks.ts";
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
