import type { InvariantBreach } from "../controllers/controller.ts";
import type { ServiceTerms } from "../scenario/scenario.ts";
import type { PoolSpec } from "../world/spec.ts";
import type { World } from "../world/world.ts";
import type { CommitmentWatch } from "./commitment-watch.ts";

type Invariant = InvariantBreach["invariant"];

/** Counts what the controller writes, and holds each write against the rules that can be checked from outside. */
export class WriteWatch {
  /** Changes of desired counts. */
  writes = 0;
  /** Per service: the desired count was raised in this second. */
  readonly raised: Uint8Array;
  private readonly world: World;
  private readonly terms: readonly ServiceTerms[];
  private readonly commitments: CommitmentWatch;
  private readonly keepsWall: boolean;
  private readonly desired: Int32Array;
  private readonly found = new Map<Invariant, InvariantBreach>();
  private anyRaised = false;

  /** @param keepsWall I1 is its rule; others' raises above the wall are over-commitment, but break no rule of theirs */
  constructor(world: World, terms: readonly ServiceTerms[], commitments: CommitmentWatch, keepsWall: boolean) {
    this.world = world;
    this.terms = world.spec.services.map(({ name }) => {
      const own = terms.find(({ service }) => service === name);
      if (own === undefined) throw new RangeError(`the scenario has no terms for "${name}"`);
      return own;
    });
    this.commitments = commitments;
    this.keepsWall = keepsWall;
    this.raised = new Uint8Array(this.terms.length);
    this.desired = Int32Array.from(this.terms, ({ service }) => world.counts(service).desired);
  }

  /** After the controller's step, before the world's. */
  look(second: number): void {
    if (this.anyRaised) this.raised.fill(0);
    this.anyRaised = false;
    for (let i = 0; i < this.terms.length; i += 1) {
      const { service, minTasks, maxTasks } = this.terms[i] as ServiceTerms;
      const { desired } = this.world.counts(service);
      const before = this.desired[i] as number;
      if (desired === before) continue;
      this.writes += 1;
      if (desired > before) {
        this.raised[i] = 1;
        this.anyRaised = true;
      }
      this.desired[i] = desired;
      if (desired < minTasks || desired > maxTasks) {
        this.breach(
          "I2",
          second,
          `${service}: ${desired} tasks were asked for, ${minTasks} to ${maxTasks} are allowed`,
        );
      }
    }
    if (this.anyRaised && this.keepsWall) this.checkWall(second);
  }

  breach(invariant: Invariant, second: number, detail: string): void {
    const before = this.found.get(invariant) ?? { invariant, count: 0, firstAtSeconds: second, detail };
    this.found.set(invariant, { ...before, count: before.count + 1 });
  }

  breaches(): readonly InvariantBreach[] {
    return [...this.found.values()];
  }

  /** I1: what exists, and what the desired counts will start in the next second, fits under the wall after a raise. */
  private checkWall(second: number): void {
    for (const { spec, limit, services, committed } of this.commitments.databases) {
      const writers = services.filter((index) => this.raised[index] === 1);
      if (writers.length === 0) continue;
      let coming = committed;
      for (const index of services) coming += this.toStart(index, spec.name);
      if (coming <= limit) continue;
      const names = writers.map((index) => this.terms[index]?.service).join(", ");
      this.breach("I1", second, `${names}: ${coming} connections at ${spec.name}, ${limit} fit`);
    }
  }

  /** Connections at a database of the tasks that a service's desired count lacks. */
  private toStart(index: number, database: string): number {
    const { service } = this.terms[index] as ServiceTerms;
    const { desired, running, pending } = this.world.counts(service);
    const missing = desired - running - pending;
    const pool = this.world.spec.services[index]?.pool;
    if (missing <= 0 || pool === undefined) return 0;
    return missing * this.priceOf(service, pool, database);
  }

  private priceOf(service: string, pool: PoolSpec, database: string): number {
    const reader = pool.reader?.database === database ? pool.reader.connectionsPerTask : 0;
    if (pool.database !== database || pool.proxy !== undefined) return reader;
    const launching = this.world.deployments(service).find(({ atEntry }) => !atEntry);
    return reader + (launching ?? pool).connectionsPerTask + (pool.migrationPool?.connectionsPerTask ?? 0);
  }
}
