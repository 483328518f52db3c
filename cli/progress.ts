export type ProgressState = {
  readonly doneRuns: number;
  readonly runs: number;
  /** Runs differ in length, so time left is reckoned from the work in them. Any unit. */
  readonly doneWork: number;
  readonly work: number;
  readonly elapsedMs: number;
  /** What is counted; runs, unless given. */
  readonly noun?: string;
};

export type ProgressOutput = {
  readonly write: (text: string) => void;
  /** A terminal that a line can be redrawn on; otherwise plain lines, a few seconds apart. */
  readonly live: boolean;
  readonly columns: number;
  readonly nowMs: () => number;
};

export type Progress = {
  readonly advance: (work: number) => void;
  readonly endRun: () => void;
  readonly end: () => void;
};

const REDRAW_MS = 200;
const PLAIN_LINE_MS = 5000;
/** What takes minutes would fill a log. */
const LATER_PLAIN_LINE_MS = 30_000;
const LATER_MS = 60_000;
const BAR_CELLS = 24;
/** Before this a rate is a guess. */
const FIRST_ESTIMATE_MS = 1000;
const FIRST_ESTIMATE_RATIO = 0.01;

export function startProgress(runs: number, work: number, output: ProgressOutput, noun = "runs"): Progress {
  const startMs = output.nowMs();
  let doneRuns = 0;
  let doneWork = 0;
  let lastShownMs = startMs;
  const state = (): ProgressState => ({ doneRuns, runs, doneWork, work, elapsedMs: output.nowMs() - startMs, noun });
  const show = () => {
    if (output.nowMs() - lastShownMs < (output.live ? REDRAW_MS : plainLineMs(output.nowMs() - startMs))) return;
    lastShownMs = output.nowMs();
    output.write(output.live ? `\r${progressLine(state(), output.columns)}\u001b[K` : `${plainLine(state())}\n`);
  };
  // Time left goes on counting while long runs say nothing; without threads only their reports come through.
  const timer = setInterval(show, REDRAW_MS);
  timer.unref();
  return {
    advance: (work) => {
      doneWork += work;
      show();
    },
    endRun: () => {
      doneRuns++;
      show();
    },
    end: () => {
      clearInterval(timer);
      output.write(output.live ? "\r\u001b[K" : `${plainLine(state())}\n`);
    },
  };
}

/** The live line: bar, count and time left, without a line break, shorter than the terminal is wide. */
export function progressLine(state: ProgressState, columns: number): string {
  const text = plainLine(state);
  const cells = Math.min(BAR_CELLS, columns - text.length - 4);
  if (cells < 6) return text.slice(0, Math.max(0, columns - 1));
  const filled = Math.round(ratioOf(state) * cells);
  return `${"█".repeat(filled)}${"░".repeat(cells - filled)}  ${text}`;
}

export function plainLine(state: ProgressState): string {
  const ended = state.doneRuns === state.runs;
  // The last run's end is still to come.
  const percent = Math.min(ended ? 100 : 99, Math.floor(ratioOf(state) * 100));
  const count = `${state.doneRuns} of ${state.runs} ${state.noun ?? "runs"}, ${percent} %`;
  if (ended) return `${count}, ${describeSeconds(state.elapsedMs)}`;
  if (ratioOf(state) < FIRST_ESTIMATE_RATIO || state.elapsedMs < FIRST_ESTIMATE_MS) return count;
  const leftMs = Math.max(1, (state.elapsedMs * (state.work - state.doneWork)) / state.doneWork);
  return `${count}, about ${describeSeconds(leftMs)} left`;
}

function ratioOf({ doneWork, work }: ProgressState): number {
  return work === 0 ? 1 : Math.min(1, doneWork / work);
}

function plainLineMs(elapsedMs: number): number {
  return elapsedMs < LATER_MS ? PLAIN_LINE_MS : LATER_PLAIN_LINE_MS;
}

function describeSeconds(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
