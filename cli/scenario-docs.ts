import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readScenario } from "../simulator/scenario/read-scenario.ts";
import { type ShippedScenario, scenarioDocs } from "../simulator/scenario/render-scenario-docs.ts";
import { keepInStep } from "./keep-in-step.ts";

// Writes docs/scenario.schema.json and docs/scenarios.md; with --check it only says whether they are in step.

const root = new URL("../", import.meta.url);
const folder = fileURLToPath(new URL("scenarios/", root));

const readShipped = async (): Promise<readonly ShippedScenario[]> => {
  const shipped: ShippedScenario[] = [];
  for (const file of readdirSync(folder).sort()) {
    const reading = await readScenario(`${folder}${file}`);
    if (reading.kind === "ok") shipped.push({ file, title: reading.scenario.title });
    else {
      for (const { line, message, fix } of reading.problems)
        console.error(`scenarios/${file}:${line} ${message}; ${fix}`);
      process.exitCode = 1;
    }
  }
  return shipped;
};

keepInStep(scenarioDocs(await readShipped()), "cli/scenario-docs.ts");
