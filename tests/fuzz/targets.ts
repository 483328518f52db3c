import type { FuzzTarget } from "./fuzz-target.ts";
import { configTarget } from "./targets/config.ts";
import { costPlanTarget } from "./targets/cost-plan.ts";
import { formulaTarget } from "./targets/formula.ts";
import { historyTarget } from "./targets/history.ts";
import { priceBookTarget } from "./targets/price-book.ts";
import { recordingTarget } from "./targets/recording.ts";
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
  recordingTarget,
  scenarioTarget,
  historyTarget,
  costPlanTarget,
  priceBookTarget,
];
