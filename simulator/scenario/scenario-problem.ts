import type { Finding, KeyPath } from "../../shared/config/problems.ts";
import type { ScenarioProblemCode } from "./scenario-problem-codes.ts";

/** One thing to correct, with its place and what to write instead. */
export type ScenarioProblem = {
  /** The scenario's file, or the trace's. */
  readonly file: string;
  /** 1-based; 1 where the file as a whole is meant. */
  readonly line: number;
  readonly column: number;
  /** As in `services.web.calls[0].service`; empty for the file itself. */
  readonly path: string;
  readonly code: ScenarioProblemCode;
  readonly message: string;
  readonly fix: string;
};

/** What a check found, before it is known where in the file that stands. */
export type ScenarioFinding = Finding<ScenarioProblemCode>;

export function finding(code: ScenarioProblemCode, path: KeyPath, message: string, fix: string): ScenarioFinding {
  return { code, path, message, fix };
}
