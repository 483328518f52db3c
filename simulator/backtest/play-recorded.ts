import type { WorldSpec } from "../world/spec.ts";
import { World } from "../world/world.ts";
import { holdCounts } from "./fill-gaps.ts";
import type { History } from "./history.ts";

/** What the world did while it was given the recorded counts; per slot of the history. */
export type Played = {
  /** By service, percent, average of the running tasks; NaN where no task ran. */
  readonly cpuPercent: ReadonlyMap<string, Float64Array>;
  /** By database, average of the slot. */
  readonly connections: ReadonlyMap<string, Float64Array>;
};

/** CloudWatch's period in the world; slots are whole minutes. */
const periodSeconds = 60;
const seed = 1;

/**
 * Plays a world whose task counts are the recorded ones: tasks are ordered so early that they run when they ran.
 *
 * @param spec its services are in the history; second 0 is the history's first slot
 * @param advance told the seconds played, every so often
 */
export function playRecorded(spec: WorldSpec, history: History, advance: (seconds: number) => void = () => {}): Played {
  const { slotSeconds, slots } = history;
  const world = new World(withPromptMetrics(spec, slotSeconds), seed);
  const counts = new Map(history.services.map((one) => [one.service, holdCounts(one.runningTasks)]));
  const played = {
    cpuPercent: new Map(spec.services.map(({ name }) => [name, new Float64Array(slots).fill(Number.NaN)])),
    connections: new Map(spec.databases.map(({ name }) => [name, new Float64Array(slots)])),
  };
  const orders = spec.services.map((service) => ({
    name: service.name,
    counts: counts.get(service.name) ?? [],
    ahead: service.pendingSeconds,
    ordered: service.initialTasks,
  }));
  for (let slot = 0; slot < slots; slot += 1) {
    for (let second = slot * slotSeconds; second < (slot + 1) * slotSeconds; second += 1) {
      for (const order of orders) {
        const coming = order.counts[Math.min(slots - 1, Math.floor((second + order.ahead) / slotSeconds))] ?? 0;
        const wanted = Math.max(order.counts[slot] ?? 0, coming);
        if (wanted !== order.ordered) world.setDesiredCount(order.name, wanted);
        order.ordered = wanted;
      }
      world.step();
      for (const [database, sums] of played.connections) sums[slot]! += world.connections(database) / slotSeconds;
    }
    const fromMs = spec.startMs + slot * slotSeconds * 1000;
    for (const [service, percents] of played.cpuPercent) {
      const points = world.datapoints({ service, name: "CPUUtilization" }, periodSeconds, fromMs, world.nowMs);
      const tasks = points.reduce((sum, point) => sum + point.sampleCount, 0);
      if (tasks > 0) percents[slot] = points.reduce((sum, point) => sum + point.average * point.sampleCount, 0) / tasks;
    }
    advance(slotSeconds);
  }
  return played;
}

/** Datapoints are read at the end of their slot. */
function withPromptMetrics(spec: WorldSpec, slotSeconds: number): WorldSpec {
  const keptDatapoints = Math.max(4, Math.ceil(slotSeconds / periodSeconds) + 1);
  return { ...spec, metrics: { delaySeconds60: 0, delaySeconds20: 0, databaseDelaySeconds: 0, keptDatapoints } };
}
