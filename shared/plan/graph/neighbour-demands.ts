import { admit } from "../admit/admit.ts";
import type { Contender, FreeUnits } from "../admit/contender.ts";
import type { Places } from "../admit/places.ts";
import type { CallLedger } from "./call-ledger.ts";
import type { CallStage } from "./call-stage.ts";
import type { GraphNode } from "./graph-node.ts";
import { ledgerOf } from "./stage-ledger.ts";

/** By caller of ours, then by callee elsewhere: requests per second beyond those of now that it would send. */
export type Demands = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** As if no other domain had an end, so that what is asked of it doesn't fall because it was refused. */
export const demandLedger = (
  stage: CallStage,
  contenders: readonly Contender[],
  free: FreeUnits,
  makePlaces: () => Places,
): CallLedger | null => {
  const isBound = [...stage.nodes.values()].some(
    ({ carrier }) => carrier.kind === "neighbour" && (carrier.mostPerSecond !== null || carrier.isOverdue),
  );
  if (!isBound) return null;
  const nodes = new Map(
    [...stage.nodes].map(([name, node]): [string, GraphNode] =>
      node.carrier.kind === "neighbour"
        ? [name, { ...node, carrier: { ...node.carrier, mostPerSecond: null, bound: null, isOverdue: false } }]
        : [name, node],
    ),
  );
  const ledger = ledgerOf(stage, nodes, "eventually", stage.standingTasks);
  admit(contenders, free, makePlaces(), ledger);
  return ledger;
};

/** What our callers would send to callees of other domains, by a ledger in which it is booked. */
export const demandsOf = ({ view }: CallStage, ledger: CallLedger): Demands => {
  const demands: Record<string, Record<string, number>> = {};
  for (const { caller, callee } of view.domainCalls.out) {
    const call = view.graph.calleesOf(caller).find((entry) => entry.callee === callee);
    const perSecond = (call?.requestsPerRequest ?? 0) * ledger.passedPerSecond(caller);
    demands[caller] = { ...demands[caller], [callee]: perSecond };
  }
  return demands;
};
