import { assumed, type CalibrationProblem, type Figure, measured } from "./calibration.ts";
import { type Fit, fitWithError, type PlacedObservation } from "./fit-with-error.ts";
import type { ServiceHistory } from "./history.ts";
import { median, quantile } from "./quantile.ts";
import { stableSlots } from "./stable-slots.ts";

export type CpuCalibration = { readonly cpuSecondsPerRequest: Figure; readonly idleCpuRatio: Figure };

export type CpuOutcome =
  | { readonly kind: "ok"; readonly cpu: CpuCalibration }
  | { readonly kind: "refused"; readonly problem: CalibrationProblem };

/** A task at its limit queues: its CPU no longer says what a request costs. */
const saturatedPercent = 92;
const leastReadings = 30;
/** A coefficient known no better than this decides nothing. */
const mostErrorRatio = 0.25;
/** A model that misses the readings by this much, in the middle, explains nothing. */
const mostHeldOutError = 0.3;
/** Requests per task that vary by less than this, from the 5th to the 95th percentile, can't part idle from busy CPU. */
const leastSpreadRatio = 0.15;
/** Below this they are noise, and a line through noise says nothing about a busy hour. */
const leastJointSpreadRatio = 0.05;
/** The world's own default. */
const defaultIdleRatio = 0.02;
const mostIdleRatio = 0.9;

/**
 * CPU of a request and of an idle task: cpu = idle + (CPU per request) x requests a second and task.
 *
 * Only slots with a steady task count and without saturation take part. Where autoscaling has held the requests per task
 * too steady for both, the idle CPU is assumed and the total CPU has to follow the total requests.
 */
export function calibrateCpu(history: ServiceHistory, slotSeconds: number, settleSeconds: number): CpuOutcome {
  const observations = observe(history, slotSeconds, settleSeconds);
  if (observations.length < leastReadings) return refuse(history.service, tooFew(observations.length));
  const slots = history.requests.length;
  const joint = fitWithError(observations, 2, slots);
  const isSpread = spreadOf(observations) >= leastJointSpreadRatio;
  if (joint !== null && isSpread && isUsable(joint, 0) && (joint.coefficients[1] as number) <= mostIdleRatio) {
    const idle = joint.coefficients[1] as number;
    const error = joint.plusMinus[1] as number;
    if (idle >= -error) {
      return {
        kind: "ok",
        cpu: {
          cpuSecondsPerRequest: figureOf(joint, 0),
          idleCpuRatio: { ...figureOf(joint, 1), value: Math.max(0, idle) },
        },
      };
    }
  }
  return assumeIdle(history.service, observations, slots);
}

function assumeIdle(service: string, observations: readonly PlacedObservation[], slots: number): CpuOutcome {
  const above = observations.map((one) => ({ ...one, x: [one.x[0] as number], y: one.y - defaultIdleRatio }));
  const fit = fitWithError(above, 1, slots);
  const spread = spreadOf(observations);
  if (fit === null || !isUsable(fit, 0)) return refuse(service, unexplained(fit));
  if (spread < leastSpreadRatio && !countsMove(observations)) return refuse(service, noVariation(spread));
  const because = `requests per task varied too little (by ${Math.round(spread * 100)} %) to tell idle CPU from busy CPU`;
  return {
    kind: "ok",
    cpu: { cpuSecondsPerRequest: figureOf(fit, 0), idleCpuRatio: assumed(defaultIdleRatio, "default", because) },
  };
}

/** x: requests a second and task, 1. y: CPU of a task, 0..1. */
function observe(history: ServiceHistory, slotSeconds: number, settleSeconds: number): readonly TaskObservation[] {
  const stable = stableSlots(history.runningTasks, slotSeconds, settleSeconds);
  const observations: TaskObservation[] = [];
  for (let slot = 0; slot < stable.length; slot += 1) {
    const requests = history.requests[slot] ?? null;
    const percent = history.cpuPercent[slot] ?? null;
    const tasks = history.runningTasks[slot] ?? null;
    if (!stable[slot] || requests === null || percent === null || tasks === null) continue;
    if (tasks < 1 || percent > saturatedPercent) continue;
    observations.push({ slot, tasks, x: [requests / slotSeconds / tasks, 1], y: percent / 100 });
  }
  return observations;
}

function spreadOf(observations: readonly PlacedObservation[]): number {
  const rates = observations.map(({ x }) => x[0] as number);
  return ((quantile(rates, 0.95) ?? 0) - (quantile(rates, 0.05) ?? 0)) / Math.max(1e-9, median(rates) ?? 0);
}

type TaskObservation = PlacedObservation & { readonly tasks: number };

function countsMove(observations: readonly (PlacedObservation & { readonly tasks?: number })[]): boolean {
  const tasks = observations.map((one) => one.tasks ?? 0);
  return (quantile(tasks, 0.95) ?? 0) >= 1.3 * (quantile(tasks, 0.05) ?? 0);
}

function isUsable(fit: Fit, column: number): boolean {
  const value = fit.coefficients[column] as number;
  const isExplained = fit.heldOutError !== null && fit.heldOutError <= mostHeldOutError;
  return value > 0 && (fit.plusMinus[column] as number) <= mostErrorRatio * value && isExplained;
}

function figureOf(fit: Fit, column: number) {
  return measured(fit.coefficients[column] as number, fit.plusMinus[column] as number, fit.heldOutError, fit.samples);
}

type Words = Pick<CalibrationProblem, "code" | "message" | "fix">;

function refuse(subject: string, words: Words): CpuOutcome {
  return { kind: "refused", problem: { subject, ...words } };
}

function tooFew(found: number): Words {
  return {
    code: "too-few-readings",
    message: `only ${found} readings have requests, CPU and a steady task count; ${leastReadings} are needed`,
    fix: "Give a longer recording, or one with shorter slots.",
  };
}

function noVariation(spread: number): Words {
  return {
    code: "no-variation",
    message: `requests per task varied by ${Math.round(spread * 100)} % only and the task count hardly changed: what a request costs can't be seen`,
    fix: "Give a recording with quiet and busy hours; a whole day is a good start.",
  };
}

function unexplained(fit: Fit | null): Words {
  const off = fit?.heldOutError ?? null;
  const how = off === null ? "" : `: a model of both misses the CPU by ${Math.round(off * 100)} % in the middle`;
  return {
    code: "unexplained",
    message: `CPU does not follow the requests${how}`,
    fix: "Check that requests and CPU are of the same service and clock; work without requests (batches, consumers) can't be backtested.",
  };
}
