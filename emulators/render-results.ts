import type { StepResult } from "./run-steps.ts";

/** A table of the steps: how long each took and what it called, the most called service first. */
export const renderResults = (results: readonly StepResult[]): readonly string[] => {
  const rows = [
    ["step", "", "seconds", "calls of the stack and of serverless"],
    ...results.map(({ name, outcome, seconds, calls }) => [name, outcome, seconds.toFixed(1), renderCalls(calls)]),
    ["together", "", sum(results.map(({ seconds }) => seconds)).toFixed(1), renderCalls(together(results))],
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map(([name, outcome, seconds, calls]) =>
    [name!.padEnd(widths[0]!), outcome!.padEnd(widths[1]!), seconds!.padStart(widths[2]!), calls].join("  ").trimEnd(),
  );
};

const renderCalls = (calls: StepResult["calls"]): string =>
  Object.entries(calls)
    .sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1))
    .map(([service, count]) => `${service} ${count}`)
    .join(", ");

const together = (results: readonly StepResult[]): StepResult["calls"] => {
  const all: Record<string, number> = {};
  for (const { calls } of results) {
    for (const [service, count] of Object.entries(calls)) all[service] = (all[service] ?? 0) + count;
  }
  return all;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
