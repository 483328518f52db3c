import { textTable } from "../../shared/text-table.ts";
import { medianError, type Pair, predictionError } from "./comparison.ts";
import { type Outcome, refusedShare } from "./outcome.ts";
import type { ProbedWall } from "./probe-wall.ts";

const groups = ["", "", "refused share", "", "", "attempts", "", "", "seconds", "", ""];
const columns = ["live", "predicted", "off"];
const head = ["run", "", ...columns, ...columns, ...columns];

/**
 * Each run, and the medians of the errors' sizes: the share in points, attempts and seconds until the first refusal in
 * percent.
 *
 * @param played the runs of each play by its title, in order
 */
export const renderComparison = (played: ReadonlyMap<string, readonly Pair[]>): readonly string[] => {
  const rows = [...played].flatMap(([title, runs]) => runs.map((pair) => runRow(title, pair)));
  const medians = [...played].map(([title, runs]) => medianRow(title, runs));
  return textTable([groups, head, ...rows, ...medians], [0, 1]);
};

/** The last slot of each server, found by filling it. */
export const renderWalls = (walls: readonly ProbedWall[]): readonly string[] =>
  textTable([
    ["max_connections", "reserved", "for tasks, live", "predicted", "then for superusers, live", "predicted"],
    ...walls.map(({ maxConnections, reservedConnections, live, predicted }) => [
      maxConnections,
      reservedConnections,
      live.tasks,
      predicted.tasks,
      live.superusers,
      predicted.superusers,
    ]),
  ]);

const runRow = (title: string, { run, live, predicted }: Pair): readonly string[] => {
  const error = predictionError({ live, predicted });
  return [
    String(run),
    title,
    percent(live),
    percent(predicted),
    signed(error.refusedSharePoints, "points"),
    figure(live.attemptsToRefusal),
    figure(predicted.attemptsToRefusal),
    signed(error.attemptsPercent, "%"),
    figure(live.secondsToExhaustion),
    figure(predicted.secondsToExhaustion),
    signed(error.secondsPercent, "%"),
  ];
};

const medianRow = (title: string, runs: readonly Pair[]): readonly string[] => {
  const error = medianError(runs.map(predictionError));
  const { refusedSharePoints, attemptsPercent, secondsPercent } = error;
  const off = [
    `${refusedSharePoints.toFixed(1)} points`,
    `${attemptsPercent.toFixed(1)} %`,
    `${secondsPercent.toFixed(1)} %`,
  ];
  return ["median", title, "", "", off[0]!, "", "", off[1]!, "", "", off[2]!];
};

const percent = (outcome: Outcome): string => `${(100 * refusedShare(outcome)).toFixed(1)} %`;

const figure = (value: number | null): string => (value === null ? "none" : String(value));

const signed = (error: number, unit: "points" | "%"): string => {
  const text = error.toFixed(1);
  if (Number(text) === 0) return `0.0 ${unit}`;
  return `${error > 0 ? "+" : ""}${text} ${unit}`;
};
