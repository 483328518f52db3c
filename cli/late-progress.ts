import { type Progress, type ProgressOutput, startProgress } from "./progress.ts";
import { progressOutput } from "./terminal-output.ts";

/** What is over sooner says nothing. */
const silentMs = 1000;

/** Progress that only begins to show after a second, with the time left reckoned from the true start. */
export function startLateProgress(
  runs: number,
  work: number,
  output: ProgressOutput = progressOutput(),
  noun = "runs",
): Progress {
  const startMs = output.nowMs();
  let shown: Progress | null = null;
  let doneWork = 0;
  let doneRuns = 0;
  const show = (): Progress | null => {
    if (shown !== null || output.nowMs() - startMs < silentMs) return shown;
    let isFirst = true;
    const nowMs = (): number => {
      const atMs = isFirst ? startMs : output.nowMs();
      isFirst = false;
      return atMs;
    };
    shown = startProgress(runs, work, { ...output, nowMs }, noun);
    for (let run = 0; run < doneRuns; run += 1) shown.endRun();
    shown.advance(doneWork);
    return shown;
  };
  // Worker threads report seldom; a first line must not wait for them.
  const timer = setTimeout(show, silentMs);
  timer.unref();
  return {
    advance: (part) => {
      if (shown !== null) shown.advance(part);
      doneWork += part;
      show();
    },
    endRun: () => {
      if (shown !== null) shown.endRun();
      doneRuns += 1;
      show();
    },
    end: () => {
      clearTimeout(timer);
      shown?.end();
    },
  };
}
