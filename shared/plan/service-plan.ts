import type { Reading } from "../reading.ts";
import type { Admission } from "./admit/admit.ts";
import type { Want } from "./demand/want.ts";
import type { CeilingMemory, SuspensionMemory } from "./memory.ts";
import type { EntryDecision } from "./policy/entry.ts";
import type { GovernView } from "./policy/govern-view.ts";
import type { Stance } from "./policy/stance.ts";
import type { ScalableTarget } from "./readings/autoscaling-reading.ts";
import type { TaskCounts } from "./readings/service-reading.ts";
import type { WithdrawalDecision } from "./withdrawal/withdrawal-decision.ts";

/** One service's way through the stages. */
export type ServicePlan = {
  readonly name: string;
  readonly stance: Stance;
  readonly want: Want;
  /** `null`: ECS can't be read. */
  readonly counts: TaskCounts | null;
  /** `null`: it was no contender (unreadable, left alone, or not ours in a shared domain). */
  readonly admission: Admission | null;
  /** What the desired count should be now; in `govern`, how far Application Auto Scaling may go. `null`: no statement. */
  readonly targetTasks: number | null;
  readonly scalableTarget: Reading<ScalableTarget | "none">;
  /** `null` in any other mode than `govern`, and where there is no scalable target or it can't be read. */
  readonly governed: GovernView | null;
  readonly ceiling: CeilingMemory | null;
  /** What we have suspended of the service's own autoscaling in `scale` mode. */
  readonly suspension: SuspensionMemory | null;
  /** What becomes of the percents of its next deployment; `null`: they are not ours, or nothing is known to fit. */
  readonly entry: EntryDecision | null;
  /** Absent where it does not shrink victim first: it is not published, or its count is not ours. */
  readonly withdrawal?: WithdrawalDecision;
};

/** What the desired count is to be once this plan is written; `null`: no statement. */
export const countOf = ({ withdrawal, targetTasks }: ServicePlan): number | null =>
  withdrawal === undefined ? targetTasks : withdrawal.countTasks;
