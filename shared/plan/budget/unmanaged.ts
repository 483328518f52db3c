import type { Unmanaged } from "../memory.ts";
import type { ConnectionsDatapoint } from "../readings/database-reading.ts";
import { isStable, mostHeld, type PoolHolder, stoppedNothingSince } from "./pool-holder.ts";
import { leastOnOneReader, mostOnOneReader } from "./readers.ts";

export type { PoolHolder } from "./pool-holder.ts";

/**
 * The sessions on a database that no configured service explains.
 *
 * Measured over *stable* minutes only: no task has started or stopped from a drain time before the minute until now, so
 * the tasks of now are those of the minute. Elastic pools make it an interval: high if they idled, low if they were
 * full. A minute in which tasks only started still tells a lower bound, which lifts an older measurement at once; the
 * tail of a scale-in tells nothing.
 *
 * @param datapoints Maximum of DatabaseConnections per minute; of readers, the fullest one's
 * @param connectorConnections what named connectors may hold, whole connections; they are not unmanaged
 * @param before the last measurement, kept while no minute is stable
 * @param readers over how many readers the services' connections are spread
 * @returns whole connections on one instance, 0 <= low <= high; `null` where nothing was ever measured
 * @throws never
 */
export const measureUnmanaged = (
  datapoints: readonly ConnectionsDatapoint[],
  holders: readonly PoolHolder[],
  connectorConnections: number,
  before: Unmanaged | null,
  readers = 1,
): Unmanaged | null => {
  const full = mostOnOneReader(
    sum(holders.map((holder) => holder.counts.running * holder.connectionsPerTask)),
    readers,
  );
  const idle = leastOnOneReader(
    sum(holders.map((holder) => holder.counts.running * holder.minimumConnectionsPerTask)),
    readers,
  );
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
    .filter((datapoint) => stoppedNothingSince(datapoint, holders))
    .map((datapoint) => datapoint.maximum - mostOnOneReader(mostHeld(holders), readers) - connectorConnections);
  const least = Math.max(0, ...unexplained);
  return {
    ...before,
    lowConnections: Math.max(before.lowConnections, least),
    highConnections: Math.max(before.highConnections, least),
  };
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
