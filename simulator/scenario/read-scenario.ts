import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { dirname, isAbsolute, relative } from "node:path";
import { readTrace, type TraceFileReading } from "../traces/read-trace.ts";
import type { ScenarioChanges } from "./caller-changes.ts";
import { parseScenario, type ScenarioReading, tracesIn } from "./parse-scenario.ts";
import type { ScenarioProblem } from "./scenario-problem.ts";
import type { ScenarioProblemCode } from "./scenario-problem-codes.ts";

const mostBytes = 1_000_000;

/**
 * Reads a scenario file, and the traces that it names.
 *
 * @param path relative to the current folder
 * @param changes `tracePath` is relative to the current folder too
 * @throws never: what the file system says comes back as a problem
 */
export async function readScenario(path: string, changes: ScenarioChanges = {}): Promise<ScenarioReading> {
  const file = await readText(path);
  if (file.kind === "refused") return file;
  const { tracePath, ...others } = changes;
  const fromFile =
    tracePath === undefined
      ? others
      : { ...others, tracePath: isAbsolute(tracePath) ? tracePath : relative(dirname(path), tracePath) };
  // Not the file's own: it begins at the current folder, and no line of the file is to be corrected.
  const given = tracePath === undefined ? null : await readTrace(tracePath);
  if (tracePath !== undefined && given?.kind === "unreadable")
    return refused(tracePath, "trace-unreadable", given.message, given.fix);
  const traces = new Map<string, TraceFileReading>();
  for (const trace of tracesIn(file.text, path, fromFile)) traces.set(trace, await readTrace(trace));
  const unread: TraceFileReading = {
    kind: "unreadable",
    code: "file-unreadable",
    message: "the trace was not read",
    fix: "Check its path.",
  };
  return parseScenario(file.text, path, (trace) => traces.get(trace) ?? unread, fromFile);
}

type Refused = Extract<ScenarioReading, { kind: "refused" }>;
type TextReading = { readonly kind: "text"; readonly text: string } | Refused;

/** Stops before a file that is no scenario is in memory. */
async function readText(path: string): Promise<TextReading> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > mostBytes)
        return refused(
          path,
          "too-large",
          `${path} is larger than 1 MB`,
          "check that this is the right file; traces are files of their own",
        );
      chunks.push(chunk);
    }
  } catch (error) {
    return describeFileError(path, error as NodeJS.ErrnoException);
  }
  const all = Buffer.concat(chunks);
  if (all.includes(0) || !isUtf8(all))
    return refused(path, "file-unreadable", `${path} is not a text file in UTF-8`, "save it as UTF-8");
  return { kind: "text", text: all.toString("utf8") };
}

function describeFileError(path: string, { code, message }: NodeJS.ErrnoException): TextReading {
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return refused(
        path,
        "file-unreadable",
        `${path} does not exist`,
        "check the path; it is relative to the current folder",
      );
    case "EISDIR":
      return refused(path, "file-unreadable", `${path} is a folder`, "give the YAML file in it");
    case "EACCES":
    case "EPERM":
      return refused(
        path,
        "file-unreadable",
        `${path} may not be read by this user`,
        "give the user the right to read it",
      );
    default:
      return refused(path, "file-unreadable", `${path} can't be read: ${message}`, "check the path");
  }
}

function refused(file: string, code: ScenarioProblemCode, message: string, fix: string): Refused {
  const problem: ScenarioProblem = { file, line: 1, column: 1, path: "", code, message, fix };
  return { kind: "refused", problems: [problem] };
}
