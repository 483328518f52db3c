import type { DatabaseHistory, History, Reading, ServiceHistory } from "./history.ts";

/** The series of a service that a recording may hold. */
export const serviceSeries = ["requests", "cpuPercent", "runningTasks", "desiredTasks"] as const;

export type SeriesName = (typeof serviceSeries)[number] | "connections";

/** One recorded value. `subject` is a service, or a database for `connections`. */
export type RecordedPoint = {
  readonly subject: string;
  readonly series: SeriesName;
  /** Start of its slot; a whole number of slots after the recording's first one. */
  readonly atMs: number;
  readonly value: number;
};

/**
 * Puts recorded values on one grid; what was not recorded stays unknown.
 *
 * @param points in any order; of two for one place the later one in the list counts
 * @returns the history from the first recorded slot to the last one, names sorted
 * @throws RangeError without any point
 */
export function buildHistory(points: readonly RecordedPoint[], slotSeconds: number): History {
  let startMs = Number.POSITIVE_INFINITY;
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const { atMs } of points) {
    startMs = Math.min(startMs, atMs);
    lastMs = Math.max(lastMs, atMs);
  }
  if (points.length === 0) throw new RangeError("a history needs a recorded value");
  const slots = Math.round((lastMs - startMs) / 1000 / slotSeconds) + 1;
  const lists = new Map<string, Reading[]>();
  const listOf = (subject: string, series: SeriesName): Reading[] => {
    const key = `${series} ${subject}`;
    const found = lists.get(key) ?? new Array<Reading>(slots).fill(null);
    lists.set(key, found);
    return found;
  };
  for (const { subject, series, atMs, value } of points)
    listOf(subject, series)[Math.round((atMs - startMs) / 1000 / slotSeconds)] = value;
  const subjects = (isDatabase: boolean): string[] =>
    [
      ...new Set(
        points.filter(({ series }) => (series === "connections") === isDatabase).map((point) => point.subject),
      ),
    ].sort();
  const services = subjects(false).map((service): ServiceHistory => {
    const [requests, cpuPercent, runningTasks, desiredTasks] = serviceSeries.map((series) => listOf(service, series));
    return {
      service,
      requests: requests!,
      cpuPercent: cpuPercent!,
      runningTasks: runningTasks!,
      desiredTasks: desiredTasks!,
    };
  });
  const databases = subjects(true).map(
    (database): DatabaseHistory => ({ database, connections: listOf(database, "connections") }),
  );
  return { startMs, slotSeconds, slots, services, databases };
}

/** @returns slots of a list that nobody recorded */
export function countUnknown(readings: readonly Reading[]): number {
  return readings.reduce<number>((count, reading) => count + (reading === null ? 1 : 0), 0);
}
