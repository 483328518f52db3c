import type { Config } from "../../config/config.ts";
import type { ServiceConfig } from "../../config/service-config.ts";
import type { Price } from "../admit/contender.ts";
import type { GovernDecision } from "../policy/govern.ts";
import type { ServicePlan } from "../service-plan.ts";
import type { Shares } from "../share.ts";
import type { Snapshot } from "../snapshot.ts";
import type { FindingCode } from "./codes.ts";
import type { Finding } from "./finding.ts";

/** One service's way through the plan, and what it stands on. */
export type ExplainInput = {
  readonly service: ServiceConfig;
  readonly planned: ServicePlan;
  readonly govern: GovernDecision | null;
  /** What one of its tasks takes. */
  readonly prices: readonly Price[];
  readonly shares: Shares;
  readonly snapshot: Snapshot;
  readonly config: Config;
};

/** A finding about the service. */
export const findingOf = (
  input: ExplainInput,
  code: FindingCode,
  detail = "",
  numbers: Finding["numbers"] = {},
  database: string | null = null,
  unlocks: Finding["unlocks"] = [],
): Finding => ({ code, service: input.service.name, database, numbers, detail, unlocks });
