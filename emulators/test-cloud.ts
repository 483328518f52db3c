import type { LeftOut } from "./adapt-template.ts";
import { withCloudTest } from "./cloud-test.ts";
import { renderNotProven } from "./not-proven.ts";
import { NoPythonEnvironment } from "./python-environment.ts";
import { renderResults } from "./render-results.ts";
import { runSteps, type StepResult } from "./run-steps.ts";
import { allSteps } from "./steps/all-steps.ts";

/** Exit codes of a process that a signal has ended. */
const signalCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

const print = (line: string): void => console.log(line);

const stopping = new AbortController();
for (const [signal, code] of Object.entries(signalCodes)) {
  process.on(signal, () => {
    if (stopping.signal.aborted) return;
    print(`${signal}: ending the emulators`);
    process.exitCode = code;
    stopping.abort();
  });
}

const report = (results: readonly StepResult[], leftOut: readonly LeftOut[]): void => {
  for (const line of ["", ...renderResults(results), "", ...renderNotProven(leftOut), ""]) print(line);
  const count = (wanted: StepResult["outcome"]): number => results.filter(({ outcome }) => outcome === wanted).length;
  const notRun = count("not run");
  print(`${count("passed")} passed, ${count("failed")} failed${notRun === 0 ? "" : `, ${notRun} not run`}`);
  if (count("passed") !== results.length) process.exitCode = 1;
};

try {
  await withCloudTest(print, stopping.signal, async (cloud) => {
    report(await runSteps(allSteps, cloud, print), cloud.emulators.leftOut());
  });
} catch (error) {
  if (!stopping.signal.aborted) {
    process.exitCode = 1;
    if (error instanceof NoPythonEnvironment) console.error(`test:cloud can't run: ${error.message}`);
    else throw error;
  }
}
