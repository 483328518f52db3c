import type { ReplayNotice } from "../report/replay.ts";
import { collapsed } from "../scenarios/incident-a.ts";
import type { WorldSample } from "../world/timeline.ts";
import { World, type WorldTotals } from "../world/world.ts";
import { type Job, slowness } from "./contest.ts";
import { makeContender } from "./make-contender.ts";

export type JobResult = {
  readonly totals: WorldTotals;
  readonly collapsed: boolean;
  /** Empty in a sweep: its timelines would be megabytes between threads. */
  readonly timeline: readonly WorldSample[];
  readonly notices: readonly ReplayNotice[];
};

const REPORTED_SECONDS = 3600;

/** @throws Error naming the run, with what went wrong in it as the cause */
export async function runJob(job: Job, advance: (work: number) => void): Promise<JobResult> {
  try {
    return await simulate(job, advance);
  } catch (error) {
    const { contender, kind, caseIndex, seed } = job;
    throw new Error(`${contender}, ${kind} run of case ${caseIndex + 1}, seed ${seed}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function simulate(job: Job, advance: (work: number) => void): Promise<JobResult> {
  const { contest } = job;
  const world = new World(contest.world, job.seed);
  const contender = makeContender(job.contender, contest, world);
  for (let second = 0; second < contest.seconds; second++) {
    // Controllers without I/O are not waited for: a turn of the event loop costs more than a step.
    const pending = contender.step(world);
    if (pending !== undefined) await pending;
    world.step();
    if ((second + 1) % REPORTED_SECONDS === 0) advance(REPORTED_SECONDS * slowness[job.contender]);
  }
  advance((contest.seconds % REPORTED_SECONDS) * slowness[job.contender]);
  const main = job.kind === "main";
  const timeline = world.timeline();
  return {
    totals: world.totals(),
    collapsed: collapsed(timeline),
    timeline: job.kind === "sweep" ? [] : timeline,
    notices: main ? (contender.notices?.() ?? []) : [],
  };
}
