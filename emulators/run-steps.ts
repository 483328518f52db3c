import type { LoggedCall } from "./call-log.ts";
import { testKey } from "./clients.ts";
import type { CloudTest } from "./cloud-test.ts";
import type { Step } from "./step.ts";

export type StepResult = {
  readonly name: string;
  readonly outcome: "passed" | "failed" | "not run";
  readonly seconds: number;
  /** Of the stack and of `serverless`, not of the test itself; by service. */
  readonly calls: Readonly<Record<string, number>>;
};

/** How often a long step says that it is still there, in milliseconds. */
const sayEveryMs = 5_000;

/**
 * Runs one step after the other. One that fails leaves nothing for the next to begin with, so it is the last.
 *
 * @throws AbortError
 */
export const runSteps = async (
  steps: readonly Step[],
  cloud: CloudTest,
  print: (line: string) => void,
): Promise<readonly StepResult[]> => {
  const results: StepResult[] = [];
  for (const step of steps) {
    if (results.some(({ outcome }) => outcome === "failed")) {
      results.push({ name: step.name, outcome: "not run", seconds: 0, calls: {} });
      continue;
    }
    results.push(await runStep(step, cloud, print));
  }
  return results;
};

const runStep = async (step: Step, cloud: CloudTest, print: (line: string) => void): Promise<StepResult> => {
  const { name } = step;
  const startMs = Date.now();
  const firstCall = cloud.emulators.calls().length;
  print(`${name} ...`);
  const saying = setInterval(() => print(`  ${name}: ${secondsSince(startMs)} s so far`), sayEveryMs);
  const result = (outcome: "passed" | "failed"): StepResult => ({
    name,
    outcome,
    seconds: secondsSince(startMs),
    calls: countByService(cloud.emulators.calls().slice(firstCall)),
  });
  try {
    for (const line of await step.run(cloud)) print(`  ${line}`);
    return result("passed");
  } catch (error) {
    cloud.signal.throwIfAborted();
    print(`  FAILED: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return result("failed");
  } finally {
    clearInterval(saying);
  }
};

const secondsSince = (startMs: number): number => Math.round((Date.now() - startMs) / 100) / 10;

const countByService = (calls: readonly LoggedCall[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { service, accessKeyId } of calls) {
    if (accessKeyId !== testKey) counts[service] = (counts[service] ?? 0) + 1;
  }
  return counts;
};
