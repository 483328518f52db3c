import type { BenchTable, Ratio, Spread, SumAndMedian } from "./bench-report.ts";

export type Figure = BenchTable["figure"];

/** Below 0.01 % of the requests, or of the time, two figures are too small to compare. */
const clearRatio = 0.0001;

/** @returns what counts as nothing, in the figure's own unit */
export function clearBelow(figure: Figure, seconds: number): number {
  switch (figure) {
    case "failedRatio":
      return clearRatio;
    case "sloViolationMinutes":
      return (clearRatio * seconds) / 60;
  }
}

/** @param clear both below it: equal; only the base below it: no ratio says how much worse */
export function ratioOf(own: number, base: number, clear: number): Ratio {
  if (base < clear || base === 0) return own < clear || own === 0 ? { kind: "both-clear" } : { kind: "base-clear" };
  return { kind: "ratio", value: own / base };
}

/** For medians and comparisons: nothing is 0, and against nothing is infinite. */
export function ratioValue(ratio: Ratio): number {
  switch (ratio.kind) {
    case "ratio":
      return ratio.value;
    case "both-clear":
      return 0;
    case "base-clear":
      return Number.POSITIVE_INFINITY;
  }
}

/** @returns the mean of the two in the middle where their number is even; `null` for none */
export function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const high = sorted[Math.floor(middle)];
  if (high === undefined) return null;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] as number) + high) / 2;
}

export function sumAndMedian(values: readonly number[]): SumAndMedian {
  return { sum: values.reduce((sum, value) => sum + value, 0), median: medianOf(values) ?? 0 };
}

export function spreadOf(values: readonly number[]): Spread {
  const sum = values.reduce((total, value) => total + value, 0);
  return { mean: sum / Math.max(1, values.length), least: Math.min(...values), most: Math.max(...values) };
}

/** JSON has no infinity. */
export function finiteOrNull(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
