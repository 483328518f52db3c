import type { Party } from "../party.ts";
import type { CallLedger } from "./call-ledger.ts";
import type { GraphNode, ReachBound } from "./graph-node.ts";
import { askedWant, keptTasks, standingTasksOf } from "./standing-tasks.ts";

/** How far it goes for itself. */
export const ownReach = (party: Party): number => {
  const kept = keptTasks(party, party.want);
  return party.want.kind === "wants" ? Math.max(kept, party.want.wantedTasks) : kept;
};

/** How far the members of a group reach: in a circle each one's reach is another one's need, until nobody's grows. */
export const reachesOf = (
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

export type Reached = { readonly party: Party; readonly node: GraphNode; readonly reachTasks: number };

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
