import { readFileSync } from "node:fs";
import { parseScenario } from "../../../simulator/scenario/parse-scenario.ts";
import type { Scenario } from "../../../simulator/scenario/scenario.ts";
import type { PathValue } from "../../../simulator/scenario/set-value.ts";
import type { HeadgateSettings } from "../../../simulator/scenarios/incident-config.ts";

/**
 * A scenario of the folder `scenarios`, with some of its keys changed.
 *
 * @param values by path, as in a sweep
 */
export function shipped(name: string, values: Readonly<Record<string, unknown>> = {}): Scenario {
  const file = `scenarios/${name}.yml`;
  const changes: readonly PathValue[] = Object.entries(values).map(([path, value]) => ({ path, value }));
  const noTrace = {
    kind: "unreadable",
    code: "file-unreadable",
    message: "incidents have no traces",
    fix: "Remove it.",
  } as const;
  const reading = parseScenario(readFileSync(file, "utf8"), file, () => noTrace, { values: changes });
  if (reading.kind === "ok") return reading.scenario;
  throw new Error(JSON.stringify(reading.problems, null, 1));
}

/** What a team writes in headgate.yml, as the scenario says it. */
export function settingsOf({ terms, headgate }: Scenario, mode: HeadgateSettings["mode"]): HeadgateSettings {
  return {
    mode,
    targetPercent: terms[0]!.targetPercent,
    marginConnections: headgate.marginConnections!,
    surge: headgate.surge,
    tasks: Object.fromEntries(
      terms.map(({ service, minTasks, maxTasks }) => [service, { min: minTasks, max: maxTasks }]),
    ),
  };
}
