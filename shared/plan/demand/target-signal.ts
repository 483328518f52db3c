import type { TargetSignalConfig } from "../../config/signal-config.ts";
import { type TasksAt, tasksAt } from "../memory.ts";
import type { SignalReading } from "../readings/signal-reading.ts";
import type { Opinion } from "./opinion.ts";
import { isNear, roundUp, totalAsk } from "./rounding.ts";

/**
 * What a metric with a target asks for.
 *
 * ask = ceil(tasks at the datapoint x value / target), with the task count *at the datapoint*: so one datapoint gives
 * one ask, however often it is read. A signal that measures a total asks for ceil(value / target). Within the
 * tolerance it asks for what is there.
 *
 * @param desired the desired count now, >= 0
 * @param running the running count's history, for datapoints that carry no sample count
 * @returns an ask >= 0, or a hold where the value is missing, stale or not a number
 * @throws never
 * @see Kubernetes HorizontalPodAutoscaler, algorithm details (the ratio, the tolerance)
 */
export const targetOpinion = (
  signal: TargetSignalConfig,
  reading: SignalReading,
  desired: number,
  running: readonly TasksAt[],
  nowMs: number,
): Opinion => {
  const hold = (code: "signal-unknown" | "signal-stale", detail: string): Opinion => ({
    kind: "hold",
    signal: signal.name,
    code,
    detail,
  });
  if (reading.kind === "unknown") return hold("signal-unknown", reading.detail);
  if (reading.kind !== "datapoint") return hold("signal-unknown", "the reading is not a datapoint");
  if (!Number.isFinite(reading.value) || reading.value < 0) {
    return hold("signal-unknown", `the value ${reading.value} is not a number >= 0`);
  }
  const endMs = reading.atMs + reading.periodSeconds * 1000;
  const ageSeconds = Math.round((nowMs - endMs) / 1000);
  if (ageSeconds > signal.staleAfterSeconds) return hold("signal-stale", `the newest datapoint is ${ageSeconds} s old`);

  const { name, asksAlone, target, toleranceRatio } = signal;
  const ask = (tasks: number, ratio: number): Opinion => ({ kind: "ask", signal: name, tasks, asksAlone, ratio });
  if (signal.measures === "total") {
    const total = totalAsk(reading.value, target, desired, toleranceRatio);
    return ask(total.tasks, total.ratio);
  }
  const tasks = reading.tasks ?? tasksAt(running, reading.atMs);
  if (tasks === null) return hold("signal-unknown", "the task count at the datapoint is not known yet");
  const ratio = reading.value / target;
  const askTasks = isNear(ratio, toleranceRatio) ? tasks : roundUp(tasks * ratio);
  return ask(askTasks, ratio);
};
