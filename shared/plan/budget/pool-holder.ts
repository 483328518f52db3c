import type { ConnectionsDatapoint } from "../readings/database-reading.ts";
import type { TaskCounts } from "../readings/service-reading.ts";

/** A service's tasks beside its pool on one database, or on one proxy. */
export type PoolHolder = {
  readonly counts: TaskCounts;
  readonly drainSeconds: number;
  readonly connectionsPerTask: number;
  readonly minimumConnectionsPerTask: number;
};

/** No task has started or stopped from a drain time before the datapoint until now: the tasks of now are those of then. */
export const isStable = ({ atMs }: Pick<ConnectionsDatapoint, "atMs">, holders: readonly PoolHolder[]): boolean =>
  holders.every(({ counts, drainSeconds }) => {
    const quietSinceMs = atMs - drainSeconds * 1000;
    return (
      counts.pending === 0 &&
      counts.stopping === 0 &&
      (counts.lastStartAtMs ?? 0) <= quietSinceMs &&
      (counts.lastStopAtMs ?? 0) <= quietSinceMs
    );
  });

/** Since a drain time before the datapoint tasks have only started: there are at least as many now as there were then. */
export const stoppedNothingSince = (
  { atMs }: Pick<ConnectionsDatapoint, "atMs">,
  holders: readonly PoolHolder[],
): boolean =>
  holders.every(
    ({ counts, drainSeconds }) => counts.stopping === 0 && (counts.lastStopAtMs ?? 0) <= atMs - drainSeconds * 1000,
  );

/** The most that the tasks which exist may hold. */
export const mostHeld = (holders: readonly PoolHolder[]): number =>
  holders.reduce(
    (sum, { counts, connectionsPerTask }) => sum + (counts.running + counts.pending) * connectionsPerTask,
    0,
  );
