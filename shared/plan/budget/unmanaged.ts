import type { Unmanaged } from "../memory.ts";
import type { ConnectionsDatapoint, TaskCounts } from "../snapshot.ts";

/** A service's tasks beside its pool on one database. */
export type PoolHolder = {
  readonly counts: TaskCounts;
  readonly drainSeconds: number;
  readonly connectionsPerTask: number;
  readonly minimumConnectionsPerTask: number;
};

/**
 * The sessions on a database that no configured service explains.
 *
 * Measured over *stable* minutes only: no task has started or stopped from a drain time before the minute until now, so
 * the tasks of now are those of the minute. Elastic pools make it an interval: high if they idled, low if they were
 * full. A minute in which tasks only started still tells a lower bound, which lifts an older measurement at once; the
 * tail of a scale-in tells nothing.
 *
 * @param datapoints Maximum of DatabaseConnections per minute
 * @param connectorConnections what named connectors may hold, whole connections; they are not unmanaged
 * @param before the last measurement, kept while no minute is stable
 * @returns whole connections, 0 <= low <= high; `null` where nothing was ever measured
 * @throws never
 */
export const measureUnmanaged = (
  datapoints: readonly ConnectionsDatapoint[],
  holders: readonly PoolHolder[],
  connectorConnections: number,
  before: Unmanaged | null,
): Unmanaged | null => {
  const full = sum(holders.map((holder) => holder.counts.running * holder.connectionsPerTask));
  const idle = sum(holders.map((holder) => holder.counts.running * holder.minimumConnectionsPerTask));
  const stable = datapoints.filter((datapoint) => isStable(datapoint, holders));
  const newest = stable.at(-1);
  if (newest !== undefined) {
    const most = Math.max(...stable.map((datapoint) => datapoint.maximum));
    return {
      lowConnections: Math.max(0, most - full - connectorConnections),
      highConnections: Math.max(0, most - idle),
      measuredAtMs: newest.atMs,
    };
  }
  if (before === null) return null;
  const unexplained = datapoints
    .filter((datapoint) => holders.every((holder) => stoppedNothingSince(datapoint, holder)))
    .map((datapoint) => datapoint.maximum - mostHeld(holders) - connectorConnections);
  const least = Math.max(0, ...unexplained);
  return {
    ...before,
    lowConnections: Math.max(before.lowConnections, least),
    highConnections: Math.max(before.highConnections, least),
  };
};

const isStable = (datapoint: ConnectionsDatapoint, holders: readonly PoolHolder[]): boolean =>
  holders.every(({ counts, drainSeconds }) => {
    const quietSinceMs = datapoint.atMs - drainSeconds * 1000;
    return (
      counts.pending === 0 &&
      counts.stopping === 0 &&
      (counts.lastStartAtMs ?? 0) <= quietSinceMs &&
      (counts.lastStopAtMs ?? 0) <= quietSinceMs
    );
  });

const stoppedNothingSince = (datapoint: ConnectionsDatapoint, { counts, drainSeconds }: PoolHolder): boolean =>
  counts.stopping === 0 && (counts.lastStopAtMs ?? 0) <= datapoint.atMs - drainSeconds * 1000;

const mostHeld = (holders: readonly PoolHolder[]): number =>
  sum(holders.map(({ counts, connectionsPerTask }) => (counts.running + counts.pending) * connectionsPerTask));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
