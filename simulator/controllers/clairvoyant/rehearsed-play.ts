import { defaultPrices, type ServiceTerms } from "../../scenario/scenario.ts";
import type { WorldSpec } from "../../world/spec.ts";
import type { TrafficSpec } from "../../world/traffic.ts";
import { World } from "../../world/world.ts";
import { Clairvoyant, type ClairvoyantPlay, plainPlay } from "../clairvoyant.ts";

const daySeconds = 86_400;
/** Longer runs are chosen for by their first two days, from fewer plays. */
const longestRehearsalSeconds = 2 * daySeconds;
const manyPlaysSeconds = 6 * 3_600;

const knownPlays: readonly Partial<ClairvoyantPlay>[] = [
  { targetLoad: 0.6, keepSeconds: 300 },
  { targetLoad: 0.75, keepSeconds: 120 },
  { targetLoad: 0.9, keepSeconds: 60 },
  { targetLoad: 0.45, keepSeconds: 600 },
  { targetLoad: 0.92, keepSeconds: 60, sharing: "most" },
  { targetLoad: 0.3, keepSeconds: 900 },
  { targetLoad: 0.67, keepSeconds: 120 },
  { targetLoad: 0.82, keepSeconds: 60 },
  { targetLoad: 0.6, keepSeconds: 60, sharing: "most" },
  { targetLoad: 0.15, keepSeconds: 1_800 },
];
const fewPlays = 5;
const openingLoads: readonly number[] = [1, 0.5, 0.3, 0.2, 0.12];
/** Rehearsed for the openings alone. */
const openingSeconds = 1_200;

/** Tried where the best of the known plays still fails requests or violates. */
const overbookings: readonly number[] = [1.6, Number.POSITIVE_INFINITY];
const overbookedPlays: readonly Partial<ClairvoyantPlay>[] = [
  {},
  { targetLoad: 0.3, keepSeconds: 900 },
  { targetLoad: 0.6, keepSeconds: 300 },
  { targetLoad: 0.75, keepSeconds: 120 },
];
const fewOverbookedPlays = 1;

export type PlayOutcome = {
  readonly play: ClairvoyantPlay;
  /** Failed requests, 0..1 of all. */
  readonly failedRatio: number;
  readonly violationSeconds: number;
  readonly dollars: number;
};

/** Below this two runs failed alike. */
const sameFailedRatio = 0.000_05;
/** And violated alike: what a second costs is less than the tasks that avoid it. */
const sameViolationSeconds = 3;

/**
 * The play that suits a world best, found by playing the same world with the same seed beforehand.
 *
 * Fewest failed requests first, then the fewest violating seconds, then the cheapest.
 *
 * @param seconds of the run; the rehearsals take as long, or two days
 */
export function rehearsedPlay(
  spec: WorldSpec,
  terms: readonly ServiceTerms[],
  seed: number,
  seconds: number,
): ClairvoyantPlay {
  const plays = playsFor(spec, seconds);
  const first = plays[0] ?? plainPlay;
  const openings = openingLoads.map((openingLoad) => ({ ...first, openingLoad }));
  const opening = best(openings.map((play) => rehearse(spec, terms, seed, Math.min(openingSeconds, seconds), play)));
  const { openingLoad } = opening.play;
  const opened = plays.map((play) => ({ ...play, openingLoad }));
  const all = seconds <= manyPlaysSeconds && openingLoad < 1 ? [...opened, ...plays] : opened;
  const known = best(all.map((play) => rehearse(spec, terms, seed, seconds, play)));
  if (known.failedRatio <= sameFailedRatio && known.violationSeconds <= sameViolationSeconds) return known.play;
  const further = furtherPlays(spec, known.play, seconds).map((play) => rehearse(spec, terms, seed, seconds, play));
  return best([known, ...further]).play;
}

/** @throws RangeError for no outcomes */
export function best(outcomes: readonly PlayOutcome[]): PlayOutcome {
  const leastFailed = Math.min(...outcomes.map(({ failedRatio }) => failedRatio));
  const served = outcomes.filter(({ failedRatio }) => failedRatio <= leastFailed + sameFailedRatio);
  const leastViolating = Math.min(...served.map(({ violationSeconds }) => violationSeconds));
  const calm = served.filter(({ violationSeconds }) => violationSeconds <= leastViolating + sameViolationSeconds);
  const [cheapest] = calm.sort((a, b) => a.dollars - b.dollars);
  if (cheapest === undefined) throw new RangeError("no play to choose from");
  return cheapest;
}

/** How long a world has anything new to come: for whoever is not told how long it runs. At most a day. */
export function eventfulSeconds(spec: WorldSpec): number {
  const traffics = [...spec.services, ...(spec.queues ?? [])].flatMap(({ traffic }) => traffic ?? []);
  const faults = (spec.faults ?? []).map(({ untilSecond }) => untilSecond);
  return Math.min(daySeconds, 1_800 + Math.max(0, ...traffics.map(lastChangeSecond), ...faults));
}

function lastChangeSecond(traffic: TrafficSpec): number {
  switch (traffic.kind) {
    case "ramp":
      return traffic.riseAtSeconds + traffic.rampSeconds;
    case "perSecond":
      return traffic.requestsPerSecond.length;
    case "trace":
      return traffic.slotSeconds * traffic.requestsPerSlot.length;
    case "users":
      return Math.max(0, ...(traffic.changes ?? []).map(({ atSecond }) => atSecond));
  }
}

function playsFor(spec: WorldSpec, seconds: number): ClairvoyantPlay[] {
  const holdsDeployments = (spec.deployments ?? []).length > 0;
  const chosen = knownPlays.slice(0, seconds <= manyPlaysSeconds ? knownPlays.length : fewPlays);
  const full = chosen.map((play) => ({ ...plainPlay, holdsDeployments, ...play }));
  const isElastic = spec.services.some(({ pool }) => pool?.kind === "elastic");
  const counts = isElastic ? (["most", "opened", "busy"] as const) : (["most"] as const);
  return full.flatMap((play) => counts.map((elasticPools) => ({ ...play, elasticPools })));
}

/** What a play that obeys the wall and holds deployments leaves out: see ClairvoyantPlay. */
function furtherPlays(spec: WorldSpec, known: ClairvoyantPlay, seconds: number): ClairvoyantPlay[] {
  const found: ClairvoyantPlay[] = [];
  if (known.holdsDeployments) found.push({ ...known, holdsDeployments: false });
  for (const targetLoad of [0.15, 0.3]) found.push({ ...known, sharing: "most", targetLoad, keepSeconds: 900 });
  if (spec.services.every(({ pool }) => pool === undefined)) return found;
  const isShort = seconds <= manyPlaysSeconds;
  for (const changes of isShort ? overbookedPlays : overbookedPlays.slice(0, fewOverbookedPlays)) {
    for (const overbook of overbookings) {
      for (const openingLoad of isShort ? [1, 0.3] : [known.openingLoad]) {
        found.push({ ...known, ...changes, overbook, openingLoad });
      }
    }
  }
  return found;
}

function rehearse(
  spec: WorldSpec,
  terms: readonly ServiceTerms[],
  seed: number,
  seconds: number,
  play: ClairvoyantPlay,
): PlayOutcome {
  const world = new World(spec, seed);
  const controller = clairvoyantFor(spec, terms, play);
  const rehearsedSeconds = Math.min(seconds, longestRehearsalSeconds);
  for (let second = 0; second < rehearsedSeconds; second += 1) {
    controller.step(world);
    world.step();
  }
  const { failedByCause, requests, sloViolationSeconds, taskSeconds } = world.totals();
  const failed = Object.values(failedByCause).reduce((sum, count) => sum + count, 0);
  const { taskHourDollars, violationMinuteDollars } = defaultPrices;
  return {
    play,
    failedRatio: requests > 0 ? failed / requests : 0,
    violationSeconds: sloViolationSeconds,
    dollars: (taskSeconds / 3_600) * taskHourDollars + (sloViolationSeconds / 60) * violationMinuteDollars,
  };
}

/** @param terms of every service, in the spec's order */
export function clairvoyantFor(spec: WorldSpec, terms: readonly ServiceTerms[], play: ClairvoyantPlay): Clairvoyant {
  const ranges = spec.services.map(({ name }) => {
    const own = terms.find(({ service }) => service === name);
    if (own === undefined) throw new RangeError(`the terms say nothing of service "${name}"`);
    return { minTasks: own.minTasks, maxTasks: own.maxTasks };
  });
  return new Clairvoyant(spec, { minTasks: 0, maxTasks: 0, ranges, ...play });
}
