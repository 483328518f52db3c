import type { Config } from "../config/config.ts";
import type { AccountReading } from "./account-reading.ts";
import type { PriceOf } from "./price.ts";

/** What every check works from. */
export type AuditInput = {
  readonly reading: AccountReading;
  /** `null`: there is no headgate.yml yet. */
  readonly config: Config | null;
  readonly nowMs: number;
  readonly priceOf: PriceOf;
};
