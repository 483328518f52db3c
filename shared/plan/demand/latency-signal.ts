import type { LatencySignalConfig } from "../../config/signal-config.ts";
import type { AlarmStep } from "../memory.ts";
import type { SignalReading } from "../readings/signal-reading.ts";
import type { Opinion } from "./opinion.ts";
import { stepTasksOf } from "./rounding.ts";

export type LatencyVerdict = { readonly opinion: Opinion; readonly step: AlarmStep | null };

/**
 * What response times ask for: one step up while every datapoint of the window is above the threshold.
 *
 * A response time says that something is too slow, not how many tasks are missing, so it asks in steps, at most one per
 * max(window, warm-up) and each on a newer datapoint, so that a step can show its effect before the next. It never asks
 * for fewer: a service may be fast because it has its tasks. For the same reason it objects to a scale-in as soon as the
 * newest datapoint is above the threshold: fewer tasks would make slow responses slower. Without requests there is
 * nothing to be slow, and no opinion.
 *
 * @param desired the desired count now, >= 0
 * @param before the step asked for at the last plan, if any; its `sinceMs` is the newest datapoint that it was taken on
 * @returns the opinion and the step to remember
 * @throws never
 */
export const latencyOpinion = (
  signal: LatencySignalConfig,
  reading: SignalReading,
  desired: number,
  before: AlarmStep | null,
  nowMs: number,
): LatencyVerdict => {
  const { name, threshold } = signal;
  const hold = (detail: string): LatencyVerdict => ({
    opinion: { kind: "hold", signal: name, code: "signal-unknown", detail },
    step: before,
  });
  if (reading.kind === "unknown") return hold(reading.detail);
  if (reading.kind !== "series") return hold("the reading is not a series");
  const waitMs = Math.max(signal.windowSeconds, signal.warmUpSeconds) * 1000;
  const waits = before !== null && nowMs - before.steppedAtMs < waitMs;
  const none = (detail: string): LatencyVerdict => ({
    opinion: { kind: "none", signal: name, code: null, detail },
    step: waits ? before : null,
  });

  const { points, periodSeconds } = reading;
  const newest = points.at(-1);
  if (newest === undefined) return none("no requests");
  const ageSeconds = Math.round((nowMs - newest.atMs) / 1000) - periodSeconds;
  if (ageSeconds > signal.staleAfterSeconds) return none(`no requests for ${ageSeconds} s`);
  if (!Number.isFinite(newest.value)) return hold(`the value ${newest.value} is not a number`);
  if (newest.value <= threshold) return none(`${newest.value} is not above ${threshold}`);

  const ratio = newest.value / threshold;
  const periods = Math.max(1, Math.ceil(signal.windowSeconds / periodSeconds));
  const window = points.filter(({ atMs }) => atMs > newest.atMs - periods * periodSeconds * 1000);
  if (window.length < periods || !window.every(({ value }) => value > threshold)) {
    return {
      opinion: { kind: "keep", signal: name, detail: describe(newest.value, threshold), ratio },
      step: waits ? before : null,
    };
  }
  const stands = before !== null && (waits || newest.atMs <= before.sinceMs);
  const step = stands
    ? before
    : { sinceMs: newest.atMs, steppedAtMs: nowMs, askTasks: desired + stepTasksOf(signal, desired) };
  return {
    opinion: { kind: "ask", signal: name, tasks: step.askTasks, asksAlone: true, ratio, keeps: true },
    step,
  };
};

const describe = (value: number, threshold: number): string => `${value} is above ${threshold}`;
