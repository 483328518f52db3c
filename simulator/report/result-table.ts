import { formatCount, formatMinutes, formatPercent, formatTaskHours } from "./format-quantity.ts";
import type { ReplayCase, ReplayRun } from "./replay.ts";

/** A column of the result table: the terminal and the HTML report show the same ones, word for word. */
export type ResultColumn = {
  /** Two lines at most: what it is, and its unit or which one. */
  readonly heading: readonly [string, string];
  readonly cell: (run: ReplayRun, of: ReplayCase) => string;
  /** How bad the figure is, for colour only. */
  readonly severity: (run: ReplayRun, of: ReplayCase) => "plain" | "bad";
};

/** The incident counts as repeated from here on: more than one request in a hundred failed. */
const BAD_FAILED_RATIO = 0.01;

const plain = (): "plain" => "plain";

export function failedRatioOf(run: ReplayRun): number {
  const { refusedConnection, timeout, shed } = run.failedByCause;
  return run.requests === 0 ? 0 : (refusedConnection + timeout + shed) / run.requests;
}

export const resultColumns: readonly ResultColumn[] = [
  { heading: ["requests", ""], cell: (run) => formatCount(run.requests), severity: plain },
  {
    heading: ["failed", "%"],
    cell: (run) => formatPercent(failedRatioOf(run)),
    severity: (run) => (failedRatioOf(run) > BAD_FAILED_RATIO ? "bad" : "plain"),
  },
  causeColumn("refused", (run) => run.failedByCause.refusedConnection),
  causeColumn("timeout", (run) => run.failedByCause.timeout),
  causeColumn("shed", (run) => run.failedByCause.shed),
  { heading: ["SLO miss", "min"], cell: (run) => formatMinutes(run.sloViolationSeconds), severity: plain },
  {
    heading: ["connect.", "peak/wall"],
    cell: (run, of) => `${formatCount(run.peakConnections)}/${formatCount(of.usableConnections)}`,
    severity: (run, of) => (run.peakConnections >= of.usableConnections ? "bad" : "plain"),
  },
  { heading: ["tasks", "peak"], cell: (run) => formatCount(run.peakTasks), severity: plain },
  { heading: ["task", "hours"], cell: (run) => formatTaskHours(run.taskSeconds), severity: plain },
  {
    heading: ["collapse", "of sweep"],
    cell: (run) => (run.collapse === null ? "–" : `${run.collapse.collapsed} of ${run.collapse.runs}`),
    severity: (run) => (run.collapse !== null && run.collapse.collapsed > 0 ? "bad" : "plain"),
  },
];

function causeColumn(name: string, count: (run: ReplayRun) => number): ResultColumn {
  return {
    heading: [name, "%"],
    cell: (run) => formatPercent(run.requests === 0 ? 0 : count(run) / run.requests),
    severity: plain,
  };
}

export function describeCase(of: ReplayCase): { readonly title: string; readonly bound: string } {
  return {
    title: `${of.name} (${formatCount(of.usableConnections)} usable)`,
    bound: `Feasible bound: ${formatPercent(of.bound.failedRatio)} % failed, ${formatCount(
      of.bound.peakTasks,
    )} tasks at the peak (a clairvoyant under the same limit).`,
  };
}
