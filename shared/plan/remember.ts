import type { ServiceConfig } from "../config/service-config.ts";
import { recentChanges } from "./demand/pace.ts";
import type { Want } from "./demand/want.ts";
import type { ForecastMemory } from "./forecast/forecast-memory.ts";
import type { GatePlan } from "./gate/plan-gate.ts";
import { appended, type Change, type ServiceMemory, type TasksAt } from "./memory.ts";
import type { Action, SetDesiredCount } from "./policy/action.ts";
import type { Permitted } from "./policy/policy.ts";
import { hasRival } from "./policy/rival.ts";
import type { ServicePlan } from "./service-plan.ts";

/** As far back as a datapoint without a sample count can lie. */
const runningHistorySeconds = 900;

/** What the next plan needs to know of this one. Never throws. */
export const rememberService = (
  service: ServiceConfig,
  planned: ServicePlan,
  permitted: Permitted,
  gate: GatePlan | null,
  before: ServiceMemory,
  nowMs: number,
  forecast: ForecastMemory | null = null,
): ServiceMemory => {
  const { forecast: _none, ...counted } = rememberCounts(service, planned, permitted, before, nowMs);
  const foreseen = forecast === null || Object.keys(forecast).length === 0 ? counted : { ...counted, forecast };
  const next = gate === null ? foreseen : { ...foreseen, gate: gate.memory };
  if (planned.withdrawal === undefined) return next;
  const { withdrawal: _, ...others } = next;
  const { memory } = planned.withdrawal;
  return memory === null ? others : { ...others, withdrawal: memory };
};

const rememberCounts = (
  service: ServiceConfig,
  planned: ServicePlan,
  permitted: Permitted,
  before: ServiceMemory,
  nowMs: number,
): ServiceMemory => {
  const { want, counts } = planned;
  if (counts === null) return before;
  const running = rememberRunning(before.running, { atMs: nowMs, tasks: counts.running });
  const ceiling = permitted.govern?.ceiling ?? before.ceiling;
  const suspension = permitted.suspension === null ? {} : { suspension: permitted.suspension };
  const { revision } = counts;
  // Its own autoscaling moves the count meanwhile: that is no person's hand.
  if (hasRival(want)) return { ...before, running, ceiling, ...suspension, revision, intended: null };
  // Seen at 0, our write has taken: the next count above it is somebody's.
  const intended = isParked(want) ? readBack(before.intended, counts.desired) : before.intended;
  if (want.kind !== "wants") return { ...before, running, ceiling, ...suspension, revision, intended };
  const write = permitted.actions.find(isSetDesiredCount);
  const change = write === undefined ? null : { atMs: nowMs, from: write.from, to: write.to };
  const changes = recentChanges(before, counts.desired, service.pace, nowMs);
  return {
    asks: want.asks,
    changes: change === null ? changes : appended(changes, change),
    running,
    intended: change ?? readBack(before.intended, counts.desired),
    revision,
    pin: want.pin,
    alarmSteps: want.demand.alarmSteps,
    ...rememberGrowth(want.demand.futility),
    ...rememberSwitch(before.switchedOffAtMs ?? null, change, counts.desired),
    ceiling,
    ...suspension,
    ...(planned.entry === null ? {} : { entry: planned.entry.memory }),
  };
};

const isParked = (want: Want): boolean => want.kind === "left" && want.code === "parked";

const isSetDesiredCount = (action: Action): action is SetDesiredCount => action.kind === "set-desired-count";

/** Once a write was seen to have taken, what stood before it is nobody's excuse any more. */
const readBack = (intended: Change | null, desired: number): Change | null =>
  intended === null ? null : { ...intended, from: desired, to: desired };

/** A count of 0 is ours if we wrote it; once tasks are there again, the next 0 may be a person's. */
const rememberSwitch = (
  before: number | null,
  change: Change | null,
  desired: number,
): Pick<ServiceMemory, "switchedOffAtMs"> => {
  if (change?.to === 0) return { switchedOffAtMs: change.atMs };
  return desired === 0 && before !== null ? { switchedOffAtMs: before } : {};
};

/** Most services have nothing to remember here, and store nothing. */
const rememberGrowth = (futility: NonNullable<ServiceMemory["futility"]>): Pick<ServiceMemory, "futility"> =>
  Object.keys(futility).length > 0 ? { futility } : {};

const rememberRunning = (history: readonly TasksAt[], now: TasksAt): readonly TasksAt[] => {
  if (history.at(-1)?.tasks === now.tasks) return history;
  const oldestMs = now.atMs - runningHistorySeconds * 1000;
  // The entry before the oldest says what held at the window's start.
  const kept = history.filter((_, index) => index === history.length - 1 || history[index + 1]!.atMs > oldestMs);
  return appended(kept, now);
};
