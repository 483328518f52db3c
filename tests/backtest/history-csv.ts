import type { RecordedPoint } from "../../simulator/backtest/build-history.ts";

const columns = {
  requests: "requests",
  cpuPercent: "cpu_percent",
  runningTasks: "running_tasks",
  desiredTasks: "desired_tasks",
  connections: "database_connections",
} as const;

/** Recorded points as the documented CSV; the one database's connections stand in the first service's rows. */
export const historyCsv = (points: readonly RecordedPoint[]): string => {
  const services = [...new Set(points.filter(({ series }) => series !== "connections").map(({ subject }) => subject))];
  const rows = new Map<string, Map<string, number>>();
  for (const { subject, series, atMs, value } of points) {
    const key = `${new Date(atMs).toISOString()},${series === "connections" ? services[0] : subject}`;
    const row = rows.get(key) ?? new Map<string, number>();
    row.set(columns[series], value);
    rows.set(key, row);
  }
  const names = Object.values(columns);
  const lines = [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, row]) => {
      return [key, ...names.map((name) => (row.has(name) ? Number(row.get(name)!.toPrecision(8)) : ""))].join();
    });
  return `timestamp,service,${names.join()}\n${lines.join("\n")}\n`;
};
