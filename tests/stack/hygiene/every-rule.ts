import { eventSourceRules } from "./event-source-rules.ts";
import { functionRules } from "./function-rules.ts";
import type { HygieneRule } from "./hygiene-rule.ts";
import { idleCostRule } from "./idle-cost.ts";
import { queueRules } from "./queue-rules.ts";
import { storageRules } from "./storage-rules.ts";

export const everyRule: readonly HygieneRule[] = [
  ...queueRules,
  ...functionRules,
  ...eventSourceRules,
  ...storageRules,
  idleCostRule,
];
