import type { KeyPath } from "../../shared/config/problems.ts";
import { trafficsOf } from "./check-traffic.ts";
import type { TraceLookup } from "./compile-traffic.ts";
import type { ScenarioParts } from "./scenario-parts.ts";
import { finding, type ScenarioFinding } from "./scenario-problem.ts";

/** A row of a trace that can't be used. */
export type TraceFault = {
  readonly path: KeyPath;
  /** As the scenario names it. */
  readonly file: string;
  readonly line: number;
  readonly message: string;
  readonly fix: string;
};

export type TraceCheck = {
  readonly findings: readonly ScenarioFinding[];
  readonly faults: readonly TraceFault[];
  /** Of the longest readable trace; `null` where there is none. */
  readonly longestSeconds: number | null;
};

/** Every trace that the file names, read once, its problems told once. */
export function checkTraces(parts: ScenarioParts, traces: TraceLookup): TraceCheck {
  const findings: ScenarioFinding[] = [];
  const faults: TraceFault[] = [];
  const told = new Set<string>();
  let longestSeconds: number | null = null;
  for (const { path: trafficPath, form } of trafficsOf(parts)) {
    if (form.trace === undefined) continue;
    const { file } = form.trace;
    const path = [...trafficPath, "trace", "file"];
    const reading = traces(file);
    switch (reading.kind) {
      case "ok": {
        const seconds = reading.trace.slotSeconds * reading.trace.requestsPerSlot.length;
        longestSeconds = Math.max(longestSeconds ?? 0, seconds);
        break;
      }
      case "unreadable":
        findings.push(finding("trace-unreadable", path, reading.message, fixOf(reading.fix)));
        break;
      case "refused":
        if (told.has(file)) break;
        told.add(file);
        faults.push(...reading.problems.map((problem) => ({ path, file, ...problem })));
        break;
      default: {
        const never: never = reading;
        throw new Error(`unknown reading ${String(never)}`);
      }
    }
  }
  return { findings, faults, longestSeconds };
}

/** The reader of traces speaks to a command line, where paths begin at the current folder. */
function fixOf(fix: string): string {
  return fix.replace("it is relative to the current folder", "it is relative to the scenario file's folder");
}
