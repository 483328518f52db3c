import type { Want } from "../demand/want.ts";
import type { Party } from "../party.ts";
import { capacityFloor } from "../policy/govern-view.ts";
import type { CallLedger } from "./call-ledger.ts";
import type { GraphNode } from "./graph-node.ts";

/** What its tasks will be if nothing is decided. */
export const standingTasksOf = ({ want, governed }: Party): number => {
  if (want.kind === "unreadable" || want.kind === "absent") return 0;
  return governed === null ? want.counts.desired : capacityFloor(want.counts, governed.minCapacity);
};

/** Of the tasks that it stands at those that a want leaves it. */
export const keptTasks = (party: Party, want: Want): number => {
  const standingTasks = standingTasksOf(party);
  const isOurs = party.stance === "scaled" || party.stance === "rehearsed";
  return want.kind === "wants" && isOurs ? Math.min(standingTasks, want.wantedTasks) : standingTasks;
};

/** What a service wants with what comes to it from its callers already. */
export const askedWant = (party: Party, { carrier }: GraphNode, base: CallLedger, full: CallLedger): Want => {
  const { want, stance, service } = party;
  if (want.kind !== "wants" || stance === "bystander" || carrier.kind !== "own") return want;
  // What was ordered for callers that wait in vain stays ordered: it may become healthy yet.
  const kept = carrier.isOverdue ? Math.min(standingTasksOf(party), full.neededTasks(service.name) ?? 0) : 0;
  const asking = Math.max(base.neededTasks(service.name) ?? 0, kept);
  return asking > want.askTasks ? party.wantFor(asking) : want;
};

/**
 * Books what each member of a group stands at, or shrinks to, when its callers have asked.
 *
 * A count that this plan lowers releases only what the lower count releases: the next plan finds it there and asks its
 * callees for no more. In a circle a member that is kept for another one's requests sends more itself, so it is looked
 * again until nobody is kept any higher: at most as often as there are tasks, because nobody is kept above its count.
 */
export const settleStanding = (
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
