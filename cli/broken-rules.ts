import type { RunResult } from "../simulator/runs/run-result.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";

type Broken = Pick<RunResult, "controller" | "seed" | "invariantBreaches">;

/** Which rules of Headgate's own were broken, a line each; none is the promise. */
export function describeBrokenRules(results: readonly Broken[]): readonly string[] {
  return results.flatMap(({ controller, seed, invariantBreaches }) =>
    invariantBreaches.map(
      ({ invariant, count, firstAtSeconds, detail }) =>
        `${controller}, seed ${seed}: ${invariant} was broken ${count} ${count === 1 ? "time" : "times"}, first at second ${firstAtSeconds}: ${detail}`,
    ),
  );
}

/** Says what was broken on the error output. @returns 1 where anything was */
export function tellBrokenRules(
  results: readonly Broken[],
  write: (text: string) => void = (text) => void process.stderr.write(text),
): ExitCode {
  const lines = describeBrokenRules(results);
  for (const line of lines) write(`${line}\n`);
  return lines.length === 0 ? EXIT.ok : EXIT.failed;
}
