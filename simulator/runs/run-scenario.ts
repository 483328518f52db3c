import { controllerKind } from "../controllers/catalogue.ts";
import type { Contender, ControllerKind } from "../controllers/controller.ts";
import { World } from "../world/world.ts";
import { CommitmentWatch } from "./commitment-watch.ts";
import { RequestWatch } from "./request-watch.ts";
import type { RunRecord, RunResult } from "./run-result.ts";
import { type ScenarioJob, seedOf, worldOf } from "./scenario-job.ts";
import { WriteWatch } from "./write-watch.ts";

const reportedSeconds = 3_600;

/**
 * Plays one controller in one world, second by second, and adds up what came of it.
 *
 * The same job gives the same record, whatever thread it runs on.
 *
 * @param advance called with the virtual seconds that have passed since the last call
 * @throws Error naming the run, with what went wrong in it as the cause
 */
export async function runScenario(job: ScenarioJob, advance: (seconds: number) => void): Promise<RunRecord> {
  return await playScenario(job, controllerKind(job.controller), advance);
}

/** The same with a controller that need not be in the catalogue. */
export async function playScenario(
  job: ScenarioJob,
  kind: Pick<ControllerKind, "family" | "name" | "make">,
  advance: (seconds: number) => void,
): Promise<RunRecord> {
  try {
    return await play(job, kind, advance);
  } catch (error) {
    const where = job.point === null ? "" : `, ${job.point.label}`;
    const run = `${job.controller} in ${job.scenario.name}${where}, seed ${seedOf(job)}`;
    throw new Error(`${run}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

async function play(
  job: ScenarioJob,
  kind: Pick<ControllerKind, "family" | "name" | "make">,
  advance: (seconds: number) => void,
): Promise<RunRecord> {
  const { scenario } = job;
  const { seconds, terms, headgate } = scenario;
  const seed = seedOf(job);
  const world = new World(worldOf(job), seed);
  const contender = kind.make({ world, terms, headgate, seed, seconds });
  const commitments = new CommitmentWatch(world);
  const writes = new WriteWatch(
    world,
    terms,
    commitments,
    keepsWall(kind) && !measuresPools(job) && headgate.unnamed.length === 0,
  );
  const requests = new RequestWatch(world, seconds);
  for (let second = 0; second < seconds; second += 1) {
    // Controllers without I/O are not waited for: a turn of the event loop costs more than a step.
    const pending = contender.step(world);
    if (pending !== undefined) await pending;
    writes.look(second);
    world.step();
    commitments.endSecond(writes.raised);
    requests.endSecond(second, writes);
    if ((second + 1) % reportedSeconds === 0) advance(reportedSeconds);
  }
  advance(seconds % reportedSeconds);
  return {
    result: resultOf(job, world, contender, commitments, writes, requests),
    timeline: world.timeline(),
    notices: contender.notices?.() ?? [],
  };
}

/** I1 speaks of writes of ours: `observe` makes none, what raises the counts there is the service's own policy. */
function keepsWall({ family, name }: Pick<ControllerKind, "family" | "name">): boolean {
  return family === "headgate" && name !== "headgate-observe";
}

/** Admission by what elastic pools were measured to hold goes above k x tasks on purpose; its own plan says whether it kept its budget. */
function measuresPools({ scenario }: ScenarioJob): boolean {
  if (scenario.headgate.admission !== "measured") return false;
  return scenario.world.services.some(({ pool }) => pool?.kind === "elastic");
}

function resultOf(
  job: ScenarioJob,
  world: World,
  contender: Contender,
  commitments: CommitmentWatch,
  writes: WriteWatch,
  requests: RequestWatch,
): RunResult {
  const { scenario } = job;
  const totals = world.totals();
  const failed = Object.values(totals.failedByCause).reduce((sum, requests) => sum + requests, 0);
  const taskHours = totals.taskSeconds / 3_600;
  const dollars = taskHours * scenario.prices.taskHourDollars;
  const causes = totals.failedByCause;
  return {
    version: 1,
    scenario: scenario.name,
    controller: job.controller,
    seed: seedOf(job),
    seconds: scenario.seconds,
    requests: Math.round(totals.requests),
    attempts: Math.round(totals.attempts),
    served: Math.round(totals.served),
    failedByCause: {
      refusedConnection: Math.round(causes.refusedConnection),
      timeout: Math.round(causes.timeout),
      shed: Math.round(causes.shed),
      borrowTimeout: Math.round(causes.borrowTimeout),
      error: Math.round(causes.error),
    },
    failedRatio: totals.requests > 0 ? failed / totals.requests : 0,
    inFlight: Math.round(totals.inFlight),
    sloViolationSeconds: totals.sloViolationSeconds,
    taskHours,
    dollars,
    scoreDollars: dollars + (totals.sloViolationSeconds / 60) * scenario.prices.violationMinuteDollars,
    peakTasks: totals.peakTasks,
    databases: Object.fromEntries(
      commitments.databases.map(({ spec, limit, peakCommitted, secondsOver }) => [
        spec.name,
        { limit, peak: totals.peakConnections[spec.name] ?? 0, peakCommitted, secondsOver },
      ]),
    ),
    actions: writes.writes + (contender.actions?.() ?? 0),
    collapsed: requests.collapsed(),
    invariantBreaches: [...(contender.breaches?.() ?? []), ...writes.breaches()],
    overCommittedSeconds: commitments.secondsOver,
  };
}
