import type { DbClusterSpec, DbInstanceSpec, RdsEstate } from "./rds-estate.ts";

/** Where an account's databases are kept; a test may put another one there at any time. */
export type EstateHolder = { estate: RdsEstate };

type Transition = { readonly atMs: number; readonly change: (estate: RdsEstate) => RdsEstate };

/** What RDS does of itself after an operation, at its time in the world: nothing runs, whoever looks sees what is due. */
export class RdsTimeline {
  readonly #holder: EstateHolder;
  readonly #nowMs: () => number;
  #pending: Transition[] = [];

  constructor(holder: EstateHolder, nowMs: () => number) {
    this.#holder = holder;
    this.#nowMs = nowMs;
  }

  get nowMs(): number {
    return this.#nowMs();
  }

  /** The estate as it is now. */
  estate(): RdsEstate {
    const nowMs = this.#nowMs();
    for (;;) {
      const due = this.#pending.filter(({ atMs }) => atMs <= nowMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (due === undefined) return this.#holder.estate;
      this.#pending = this.#pending.filter((one) => one !== due);
      this.#holder.estate = due.change(this.#holder.estate);
    }
  }

  now(change: (estate: RdsEstate) => RdsEstate): void {
    this.#holder.estate = change(this.estate());
  }

  later(afterSeconds: number, change: (estate: RdsEstate) => RdsEstate): void {
    this.#pending.push({ atMs: this.#nowMs() + afterSeconds * 1000, change });
  }
}

export const withInstance =
  (id: string, change: (spec: DbInstanceSpec) => DbInstanceSpec) =>
  (estate: RdsEstate): RdsEstate => ({
    ...estate,
    instances: estate.instances.map((spec) => (spec.instance === id ? change(spec) : spec)),
  });

export const withCluster =
  (id: string, change: (spec: DbClusterSpec) => DbClusterSpec) =>
  (estate: RdsEstate): RdsEstate => ({
    ...estate,
    clusters: estate.clusters.map((spec) => (spec.cluster === id ? change(spec) : spec)),
  });
