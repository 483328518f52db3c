import * as z from "zod";
import { accountRunbooks, headgateRunbooks } from "../runbooks/names.ts";
import { DEFAULTS } from "./defaults.ts";
import { optional, whole } from "./schema-key.ts";

export const runbooksForm = z.strictObject({
  allow: optional(
    z.array(z.enum(accountRunbooks)),
    "The runbooks that may change the account. Each gets the rights that it needs, and no other one has any; those that only read, or change only what Headgate keeps itself, need no entry.",
    { default: [], examples: [["alarms", "rollback"]] },
  ),
  approval: optional(
    z.array(z.enum([...headgateRunbooks, ...accountRunbooks])),
    "The runbooks that wait for another person's approval. `scale` with force waits always.",
    { default: DEFAULTS.approvalNeeded, examples: [["resize-database", "chaos"]] },
  ),
  approvalMinutes: optional(whole(1, 1440), "For how long a run waits for its approval before it expires.", {
    default: DEFAULTS.approvalMinutes,
    examples: [60],
  }),
});

export type RunbooksForm = z.infer<typeof runbooksForm>;
