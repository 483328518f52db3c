import { formatPath, type Problem } from "../../shared/config/problems.ts";
import { readTree, type Tree } from "../../shared/config/read-tree.ts";
import type { TraceFileReading } from "../traces/read-trace.ts";
import { type ScenarioChanges, withChanges } from "./caller-changes.ts";
import { checkScenario } from "./check-scenario.ts";
import type { TraceFault } from "./check-traces.ts";
import { compileSweep } from "./compile-sweep.ts";
import { isMap } from "./is-map.ts";
import type { Scenario } from "./scenario.ts";
import type { ScenarioFinding, ScenarioProblem } from "./scenario-problem.ts";
import { tracePathOf } from "./trace-path.ts";

export type ScenarioReading =
  | { readonly kind: "ok"; readonly scenario: Scenario; readonly path: string }
  | { readonly kind: "refused"; readonly problems: readonly ScenarioProblem[] };

/**
 * Reads a scenario: parse, check, compile.
 *
 * Tells everything that it can find at once, in the order of the lines; what is wrong within traces comes last.
 *
 * @param text the file's content
 * @param fileName for messages, and as the place that traces' paths begin at
 * @param readTraceFile by path; of a trace in the file's own folder that is the folder and the name
 * @param changes `tracePath` is relative to the scenario file's folder here
 * @throws never
 */
export function parseScenario(
  text: string,
  fileName: string,
  readTraceFile: (path: string) => TraceFileReading,
  changes: ScenarioChanges = {},
): ScenarioReading {
  const reading = readTree(text, fileName);
  if (reading.kind === "refused")
    return { kind: "refused", problems: reading.problems.map((problem) => problemOf(fileName, problem)) };
  const { tree } = reading;
  const changed = withChanges(tree.value, changes);
  const traces = remembering((file) => readTraceFile(tracePathOf(fileName, file)));
  const checked = checkScenario(changed.value, traces);
  const findings = [
    ...changed.findings,
    ...(checked.kind === "ok" ? [] : checked.findings.map((one) => blameScale(one, changes.scale))),
  ];
  const sweep =
    checked.kind === "ok" && checked.form.sweep !== undefined
      ? compileSweep(changed.value, checked.form.sweep, checked.scenario, traces)
      : { points: [], findings: [] };
  const problems = inOrder(
    fileName,
    tree,
    [...findings, ...sweep.findings],
    checked.kind === "ok" ? [] : checked.faults,
  );
  if (checked.kind === "refused" || problems.length > 0) return { kind: "refused", problems };
  return { kind: "ok", scenario: { ...checked.scenario, sweep: sweep.points }, path: fileName };
}

/** The traces that a scenario names, as its reader asks for them; whatever the text is. */
export function tracesIn(text: string, fileName: string, changes: ScenarioChanges = {}): readonly string[] {
  const reading = readTree(text, fileName);
  if (reading.kind === "refused") return [];
  const { value } = withChanges(reading.tree.value, changes);
  const files = [value["services"], value["queues"]].flatMap((part) =>
    Object.values(isMap(part) ? part : {}).flatMap((entry) => {
      const traffic = isMap(entry) ? entry["traffic"] : undefined;
      const trace = isMap(traffic) ? traffic["trace"] : undefined;
      const file = isMap(trace) ? trace["file"] : undefined;
      return typeof file === "string" ? [tracePathOf(fileName, file)] : [];
    }),
  );
  return [...new Set(files)];
}

/** The number is not in the file: it is there times the scale. */
function blameScale(one: ScenarioFinding, scale: number | undefined): ScenarioFinding {
  if (scale === undefined || one.code !== "out-of-bounds" || one.path[2] !== "traffic") return one;
  return { ...one, message: `with the scale of ${scale}, ${one.message}`, fix: "take a smaller scale" };
}

function remembering(read: (file: string) => TraceFileReading): (file: string) => TraceFileReading {
  const known = new Map<string, TraceFileReading>();
  return (file) => {
    const reading = known.get(file) ?? read(file);
    known.set(file, reading);
    return reading;
  };
}

function inOrder(
  fileName: string,
  tree: Tree,
  findings: readonly ScenarioFinding[],
  faults: readonly TraceFault[],
): readonly ScenarioProblem[] {
  const own = [...tree.problems, ...tree.locate(findings)].map((problem) => problemOf(fileName, problem));
  const ofTraces = faults.map(
    ({ path, file, line, message, fix }): ScenarioProblem => ({
      file: tracePathOf(fileName, file),
      line,
      column: 1,
      path: formatPath(path),
      code: "trace-row",
      message,
      fix,
    }),
  );
  // Stable: traces' rows are in the order of their lines already.
  return [...own.sort((a, b) => a.line - b.line || a.column - b.column || compare(a.message, b.message)), ...ofTraces];
}

/** The codes of a reading as YAML are among a scenario's. */
function problemOf(file: string, problem: Problem<string>): ScenarioProblem {
  return { file, ...problem } as ScenarioProblem;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
