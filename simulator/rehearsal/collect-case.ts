import type { ReplayCase, ReplayRun } from "../report/replay.ts";
import { type Contender, contenderNames, type Job, shownContenders } from "./contest.ts";
import type { RehearsalCase } from "./rehearsal.ts";
import type { JobResult } from "./run-job.ts";

export type Played = { readonly job: Job; readonly result: JobResult };

/** One case's figures out of its runs. */
export function collectCase(of: RehearsalCase, played: readonly Played[]): ReplayCase {
  const { name, connectionsPerTask, maxConnections, usableConnections, clock, control } = of;
  const bound = mainOf(played, "clairvoyant").totals;
  const controlRun = played.find(({ job }) => job.kind === "control")?.result;
  return {
    name,
    connectionsPerTask,
    maxConnections,
    usableConnections,
    clock,
    bound: { failedRatio: failedOf(bound) / Math.max(1, bound.requests), peakTasks: bound.peakTasks },
    checks:
      control === null || controlRun === undefined
        ? []
        : control.describe(mainOf(played, "target-tracking").timeline, controlRun.timeline),
    runs: shownContenders.map((contender) => describeRun(contender, played)),
  };
}

function describeRun(contender: Contender, played: readonly Played[]): ReplayRun {
  const { totals, timeline, notices } = mainOf(played, contender);
  const sweep = played.filter(({ job }) => job.contender === contender && job.kind === "sweep");
  const { refusedConnection, timeout, shed, borrowTimeout, error } = totals.failedByCause;
  return {
    controller: contenderNames[contender],
    requests: Math.round(totals.requests),
    failedByCause: {
      refusedConnection: Math.round(refusedConnection),
      // The report of the replays knows three causes; none of them has a proxy or a defective revision today.
      timeout: Math.round(timeout + borrowTimeout + error),
      shed: Math.round(shed),
    },
    sloViolationSeconds: totals.sloViolationSeconds,
    peakConnections: Math.max(...Object.values(totals.peakConnections)),
    peakTasks: totals.peakTasks,
    taskSeconds: totals.taskSeconds,
    collapse:
      sweep.length === 0
        ? null
        : { runs: sweep.length, collapsed: sweep.filter(({ result }) => result.collapsed).length },
    notices,
    timeline,
  };
}

function mainOf(played: readonly Played[], contender: Contender): JobResult {
  const found = played.find(({ job }) => job.kind === "main" && job.contender === contender);
  if (found === undefined) throw new Error(`no main run of ${contender}`);
  return found.result;
}

function failedOf({ failedByCause }: JobResult["totals"]): number {
  return Object.values(failedByCause).reduce((sum, requests) => sum + requests, 0);
}
