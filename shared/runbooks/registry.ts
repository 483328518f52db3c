import { addReadReplica } from "./books/add-read-replica.ts";
import { chaos } from "./books/chaos.ts";
import { park } from "./books/park.ts";
import { proxyAdvice } from "./books/proxy-advice.ts";
import { resizeDatabase } from "./books/resize-database.ts";
import { scale } from "./books/scale.ts";
import type { AnyRunbook } from "./runbook.ts";

/** Every runbook, sorted by name. What is generated from it: the commands, the reference page, the documents of Systems Manager. */
export const runbooks: readonly AnyRunbook[] = [addReadReplica, chaos, park, proxyAdvice, resizeDatabase, scale].sort(
  (a, b) => (a.name < b.name ? -1 : 1),
);
