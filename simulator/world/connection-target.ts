/** Where a task's pool ends: at the database itself, or at a proxy in front of it. */
export type ConnectionTarget = {
  /** Opens whole sets of `size` connections. @returns sets opened, <= sets */
  openSets(sets: number, size: number): number;
  /** So far, of everybody's. */
  readonly refusedAttempts: number;
  close(connections: number): void;
};

/** Of one service's tasks; `undefined`: it has no such pool. */
export type PoolTargets = {
  readonly main: ConnectionTarget | undefined;
  /** The replica of reader pools. */
  readonly reader: ConnectionTarget | undefined;
};
