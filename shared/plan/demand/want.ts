import type { ServiceConfig } from "../../config/config.ts";
import type { FindingCode } from "../explain/codes.ts";
import type { Pin, ServiceMemory, TasksAt } from "../memory.ts";
import type { ServiceReading, TaskCounts } from "../snapshot.ts";
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
  | { readonly kind: "left"; readonly counts: TaskCounts; readonly code: FindingCode; readonly detail: string }
  | WantedCount;

export type WantedCount = {
  readonly kind: "wants";
  readonly counts: TaskCounts;
  readonly demand: Demand;
  readonly pin: Pin | null;
  /** The signals' ask, within [min, max] and above the pin. */
  readonly askTasks: number;
  /** How far towards it this plan may go. */
  readonly wantedTasks: number;
  /** A rolling deployment keeps it from shrinking. */
  readonly heldByDeployment: boolean;
  /** The stabilization window to remember. */
  readonly asks: readonly TasksAt[];
};

/** After this long a deployment counts as stuck, and a surplus may go. */
const stuckDeploymentSeconds = 3600;

/** Demand, pin, bounds and pace of one service, before any budget. Never throws. */
export const planWant = (
  service: ServiceConfig,
  reading: ServiceReading,
  memory: ServiceMemory,
  nowMs: number,
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
  if (counts.desired === 0) return left("scaled-to-zero", "the desired count is 0");

  const demand = planDemand(service, reading, counts, memory, nowMs);
  const pin = pinOf(service, counts, memory, nowMs);
  const askTasks = boundedAsk(service, counts.desired, demand.tasks, pin);
  // A service seen for the first time has asked, as far as we know, for what it has.
  const before = memory.asks.length > 0 ? memory.asks : [{ atMs: nowMs, tasks: counts.desired }];
  const asks = rememberAsk(before, { atMs: nowMs, tasks: askTasks }, service.pace.stabilizationSeconds);
  const changes = recentChanges(memory, counts.desired, service.pace, nowMs);
  const wantedTasks = paced(askTasks, counts.desired, asks, changes, service.pace, nowMs);
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
    askTasks,
    wantedTasks: heldByDeployment ? counts.desired : wantedTasks,
    heldByDeployment,
    asks,
  };
};

/** Within [min, max] and above the pin; a count that a person has put past the maximum stays while the pin lasts. */
const boundedAsk = (service: ServiceConfig, desired: number, tasks: number, pin: Pin | null): number => {
  const floor = Math.max(service.minTasks, pin?.tasks ?? 0);
  const most = pin?.cause === "hand" && pin.tasks >= desired ? Math.max(service.maxTasks, desired) : service.maxTasks;
  return Math.min(Math.max(tasks, floor), Math.max(service.minTasks, most));
};
