import type { KeyPath } from "../../shared/config/problems.ts";
import type { Trace } from "../traces/trace.ts";
import { trafficsOf } from "./check-traffic.ts";
import type { TraceLookup } from "./compile-traffic.ts";
import { longestSeconds, mostRequestsPerSecond } from "./form-key.ts";
import type { TrafficForm } from "./form-traffic.ts";
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
  let longestTraceSeconds: number | null = null;
  for (const { path: trafficPath, form } of trafficsOf(parts)) {
    if (form.trace === undefined) continue;
    const { file } = form.trace;
    const path = [...trafficPath, "trace", "file"];
    const reading = traces(file);
    switch (reading.kind) {
      case "ok": {
        const seconds = reading.trace.slotSeconds * reading.trace.requestsPerSlot.length;
        findings.push(...checkBounds(form.trace, reading.trace, seconds, parts.durationSeconds, path));
        longestTraceSeconds = Math.max(longestTraceSeconds ?? 0, seconds);
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
  return { findings, faults, longestSeconds: longestTraceSeconds };
}

/** What the form's own bounds are for rates and durations that a file writes out. */
function checkBounds(
  { file, scale = 1, peakRequestsPerSecond }: NonNullable<TrafficForm["trace"]>,
  trace: Trace,
  seconds: number,
  durationSeconds: number | null,
  path: KeyPath,
): readonly ScenarioFinding[] {
  const findings: ScenarioFinding[] = [];
  if (durationSeconds === null && seconds > longestSeconds) {
    const message = `${file} is ${seconds} seconds long; a run has at most ${longestSeconds}`;
    findings.push(
      finding(
        "out-of-bounds",
        path,
        message,
        "cut out the days of interest, or write durationSeconds into the scenario",
      ),
    );
  }
  const most = trace.requestsPerSlot.reduce((peak, requests) => Math.max(peak, requests), 0);
  const rate = (most / trace.slotSeconds) * scale;
  if (peakRequestsPerSecond === undefined && rate > mostRequestsPerSecond) {
    const message = `the busiest slot of ${file} has ${rate} requests a second; at most ${mostRequestsPerSecond} are played`;
    findings.push(finding("out-of-bounds", path, message, "check the column of requests, or scale it down"));
  }
  return findings;
}

/** The reader of traces speaks to a command line, where paths begin at the current folder. */
function fixOf(fix: string): string {
  return fix.replace("it is relative to the current folder", "it is relative to the scenario file's folder");
}
