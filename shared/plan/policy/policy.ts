import type { ServiceConfig } from "../../config/config.ts";
import { assertNever } from "../assert-never.ts";
import type { ServicePlan } from "../service-plan.ts";
import type { Action } from "./action.ts";
import { type GovernDecision, governDecision } from "./govern.ts";

export type Permitted = { readonly actions: readonly Action[]; readonly govern: GovernDecision | null };

/**
 * Maps a service's plan to what may be written.
 *
 * @returns `observe`: nothing. `govern`: MaxCapacity and suspension only. `scale`: the desired count only
 * @throws never
 */
export const policy = (service: ServiceConfig, planned: ServicePlan, nowMs: number): Permitted => {
  const nothing: Permitted = { actions: [], govern: null };
  switch (planned.stance) {
    case "rehearsed":
    case "bystander":
      return nothing;
    case "governed": {
      const govern = governDecision(service, planned, nowMs);
      return { actions: govern?.actions ?? [], govern };
    }
    case "scaled": {
      const { counts, targetTasks, name } = planned;
      if (counts === null || targetTasks === null || targetTasks === counts.desired) return nothing;
      return {
        actions: [{ kind: "set-desired-count", service: name, from: counts.desired, to: targetTasks }],
        govern: null,
      };
    }
    default:
      return assertNever(planned.stance);
  }
};

/** Rights are taken back before they are given away: ceilings go down before counts go up. Then by service. */
export const inOrderOfWriting = (actions: readonly Action[]): readonly Action[] =>
  [...actions].sort((a, b) => rankOf(a) - rankOf(b) || (a.service < b.service ? -1 : a.service > b.service ? 1 : 0));

const rankOf = (action: Action): number => {
  switch (action.kind) {
    case "suspend-scale-out":
      return 0;
    case "set-max-capacity":
      return action.to < action.from ? 1 : 4;
    case "set-desired-count":
      return action.to < action.from ? 2 : 3;
    case "resume-scale-out":
      return 5;
    default:
      return assertNever(action);
  }
};
