import { controllerKinds } from "../simulator/controllers/catalogue.ts";
import { wrapText } from "../simulator/report/wrap-text.ts";
import { readScenario } from "../simulator/scenario/read-scenario.ts";
import { shippedScenarios } from "./shipped-scenarios.ts";

/** Scenarios and controllers, a sentence each. */
export async function listSimulations(columns: number): Promise<string> {
  const scenarios = [];
  for (const { name, path } of shippedScenarios()) {
    const reading = await readScenario(path);
    // A scenario over a recording that isn't here is still listed.
    const title = reading.kind === "ok" ? reading.scenario.title : (reading.problems[0]?.message ?? "");
    scenarios.push([name, title] as const);
  }
  const controllers = controllerKinds.map(({ name, purpose }) => [name, purpose] as const);
  const width = 4 + Math.max(...[...scenarios, ...controllers].map(([name]) => name.length));
  const lines = (rows: readonly (readonly [string, string])[]): string[] =>
    rows.flatMap(([name, sentence]) =>
      wrapText(sentence, Math.max(30, columns - width)).map((line, index) =>
        `${(index === 0 ? `  ${name}` : "").padEnd(width)}${line}`.trimEnd(),
      ),
    );
  return ["Scenarios:", ...lines(scenarios), "", "Controllers:", ...lines(controllers)].join("\n");
}
