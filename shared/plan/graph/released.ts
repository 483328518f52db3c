/** A service whose own growth sends more requests to its callees: it has some that it doesn't serve yet. */
export type Source = {
  /** Per second; what it could pass on beyond what it serves now, >= 0. */
  readonly unservedPerSecond: number;
  /** What it serves now. */
  readonly servedPerSecond: number;
  /** The most that one of its tasks was seen, or is known, to serve; > 0. */
  readonly perTaskPerSecond: number;
};

/**
 * What a service passes on beyond what it serves now, at a count of tasks.
 *
 * A task of a saturated service serves what the others do, which is more than at its target. A service that serves all
 * that arrives has nothing to release, however many tasks it gets.
 *
 * @param tasks whole tasks, all of them taken for healthy
 * @returns requests per second, 0 <= released <= unserved; never falls with `tasks`
 * @throws never
 */
export const releasedPerSecond = (source: Source, tasks: number): number =>
  Math.min(source.unservedPerSecond, Math.max(0, source.perTaskPerSecond * tasks - source.servedPerSecond));
