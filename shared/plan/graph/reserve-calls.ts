import { type Admitted, admit } from "../admit/admit.ts";
import type { Contender, FreeUnits } from "../admit/contender.ts";
import type { Places } from "../admit/places.ts";
import { isInCircle } from "./call-graph.ts";
import type { CallLedger } from "./call-ledger.ts";
import type { CallStage } from "./call-stage.ts";
import { ledgerOf } from "./stage-ledger.ts";

export type Reserved = {
  /** With what a circle of calls brings back to them. */
  readonly asking: readonly Contender[];
  readonly reserving: CallLedger;
  readonly reserved: Admitted;
};

/**
 * Shares what is free among all, until nobody's own requests come back to them unasked.
 *
 * Nobody waits for itself, so a task is sold without those that its own requests need when a circle brings them back.
 * What they need is a want of its own, shared out with all the others: at most once per task that can be reached.
 *
 * @param makePlaces called once per sharing: places are used up
 * @throws never
 */
export const reserveCalls = (
  stage: CallStage,
  contenders: readonly Contender[],
  free: FreeUnits,
  makePlaces: () => Places,
): Reserved => {
  for (let asking = contenders; ; ) {
    const reserving = ledgerOf(stage, stage.nodes, "eventually", stage.standingTasks);
    const reserved = admit(asking, free, makePlaces(), reserving);
    const returned = asking.map((contender) => withReturned(stage, contender, reserving, reserved));
    if (returned.every((contender, index) => contender === asking[index])) return { asking, reserving, reserved };
    asking = returned;
  }
};

const withReturned = (
  { nodes, view }: CallStage,
  contender: Contender,
  reserving: CallLedger,
  { admissions }: Admitted,
): Contender => {
  const { name, currentTasks, wantedTasks, ceilingTasks } = contender;
  const admittedTasks = admissions.get(name)!.tasks;
  const carrier = nodes.get(name)?.carrier;
  // Who got no task sends nobody more that could come back.
  if (admittedTasks <= currentTasks || !isInCircle(view.graph, name)) return contender;
  if (carrier?.kind !== "own" || carrier.isOverdue) return contender;
  const tasks = Math.min(reserving.neededTasks(name) ?? 0, carrier.reachTasks);
  if (tasks <= wantedTasks || tasks <= admittedTasks) return contender;
  return { ...contender, wantedTasks: tasks, ceilingTasks: Math.max(ceilingTasks, tasks) };
};
