import { defaultPrices, type Scenario, type ServiceTerms } from "../scenario/scenario.ts";
import type { DatabaseSpec, ServiceSpec, WorldSpec } from "../world/spec.ts";
import type { TraceSource } from "./bench-report.ts";
import { heldBy, idealTasks, idealWants } from "./ideal-want.ts";
import { readShifted, shiftSecondsOf, type TracePart } from "./shape-trace.ts";

/** What the three services differ in; nobody calls anybody, so the database is all that they share. */
const services = [
  { name: "api", cpu: 0.04, pool: 10, hold: 0.2, pending: 20, boot: 20 },
  { name: "search", cpu: 0.024, pool: 6, hold: 0.1, pending: 25, boot: 35 },
  { name: "checkout", cpu: 0.06, pool: 15, hold: 0.4, pending: 30, boot: 60 },
] as const;

const databaseName = "main";
const targetPercent = 60;
const minTasks = 2;
const drainSeconds = 60;
/** Of p99: a task of 50 ms CPU a request passes it at about the load at which one of 25 ms passes a second. */
const sloSeconds = 2;
const reservedConnections = 8;
const otherConnections = 5;
const databaseCpuSeconds = 0.001;
/** Wide enough that it is the wall alone that holds back: twice the cores that the peaks of all at once need. */
const spareCores = 2;
/** Of its own ideal peak: MaxCapacity of a team that does not think of connections. */
const thoughtlessMax = 2;
/** The ideal run would need a tenth more than there is. */
const scarcity = 1.1;
/** Left beside the minimums in full pools, or nobody who counts connections could begin: Headgate's margin and more. */
const leastSpareRatio = 1.15;

type Shape = Pick<TraceSource, "peaks" | "pools" | "wall" | "withoutConnections">;

/**
 * Three services that share one database, each in front of the same recording.
 *
 * @param scale multiplies every slot
 * @returns a scenario under the given name; its wall follows from its own ideal want, computed, not chosen
 */
export function traceScenario(
  name: string,
  part: TracePart,
  scale: number,
  shape: Shape,
  remarks: readonly string[],
  seeds: readonly number[],
): Scenario {
  const specs = services.map((service, index) => serviceSpec(service, index, part, scale, shape));
  const draft = draftTerms(specs);
  const seconds = Math.floor(part.seconds);
  const unbounded: WorldSpec = { startMs, databases: [database(specs, Number.MAX_SAFE_INTEGER)], services: specs };
  const want = (idealWants(unbounded, draft, seconds)[0]?.peakConnections ?? 0) - otherConnections;
  const usable = shape.wall === "bound" ? scarce(specs, want) : outOfReach(specs, draft);
  const world: WorldSpec = {
    ...unbounded,
    timelineSeconds: 60,
    databases: [database(specs, usable + reservedConnections + otherConnections)],
    services: specs.map((spec, index) => ({ ...spec, initialTasks: initialTasks(specs, draft, index, usable) })),
  };
  return {
    name,
    title: name,
    remarks,
    world,
    seconds,
    terms: handSetCapsByNeed(specs, draft, usable),
    headgate: {
      surge: "borrow",
      admission: shape.pools === "elastic" ? "measured" : "worst",
      marginConnections: null,
      limits: "known",
      priorities: {},
      unnamed: [],
      latency: null,
    },
    controllers: [],
    seeds,
    sweep: [],
    prices: defaultPrices,
  };
}

const startMs = Date.UTC(2026, 2, 14);

function serviceSpec(
  { name, cpu, pool, hold, pending, boot }: (typeof services)[number],
  index: number,
  part: TracePart,
  scale: number,
  { peaks, pools, withoutConnections }: Shape,
): ServiceSpec {
  const shiftSeconds = peaks === "apart" ? index * shiftSecondsOf(part) : 0;
  const requestsPerSlot = readShifted(part, shiftSeconds, scale);
  return {
    name,
    traffic: { kind: "trace", slotSeconds: part.whole.slotSeconds, requestsPerSlot },
    initialTasks: minTasks,
    cpuSecondsPerRequest: cpu,
    pendingSeconds: pending,
    bootSeconds: boot,
    drainSeconds,
    sloSeconds,
    queueLimitPerTask: 500,
    client: { timeoutSeconds: 10, retries: 1, retryProbability: 0.7, backOffSeconds: 1 },
    pool: {
      database: databaseName,
      connectionsPerTask: pool,
      kind: pools,
      holdSecondsPerRequest: hold,
      databaseCpuSecondsPerRequest: databaseCpuSeconds,
      withoutConnections,
    },
  };
}

function database(specs: readonly ServiceSpec[], maxConnections: number): DatabaseSpec {
  const peakRate = specs.reduce((sum, spec) => sum + peakMinuteRateOf(spec), 0);
  return {
    name: databaseName,
    maxConnections,
    reservedConnections,
    baseConnections: otherConnections,
    cores: Math.max(2, Math.ceil(spareCores * peakRate * databaseCpuSeconds)),
  };
}

/** Without the hand-set caps, which need the wall. */
function draftTerms(specs: readonly ServiceSpec[]): readonly ServiceTerms[] {
  return specs.map((spec) => {
    const terms = {
      service: spec.name,
      minTasks,
      maxTasks: minTasks,
      targetPercent,
      requestsPerTask: targetPercent / 100 / spec.cpuSecondsPerRequest,
      handSetCap: minTasks,
    };
    const peak = idealTasks(spec, terms, peakMinuteRateOf(spec));
    return { ...terms, maxTasks: Math.max(minTasks + 2, Math.ceil(thoughtlessMax * peak)) };
  });
}

/**
 * The wall split by hand, in proportion to what each service needs at its own peak, in full pools, rounded down.
 *
 * @see PEERS: MaxCapacity = (max_connections - reserved - others) / (pool x processes); no deployment happens here
 */
function handSetCapsByNeed(
  specs: readonly ServiceSpec[],
  draft: readonly ServiceTerms[],
  usable: number,
): readonly ServiceTerms[] {
  const needs = specs.map((spec, i) => fullPools(spec, idealTasks(spec, draft[i], peakMinuteRateOf(spec))));
  const need = needs.reduce((sum, connections) => sum + connections, 0);
  return draft.map((terms, i) => {
    const part = (usable * (needs[i] as number)) / need;
    const cap = Math.floor(part / fullPools(specs[i] as ServiceSpec, 1));
    return { ...terms, handSetCap: Math.min(terms.maxTasks, Math.max(minTasks, cap)) };
  });
}

/** What the first minute needs; where that is more than the wall holds, everybody begins with the same share of it, or the minimum. */
function initialTasks(
  specs: readonly ServiceSpec[],
  draft: readonly ServiceTerms[],
  index: number,
  usable: number,
): number {
  const needs = specs.map((spec, i) => idealTasks(spec, draft[i], firstMinuteRate(spec)));
  const held = specs.reduce(
    (sum, spec, i) =>
      sum + (spec.pool === undefined ? 0 : heldBy(spec.pool, needs[i] as number, firstMinuteRate(spec))),
    0,
  );
  const need = needs[index] as number;
  return held <= usable ? need : Math.max(minTasks, Math.floor((need * usable) / held));
}

/** A recording so thin that little but the minimums runs is not bound by this, and is classified so. */
function scarce(specs: readonly ServiceSpec[], want: number): number {
  const minimums = specs.reduce((sum, spec) => sum + fullPools(spec, minTasks), 0);
  return Math.max(Math.floor(want / scarcity), Math.ceil(minimums * leastSpareRatio));
}

/** Even if all went to their maximum and were deployed at once. */
function outOfReach(specs: readonly ServiceSpec[], draft: readonly ServiceTerms[]): number {
  return 2 * specs.reduce((sum, spec, i) => sum + fullPools(spec, draft[i]?.maxTasks ?? 0), 0);
}

function fullPools({ pool }: ServiceSpec, tasks: number): number {
  return tasks * (pool?.connectionsPerTask ?? 0);
}

function firstMinuteRate(spec: ServiceSpec): number {
  const { slots, perSecond } = minuteOf(spec);
  return perSecond(0, slots);
}

/** The highest mean of a minute that begins at a whole minute. */
function peakMinuteRateOf(spec: ServiceSpec): number {
  const { count, slots, perSecond } = minuteOf(spec);
  let peak = 0;
  for (let from = 0; from < count; from += slots) peak = Math.max(peak, perSecond(from, Math.min(count, from + slots)));
  return peak;
}

function minuteOf({ traffic }: ServiceSpec) {
  if (traffic?.kind !== "trace") throw new RangeError("a trace world's service has no trace");
  const { slotSeconds, requestsPerSlot } = traffic;
  const perSecond = (from: number, to: number): number => {
    let sum = 0;
    for (let slot = from; slot < to; slot += 1) sum += requestsPerSlot[slot] ?? 0;
    return sum / Math.max(1, to - from) / slotSeconds;
  };
  return { count: requestsPerSlot.length, slots: Math.max(1, Math.round(60 / slotSeconds)), perSecond };
}
