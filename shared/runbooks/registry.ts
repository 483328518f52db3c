import { alarms } from "./books/alarms.ts";
import { canary } from "./books/canary.ts";
import { redrive } from "./books/redrive.ts";
import { rollback } from "./books/rollback.ts";
import { scale } from "./books/scale.ts";
import type { AnyRunbook } from "./runbook.ts";

/** Every runbook, sorted by name. What is generated from it: the commands, the reference page, the documents of Systems Manager. */
export const runbooks: readonly AnyRunbook[] = [alarms, canary, redrive, rollback, scale].sort((a, b) =>
  a.name < b.name ? -1 : 1,
);
