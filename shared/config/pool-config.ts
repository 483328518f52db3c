/** One pool of one task, as its library is set up. */
export type PoolSetting = {
  /** The key under `pools`. */
  readonly database: string;
  /** Most connections per process. */
  readonly size: number;
  readonly processes: number;
  readonly extras: number;
  readonly kind: "fixed" | "elastic";
  /** What an idle process keeps. */
  readonly minimum: number;
  /** Environment variables of the task definition that set them: `POOL_SIZE`, or `DATABASE_URL?pool_size`. */
  readonly sizeVariable: string | null;
  readonly processesVariable: string | null;
};

export type PoolConfig = {
  /** The database that the connections end at, through a proxy or not. */
  readonly database: string;
  /** The proxy in between; `null`: straight to the database. */
  readonly proxy: string | null;
  /** k = pools x processes + extras: the most connections one task can hold there, >= 1. */
  readonly connectionsPerTask: number;
  /** `fixed` pools open fully at start; `elastic` ones grow with load. */
  readonly kind: "fixed" | "elastic";
  /** What an idle task holds; equals connectionsPerTask for fixed pools. */
  readonly minimumConnectionsPerTask: number;
  /** `worst`: a task is priced with connectionsPerTask. `measured`: with what elastic pools were seen to use. */
  readonly admission: "worst" | "measured";
};
