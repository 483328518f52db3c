import { readFileSync } from "node:fs";
import { parsePlan } from "../shared/cost/files/read-plan.ts";
import { shippedPlan } from "./cost.ts";
import { keepInStep } from "./keep-in-step.ts";
import { costPage, costPicture } from "./render-cost-page.ts";

// docs/cost.md and docs/cost.svg, from the price book and the plan that ships.
const reading = parsePlan(readFileSync(shippedPlan, "utf8"), "plans/seven-services.yml");
if (reading.kind === "refused") throw new Error(JSON.stringify(reading.problems));
keepInStep(
  [
    { path: "docs/cost.md", text: costPage(reading.plan) },
    { path: "docs/cost.svg", text: costPicture(reading.plan) },
  ],
  "cli/cost-docs.ts",
);
