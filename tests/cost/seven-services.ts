import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CostPlan } from "../../shared/cost/cost-plan.ts";
import { parsePlan } from "../../shared/cost/files/read-plan.ts";

/** The plan that ships. */
export const sevenServices = (): CostPlan => {
  const reading = parsePlan(
    readFileSync(join(__dirname, "../../plans/seven-services.yml"), "utf8"),
    "seven-services.yml",
  );
  if (reading.kind === "ok") return reading.plan;
  throw new Error(JSON.stringify(reading.problems));
};
