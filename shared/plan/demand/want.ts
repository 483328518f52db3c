import type { ServiceConfig } from "../../config/service-config.ts";
import type { FindingCode } from "../explain/codes.ts";
import type { Forecast } from "../forecast/forecast.ts";
import { describeIntent } from "../intents/describe-intent.ts";
import { type Intent, type IntentOf, intentFor } from "../intents/intent.ts";
import type { Pin, ServiceMemory, TasksAt } from "../memory.ts";
import { rivalOf } from "../policy/rival.ts";
import type { ServiceReading, TaskCounts } from "../readings/service-reading.ts";
import { type Bounds, boundsAt, intendedBounds } from "./bounds.ts";
import { type Demand, planDemand } from "./demand.ts";
import { paced, recentChanges, rememberAsk } from "./pace.ts";
import { pinOf } from "./pin.ts";

/** What a service wants of this plan. */
export type Want =
  /** ECS can't be read: what it holds is not memory. */
  | { readonly kind: "unreadable"; readonly detail: string }
  /** ECS knows no such service: it holds nothing. */
  | { readonly kind: "absent"; readonly detail: string }
  /** It is not ours to scale now, but its tasks count. */
  | {
      readonly kind: "left";
      readonly counts: TaskCounts;
      readonly code: FindingCode;
      readonly detail: string;
      /** Until a schedule changes that; absent: none does. */
      readonly changesInSeconds?: number;
    }
  | WantedCount;

export type WantedCount = {
  readonly kind: "wants";
  readonly counts: TaskCounts;
  readonly demand: Demand;
  readonly pin: Pin | null;
  /** [min, max] as schedules have moved it. */
  readonly bounds: Bounds;
  /** The signals' ask, within the bounds and above the pin. */
  readonly askTasks: number;
  /** How far towards it this plan may go. */
  readonly wantedTasks: number;
  /** As far as it would go without the forecast; absent: the forecast asks for no more than that. */
  readonly presentTasks?: number;
  /** A rolling deployment keeps it from shrinking. */
  readonly heldByDeployment: boolean;
  /** The stabilization window to remember. */
  readonly asks: readonly TasksAt[];
};

/** After this long a deployment counts as stuck, and a surplus may go. */
const stuckDeploymentSeconds = 3600;

/**
 * Demand, pin, bounds and pace of one service, before any budget.
 *
 * A desired count of 0 that we didn't set is a person's and stays. One of ours, for a schedule or an empty queue, ends
 * when the bounds or a signal ask for a task again; the first step from 0 goes to the minimum at once.
 *
 * @param scarce somebody behind one of the service's budgets was capped at the last plan: what a comfortable service
 * doesn't need now it gives back without waiting for its window to be calm; the pace stays
 * @param callersAskTasks what carries the requests that its callers will send; an ask like its own, so it is paced and
 * remembered
 * @param intents what people have asked for by runbooks
 * @param forecast what it will need soon; an ask like its own that raises and never lowers
 * @throws never
 */
export const planWant = (
  service: ServiceConfig,
  reading: ServiceReading,
  memory: ServiceMemory,
  nowMs: number,
  scarce = false,
  callersAskTasks = 0,
  forecast: Forecast | null = null,
  intents: readonly Intent[] = [],
): Want => {
  const { tasks } = reading;
  if (tasks.kind === "unknown") {
    return { kind: tasks.because === "not-found" ? "absent" : "unreadable", detail: tasks.detail };
  }
  const counts = tasks.value;
  const left = (code: FindingCode, detail: string): Want => ({ kind: "left", counts, code, detail });
  if (counts.scheduling === "DAEMON") return left("daemon-service", "schedulingStrategy is DAEMON");
  if (counts.deployment.kind === "external")
    return left("deployment-external", "an external deployment is in progress");
  const pause = intentFor(intents, "pause", service.name, nowMs);
  if (pause !== null) return paused(counts, pause, nowMs);
  const bounds = intendedBounds(boundsAt(service, nowMs), service.name, intents, nowMs);
  if (counts.desired === 0) {
    const isAskedFor = bounds.intent?.kind === "count";
    if ((memory.switchedOffAtMs ?? null) === null && !isAskedFor)
      return left("scaled-to-zero", "the desired count is 0");
    if (bounds.parked) return parked(counts, bounds);
  }
  const rival = rivalOf(service, reading, counts, memory.suspension ?? null);
  if (rival !== null) return left(rival.code, rival.detail);

  const present = planDemand(service, reading, counts, memory, nowMs);
  const demand = withForecast(present, forecast);
  const pin = pinOf(service, counts, memory, nowMs);
  const askTasks = boundedAsk(bounds, counts.desired, Math.max(demand.tasks, callersAskTasks), pin);
  // A service seen for the first time has always asked, as far as we know, for what it has.
  const before = memory.asks.length > 0 ? memory.asks : [{ atMs: 0, tasks: counts.desired }];
  const asks = rememberAsk(before, { atMs: nowMs, tasks: askTasks }, service.pace.stabilizationSeconds);
  const wantedTasks = pacedWant(service, counts, askTasks, bounds, asks, memory, nowMs, scarce);
  const presentAsk = boundedAsk(bounds, counts.desired, Math.max(present.tasks, callersAskTasks), pin);
  const foreseen =
    presentAsk < askTasks
      ? { presentTasks: pacedWant(service, counts, presentAsk, bounds, asks, memory, nowMs, scarce) }
      : {};
  const { deployment } = counts;
  const heldByDeployment =
    wantedTasks < counts.desired &&
    deployment.kind === "rolling" &&
    nowMs - deployment.sinceMs < stuckDeploymentSeconds * 1000;
  return {
    kind: "wants",
    counts,
    demand,
    pin,
    bounds,
    askTasks,
    wantedTasks: heldByDeployment ? counts.desired : wantedTasks,
    ...foreseen,
    heldByDeployment,
    asks,
  };
};

/** Joined after the signals, and only upwards: their agreement to shrink is not the forecast's to give. */
const withForecast = (demand: Demand, forecast: Forecast | null): Demand => {
  if (forecast === null) return demand;
  const { ask, notes } = forecast;
  return {
    ...demand,
    tasks: Math.max(demand.tasks, ask?.tasks ?? 0),
    notes: [...demand.notes, ...notes],
    opinions: ask === null ? demand.opinions : [...demand.opinions, ask],
  };
};

const paused = (counts: TaskCounts, pause: IntentOf<"pause">, nowMs: number): Want => ({
  kind: "left",
  counts,
  code: "paused-by-runbook",
  detail: describeIntent(pause),
  ...(pause.untilMs === null ? {} : { changesInSeconds: Math.ceil((pause.untilMs - nowMs) / 1000) }),
});

const parked = (counts: TaskCounts, { ceiling, changesInSeconds, intent }: Bounds): Want => ({
  kind: "left",
  counts,
  code: "parked",
  detail: intent === undefined ? (ceiling?.schedule ?? "") : describeIntent(intent),
  ...(changesInSeconds === null ? {} : { changesInSeconds }),
});

/** Within the bounds and above the pin; a count that a person has put past the maximum stays while the pin lasts. */
const boundedAsk = (bounds: Bounds, desired: number, tasks: number, pin: Pin | null): number => {
  const { leastTasks, mostTasks } = bounds;
  const floor = Math.max(leastTasks, pin?.tasks ?? 0);
  const most = pin?.cause === "hand" && pin.tasks >= desired ? Math.max(mostTasks, desired) : mostTasks;
  return Math.min(Math.max(tasks, floor), Math.max(leastTasks, most));
};

const pacedWant = (
  service: ServiceConfig,
  counts: TaskCounts,
  askTasks: number,
  bounds: Bounds,
  asks: readonly TasksAt[],
  memory: ServiceMemory,
  nowMs: number,
  scarce: boolean,
): number => {
  const { desired } = counts;
  const { pace } = service;
  const changes = recentChanges(memory, desired, pace, nowMs);
  // What was asked before the last look is not needed now; a service seen for the first time may only look small.
  const askedAtMs = memory.asks.at(-1)?.atMs ?? nowMs;
  const window = scarce && askedAtMs < nowMs ? asks.slice(-1) : withinCeiling(asks, askTasks, bounds);
  const wanted = paced(askTasks, desired, window, changes, pace, nowMs);
  return desired === 0 ? Math.max(wanted, Math.min(askTasks, bounds.leastTasks)) : wanted;
};

/** A window that lowers the maximum is no noise to wait for. */
const withinCeiling = (
  asks: readonly TasksAt[],
  askTasks: number,
  { ceiling, mostTasks }: Bounds,
): readonly TasksAt[] => {
  if (ceiling === null) return asks;
  const most = Math.max(askTasks, mostTasks);
  return asks.map((entry) => (entry.tasks > most ? { ...entry, tasks: most } : entry));
};
