import { parseScenario, type ScenarioReading } from "../../simulator/scenario/parse-scenario.ts";
import { parseTrace } from "../../simulator/traces/parse-trace.ts";
import type { TraceFileReading } from "../../simulator/traces/read-trace.ts";

/** Traces by their path from the current folder, as text. */
export type Traces = Readonly<Record<string, string>>;

/** A scenario of the folder `rehearsals`, read without a file system. */
export function readText(text: string, traces: Traces = {}, changes = {}): ScenarioReading {
  const readTraceFile = (path: string): TraceFileReading => {
    const trace = traces[path];
    if (trace !== undefined) return parseTrace(trace);
    const fix = "Check the path; it is relative to the current folder.";
    return { kind: "unreadable", code: "file-unreadable", message: `${path} does not exist`, fix };
  };
  return parseScenario(text, "rehearsals/sale.yml", readTraceFile, changes);
}

/** @throws Error with the problems where a text that should be legal is not */
export function legal(text: string, traces: Traces = {}, changes = {}) {
  const reading = readText(text, traces, changes);
  if (reading.kind === "ok") return reading.scenario;
  throw new Error(`${JSON.stringify(reading.problems, null, 1)}\n${text}`);
}

export const lines = (...all: readonly string[]): string => `${all.join("\n")}\n`;

/** A legal scenario with the services a, b and c, of which a has users, and the databases orders and users. */
export const withMore = (...more: readonly string[]): string =>
  lines(
    "version: 1",
    "name: sale",
    "durationSeconds: 3600",
    "defaults: { cpuSecondsPerRequest: 0.02 }",
    "databases:",
    "  orders: { maxConnections: 200 }",
    "  users: { maxConnections: 100 }",
    "services:",
    "  a: { traffic: { requestsPerSecond: 50 }, calls: [{ service: b }] }",
    "  b: { pool: { database: orders, connectionsPerTask: 5 } }",
    "  c: {}",
    ...more,
  );

/** A legal scenario whose one service begins on line 8. */
export const withService = (...service: readonly string[]): string =>
  lines(
    "version: 1",
    "name: sale",
    "databases:",
    "  orders: { maxConnections: 200 }",
    "  users: { maxConnections: 100 }",
    "services:",
    "  web:",
    ...service.map((line) => `    ${line}`),
  );
