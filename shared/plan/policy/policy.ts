import type { ServiceConfig } from "../../config/service-config.ts";
import { assertNever } from "../assert-never.ts";
import type { SuspensionMemory } from "../memory.ts";
import { countOf, type ServicePlan } from "../service-plan.ts";
import type { Action } from "./action.ts";
import { type GovernDecision, governDecision } from "./govern.ts";
import { rememberSuspension } from "./rival.ts";

export type Permitted = {
  readonly actions: readonly Action[];
  readonly govern: GovernDecision | null;
  /** What to remember of a suspension of the service's own autoscaling. */
  readonly suspension: SuspensionMemory | null;
};

/**
 * Maps a service's plan to what may be written.
 *
 * @param mayRaise false while a governed service's right to grow must not be raised
 * @returns `observe`: nothing. `govern`: MaxCapacity and suspension only. `scale`: the desired count only, and the
 *   suspension of its own autoscaling and the percents of its next deployment where headgate.yml says so, and the
 *   protection of its tasks where it is published
 * @throws never
 */
export const policy = (service: ServiceConfig, planned: ServicePlan, mayRaise: boolean, nowMs: number): Permitted => {
  const { suspension } = planned;
  const nothing: Permitted = { actions: [], govern: null, suspension };
  switch (planned.stance) {
    case "rehearsed":
    case "bystander":
      return nothing;
    case "governed": {
      const govern = governDecision(service, planned, mayRaise, nowMs);
      return { ...nothing, actions: govern?.actions ?? [], govern };
    }
    case "scaled": {
      const { counts, name, want } = planned;
      const suspends = want.kind === "left" && want.code === "autoscaling-suspended";
      const kept = { ...nothing, suspension: rememberSuspension(service, planned, suspension, suspends, nowMs) };
      const protection = planned.withdrawal?.actions ?? [];
      if (suspends) return { ...kept, actions: [{ kind: "suspend-autoscaling", service: name }, ...protection] };
      const percents = planned.entry?.percents ?? null;
      const entry: readonly Action[] =
        percents === null
          ? []
          : [{ kind: "set-rollout-percents", service: name, fromPercents: percents.from, toPercents: percents.to }];
      const others = [...entry, ...protection];
      const countTasks = countOf(planned);
      if (counts === null || countTasks === null || countTasks === counts.desired) return { ...kept, actions: others };
      const count: Action = { kind: "set-desired-count", service: name, from: counts.desired, to: countTasks };
      return { ...kept, actions: [count, ...others] };
    }
    default:
      return assertNever(planned.stance);
  }
};

/**
 * Rights are taken back before they are given away: ceilings go down before counts go up. Among those that go up callees
 * come first, among those that go down callers. Then by service.
 *
 * @param callRankOf callers before callees; `null`: no call
 */
export const inOrderOfWriting = (
  actions: readonly Action[],
  callRankOf: (service: string) => number | null = () => null,
): readonly Action[] =>
  [...actions].sort(
    (a, b) =>
      rankOf(a) - rankOf(b) ||
      callOrder(a, callRankOf) - callOrder(b, callRankOf) ||
      (a.service < b.service ? -1 : a.service > b.service ? 1 : 0),
  );

const callOrder = (action: Action, callRankOf: (service: string) => number | null): number => {
  const rank = callRankOf(action.service) ?? 0;
  return "to" in action && action.to > action.from ? -rank : rank;
};

const rankOf = (action: Action): number => {
  switch (action.kind) {
    case "suspend-scale-out":
    case "suspend-autoscaling":
      return 0;
    case "set-max-capacity":
      return action.to < action.from ? 1 : 4;
    case "set-desired-count":
      return action.to < action.from ? 2 : 3;
    case "resume-scale-out":
      return 5;
    case "set-rollout-percents":
      return 6;
    // A count is only lowered under a protection that was read back, so nothing waits for these.
    case "protect-tasks":
      return 7;
    case "unprotect-tasks":
      return 8;
    default:
      return assertNever(action);
  }
};
