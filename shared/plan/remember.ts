import type { ServiceConfig } from "../config/config.ts";
import { recentChanges } from "./demand/pace.ts";
import { appended, type Change, type ServiceMemory, type TasksAt } from "./memory.ts";
import type { Action, SetDesiredCount } from "./policy/action.ts";
import type { Permitted } from "./policy/policy.ts";
import type { ServicePlan } from "./service-plan.ts";

/** As far back as a datapoint without a sample count can lie. */
const runningHistorySeconds = 900;

/** What the next plan needs to know of this one. Never throws. */
export const rememberService = (
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
  const { revision } = counts;
  if (want.kind !== "wants") return { ...before, running, ceiling, revision };
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
    ceiling,
  };
};

const isSetDesiredCount = (action: Action): action is SetDesiredCount => action.kind === "set-desired-count";

/** Once a write was seen to have taken, what stood before it is nobody's excuse any more. */
const readBack = (intended: Change | null, desired: number): Change | null =>
  intended === null ? null : { ...intended, from: desired, to: desired };

const rememberRunning = (history: readonly TasksAt[], now: TasksAt): readonly TasksAt[] => {
  if (history.at(-1)?.tasks === now.tasks) return history;
  const oldestMs = now.atMs - runningHistorySeconds * 1000;
  // The entry before the oldest says what held at the window's start.
  const kept = history.filter((_, index) => index === history.length - 1 || history[index + 1]!.atMs > oldestMs);
  return appended(kept, now);
};
