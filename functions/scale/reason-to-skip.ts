import type { Config } from "../../shared/config/config.ts";
import type { WakeUp } from "../../shared/events/wake-up.ts";
import type { DomainState } from "../../shared/state/domain-state.ts";
import { isPaused, type Pause } from "../../shared/state/pause.ts";
import { isReadBudgetSpent } from "./next-state.ts";
import { comesEarly } from "./own-loop.ts";

export type SkipReason =
  | "paused"
  | "stale-token"
  | "already-read"
  | "too-early"
  | "unknown-domain"
  | "read-budget-spent";

/**
 * Why a wake-up is not worth a reading of the domain.
 *
 * @param sentAtMs when the wake-up was sent: one from before the last finished read brings no news
 * @returns `null`: the domain is to be read
 */
export const reasonToSkip = (
  { wakeUp, sentAtMs }: { readonly wakeUp: WakeUp; readonly sentAtMs: number },
  { state, pause }: { readonly state: DomainState; readonly pause: Pause | null },
  config: Config,
  nowMs: number,
): SkipReason | null => {
  const { loopToken, causes } = wakeUp;
  if (isPaused(pause, nowMs)) return "paused";
  if (loopToken !== null && loopToken !== state.loopToken) return "stale-token";
  if (comesEarly(wakeUp, state, nowMs)) return "too-early";
  if (sentAtMs < state.readStartedAtMs) return "already-read";
  if (isReadBudgetSpent(state, config, nowMs) && !causes.includes("tick")) return "read-budget-spent";
  return null;
};
