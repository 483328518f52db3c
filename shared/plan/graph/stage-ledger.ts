import { CallLedger } from "./call-ledger.ts";
import { type CallStage, settled } from "./call-stage.ts";
import type { GraphNode } from "./graph-node.ts";

/** A new ledger of the stage's calls, with what comes whatever is granted booked in it. */
export const ledgerOf = (
  { view }: CallStage,
  nodes: ReadonlyMap<string, GraphNode>,
  ledgerView: "eventually" | "now",
  standingTasks: ReadonlyMap<string, number>,
): CallLedger => settled(new CallLedger(view.graph, nodes, ledgerView), view, nodes, standingTasks);
