import type { FindingCode } from "../explain/codes.ts";
import type { Finding } from "../explain/finding.ts";
import type { ProtectTasks, UnprotectTasks } from "../policy/action.ts";
import type { WithdrawalMemory } from "./withdrawal-memory.ts";

/** What becomes now of a service that shrinks victim first. */
export type WithdrawalDecision = {
  /** The desired count that this plan writes, or leaves; `null`: no statement. */
  readonly countTasks: number | null;
  readonly actions: readonly (ProtectTasks | UnprotectTasks)[];
  readonly memory: WithdrawalMemory | null;
  /** Task ids that its destinations are told to take out; `null`: they are told nothing. */
  readonly told: readonly string[] | null;
  /** They were told something else before, so they are woken. */
  readonly isNews: boolean;
  readonly note: WithdrawalNote | null;
  /** `null`: nothing is on its way that the usual rhythm would meet too late. */
  readonly lookAgainInSeconds: number | null;
};

export type WithdrawalNote = {
  readonly code: Extract<FindingCode, "withdrawing" | "withdrawal-stuck" | "deployment-in-progress">;
  readonly detail: string;
  readonly numbers: Finding["numbers"];
};
