import type { RunTable } from "../../shared/aws/run-table.ts";
import type { Config } from "../../shared/config/config.ts";
import type { Identity } from "../../shared/runbooks/identity.ts";
import type { Refusal } from "../../shared/runbooks/refusal.ts";
import type { Run, RunMessage } from "../../shared/runbooks/run.ts";
import type { RunTools } from "../../shared/runbooks/run-tools.ts";
import type { AnyRunbook } from "../../shared/runbooks/runbook.ts";

/** Everything that `runbook` touches outside itself. */
export type RunbookDeps = {
  readonly config: Config;
  readonly registry: readonly AnyRunbook[];
  readonly nowMs: () => number;
  readonly runs: RunTable;
  /** What the runbooks themselves work with. */
  readonly tools: Omit<RunTools, "runId" | "requestedBy">;
  readonly stepLater: (message: RunMessage, inSeconds: number) => Promise<void>;
  /** The function's own account. */
  readonly account: () => string;
  readonly identify: IdentifyCaller;
  readonly readApproval: ReadApproval;
  readonly tell: (news: RunNews, run: Run) => Promise<void>;
  readonly log: {
    readonly info: (message: string, fields: Readonly<Record<string, unknown>>) => void;
    readonly warn: (message: string, fields: Readonly<Record<string, unknown>>) => void;
  };
};

/** What people are told of a run. */
export type RunNews = "needs-approval" | "ended";

export type Identified =
  | { readonly kind: "known"; readonly identity: Identity }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** Asks AWS whose proof it is. @param digest what it has to be signed with */
export type IdentifyCaller = (proof: string, digest: string, nowMs: number) => Promise<Identified>;

/** Who has asked and approved in Systems Manager, whose document runs the runbook. */
export type ReadApproval = (
  automationExecutionId: string,
  runbook: string,
  params: Readonly<Record<string, unknown>>,
) => Promise<
  | { readonly kind: "approved"; readonly requestedBy: string; readonly approvedBy: string }
  | { readonly kind: "refused"; readonly refusal: Refusal }
>;
