import type { WorldSpec } from "../../world/spec.ts";
import type { ChartCase, ChartRow } from "../charts/chart-case.ts";
import { connectionsRow, failuresRow, slownessRow, tasksRow, trafficRow } from "../charts/standard-rows.ts";
import { formatCount } from "../format-quantity.ts";
import { type ScenarioReport, titleOf } from "./scenario-report.ts";

export function scenarioChartsOf(report: ScenarioReport): ChartCase {
  return {
    zeroAtSeconds: 0,
    rows: [
      trafficRow,
      tasksRow((i) => report.records[i]!.result.peakTasks),
      ...connectionRows(report),
      failuresRow,
      slownessRow(objectiveOf(report.scenario.world)),
    ],
    runs: report.records.map(({ result, notices, timeline }) => ({
      name: titleOf(report, result.controller),
      notices,
      timeline,
    })),
  };
}

/** One row per database; where the world did not keep them apart, one with the sum, which has no wall. */
function connectionRows({ scenario, records }: ScenarioReport): readonly ChartRow[] {
  const { databases } = scenario.world;
  const databaseOf = (run: number, name: string) => records[run]!.result.databases[name];
  const wallOf = (name: string) =>
    records.map(({ result }) => result.databases[name]?.limit).find((limit) => limit !== undefined) ?? null;
  const summary = (run: number, name: string) => {
    const found = databaseOf(run, name);
    return found === undefined ? "" : `peak ${formatCount(found.peak)} of ${formatCount(found.limit)}`;
  };
  const apart = records.every(({ timeline }) => timeline.every((sample) => sample.connectionsByDatabase !== undefined));
  if (databases.length === 1 || apart)
    return databases.map(({ name }, place) =>
      connectionsRow({
        id: `connections-${place}`,
        title: `Connections of ${name}`,
        wall: wallOf(name),
        read: (sample) => sample.connectionsByDatabase?.[place] ?? sample.connections,
        summary: (_, run) => summary(run, name),
      }),
    );
  if (databases.length === 0) return [];
  return [
    connectionsRow({
      id: "connections",
      title: "Connections of all databases",
      wall: null,
      read: (sample) => sample.connections,
      summary: (_, run) => databases.map(({ name }) => `${name} ${summary(run, name)}`).join(", "),
    }),
  ];
}

/** Of the services that users call, if they have one in common. */
function objectiveOf({ services }: WorldSpec): number | null {
  const objectives = new Set(
    services.filter(({ traffic }) => traffic !== undefined).map(({ sloSeconds }) => sloSeconds),
  );
  const [only] = objectives;
  return objectives.size === 1 && only !== undefined ? only : null;
}
