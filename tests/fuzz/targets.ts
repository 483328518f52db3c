import { pathToFileURL } from "node:url";
import type { FuzzTarget } from "./fuzz-target.ts";
import { configTarget } from "./targets/config.ts";
import { costPlanTarget } from "./targets/cost-plan.ts";
import { formulaTarget } from "./targets/formula.ts";
import { historyTarget } from "./targets/history.ts";
import { priceBookTarget } from "./targets/price-book.ts";
import { routerTarget } from "./targets/router.ts";
import { runbookTarget } from "./targets/runbook.ts";
import { scenarioTarget } from "./targets/scenario.ts";
import { traceTarget } from "./targets/trace.ts";

/** Every reader of what Headgate doesn't write itself. */
export const fuzzTargets: readonly FuzzTarget[] = [
  routerTarget,
  runbookTarget,
  configTarget,
  formulaTarget,
  traceTarget,
  scenarioTarget,
  historyTarget,
  costPlanTarget,
  priceBookTarget,
];

/** @param module a file with targets of its own, exported as `fuzzTargets`, in the place of these; `null`: these */
export const loadTargets = async (module: string | null): Promise<readonly FuzzTarget[]> => {
  if (module === null) return fuzzTargets;
  const loaded = (await import(pathToFileURL(module).href)) as { readonly fuzzTargets: readonly FuzzTarget[] };
  return loaded.fuzzTargets;
};
