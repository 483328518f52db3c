import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parsePlan } from "../shared/cost/files/read-plan.ts";
import { shippedPlan } from "./cost.ts";
import { costPage, costPicture } from "./render-cost-page.ts";

// Writes docs/cost.md and docs/cost.svg; with --check it only says whether they are in step with the price book.

const onlyCheck = process.argv.includes("--check");

const readIfThere = (path: string): string | null => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
};

const reading = parsePlan(readFileSync(shippedPlan, "utf8"), "plans/seven-services.yml");
if (reading.kind === "refused") throw new Error(JSON.stringify(reading.problems));
const files = [
  { path: "docs/cost.md", text: costPage(reading.plan) },
  { path: "docs/cost.svg", text: costPicture(reading.plan) },
];
for (const { path, text } of files) {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  if (readIfThere(file) === text) continue;
  if (onlyCheck) {
    console.error(`${path} is out of step with the price book; run node cli/cost-docs.ts`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    console.log(`wrote ${path}`);
  }
}
