import { describeIssues } from "../../shared/config/check-shape.ts";
import { checkEvents } from "./check-events.ts";
import { checkNames } from "./check-names.ts";
import { checkServices } from "./check-services.ts";
import { checkSources } from "./check-sources.ts";
import { checkTop } from "./check-top.ts";
import { checkTraces, type TraceFault } from "./check-traces.ts";
import { checkTraffic } from "./check-traffic.ts";
import { compileScenario } from "./compile-scenario.ts";
import type { TraceLookup } from "./compile-traffic.ts";
import type { Scenario } from "./scenario.ts";
import { scenarioDefaults } from "./scenario-defaults.ts";
import { type ScenarioForm, scenarioForm } from "./scenario-form.ts";
import { readParts } from "./scenario-parts.ts";
import { finding, type ScenarioFinding } from "./scenario-problem.ts";
import { scenarioGuide } from "./scenario-schema.ts";

export type Checked =
  | { readonly kind: "ok"; readonly scenario: Scenario; readonly form: ScenarioForm }
  | { readonly kind: "refused"; readonly findings: readonly ScenarioFinding[]; readonly faults: readonly TraceFault[] };

/**
 * One world of a scenario: shape, then meaning, then every default filled in. Its sweep is left empty.
 *
 * A part whose shape is wrong is left out of the checks that need it, so that one mistake is not told twice.
 *
 * @param value the file's data
 * @throws never
 */
export function checkScenario(value: Readonly<Record<string, unknown>>, traces: TraceLookup): Checked {
  const excess = checkSize(value);
  if (excess.length > 0) return { kind: "refused", findings: excess, faults: [] };
  const shape = scenarioForm.safeParse(value);
  const parts = readParts(value);
  const trace = checkTraces(parts, traces);
  const durationSeconds =
    parts.durationSeconds ?? (value["durationSeconds"] === undefined ? standardDuration(trace) : null);
  const findings: ScenarioFinding[] = [
    ...(shape.success ? [] : (describeIssues(shape.error.issues, value, scenarioGuide) as readonly ScenarioFinding[])),
    ...checkTop(readTop(value)),
    ...checkNames(parts),
    ...checkSources(parts),
    ...checkTraffic(parts, durationSeconds),
    ...checkServices(parts),
    ...checkEvents(parts, durationSeconds),
    ...trace.findings,
  ];
  if (shape.success && parts.names.services.length === 0) {
    const fix = "add one under services, with its traffic and its cpuSecondsPerRequest";
    findings.push(finding("no-services", ["services"], "there is no service", fix));
  }
  if (!shape.success || findings.length > 0 || trace.faults.length > 0 || durationSeconds === null)
    return { kind: "refused", findings, faults: trace.faults };
  return { kind: "ok", scenario: compileScenario(shape.data, parts, durationSeconds, traces), form: shape.data };
}

const sizedParts = ["services", "databases", "proxies", "queues", "faults", "deployments"] as const;
const mostEntries = 1_000;

/** Checks and runs are made for systems of this size; far beyond it they would not end in time. */
function checkSize(value: Readonly<Record<string, unknown>>): readonly ScenarioFinding[] {
  return sizedParts.flatMap((part) => {
    const entries = Object.keys((value[part] ?? {}) as object).length;
    const message = `${entries} ${part}; at most ${mostEntries} are read`;
    return entries > mostEntries ? [finding("too-large", [part], message, "leave out what does not take part")] : [];
  });
}

function standardDuration({ longestSeconds }: { readonly longestSeconds: number | null }): number {
  return longestSeconds ?? scenarioDefaults.durationSeconds;
}

function readTop(value: Readonly<Record<string, unknown>>) {
  const { startAt, seeds, controllers } = scenarioForm.shape;
  const start = startAt.safeParse(value["startAt"]).data;
  const seedList = seeds.safeParse(value["seeds"]).data;
  const names = controllers.safeParse(value["controllers"]).data;
  return {
    ...(start === undefined ? {} : { startAt: start }),
    ...(seedList === undefined ? {} : { seeds: seedList }),
    ...(names === undefined ? {} : { controllers: names }),
  };
}
