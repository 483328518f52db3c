import { ecsAccountOperations } from "./account-ecs.ts";
import { metricAccountOperations } from "./account-monitoring.ts";
import { networkAccountOperations } from "./account-network.ts";
import { safetyAccountOperations } from "./account-safety.ts";
import type { AccountSpec } from "./account-spec.ts";
import { storageAccountOperations } from "./account-storage.ts";

/** Services that only an account has, and no simulated world. */
export type AccountService =
  | "budgets"
  | "cloudformation"
  | "elasticloadbalancing"
  | "guardduty"
  | "inspector2"
  | "logs"
  | "secretsmanager"
  | "sts"
  | "support";

/** What AWS answers about an account, by service and operation: what the checklist reads. */
export const accountOperations = (account: () => AccountSpec) =>
  ({
    ...ecsAccountOperations(account),
    ...metricAccountOperations(account),
    ...networkAccountOperations(account),
    ...safetyAccountOperations(account),
    ...storageAccountOperations(account),
  }) satisfies Readonly<Record<string, (input: never) => object>>;
