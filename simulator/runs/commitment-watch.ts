import type { DatabaseSpec } from "../world/spec.ts";
import type { World } from "../world/world.ts";
import type { OverCommitmentCause } from "./run-result.ts";

/** A database, and who has pools there. */
type Watched = {
  readonly spec: DatabaseSpec;
  /** max_connections less what is reserved. */
  readonly limit: number;
  /** Indices of the services that connect to it, to its proxy, or as their replica. */
  readonly services: readonly number[];
  committed: number;
  peakCommitted: number;
  secondsOver: number;
  raisedBy: OverCommitmentCause;
};

/**
 * Follows the commitments at every database: k x tasks that exist, pending and stopping ones included, and others'.
 *
 * A second above the wall is charged to what raised the commitments there last: a desired count that the controller has
 * raised, a deployment, a task that is started in the place of another, or the state at second 0.
 */
export class CommitmentWatch {
  readonly databases: readonly Watched[];
  readonly secondsOver: Record<OverCommitmentCause, number> = {
    controller: 0,
    deployment: 0,
    start: 0,
    replacement: 0,
  };
  private readonly world: World;
  private readonly names: readonly string[];
  private readonly committed: Float64Array;
  private readonly before: Float64Array;

  constructor(world: World) {
    const { services, databases, proxies } = world.spec;
    this.world = world;
    this.names = services.map(({ name }) => name);
    this.databases = databases.map((spec) => ({
      spec,
      limit: spec.maxConnections - spec.reservedConnections,
      services: services.flatMap(({ pool }, index) => {
        const behindProxy = proxies?.find(({ name }) => name === pool?.proxy)?.database;
        return [pool?.database, pool?.reader?.database, behindProxy].includes(spec.name) ? [index] : [];
      }),
      committed: 0,
      peakCommitted: 0,
      secondsOver: 0,
      raisedBy: "start" as const,
    }));
    this.committed = new Float64Array(services.length);
    this.before = new Float64Array(services.length);
    this.count();
    for (const database of this.databases) {
      database.committed = this.world.committedOn(database.spec.name);
      database.peakCommitted = database.committed;
    }
  }

  /**
   * After the world's step.
   *
   * @param raised per service: the controller has raised its desired count before this step
   */
  endSecond(raised: Uint8Array): void {
    this.count();
    for (let i = 0; i < this.databases.length; i += 1) {
      const database = this.databases[i] as Watched;
      const committed = this.world.committedOn(database.spec.name);
      if (committed > database.committed) database.raisedBy = this.causeAt(database, raised);
      database.committed = committed;
      if (committed > database.peakCommitted) database.peakCommitted = committed;
      if (committed <= database.limit) continue;
      database.secondsOver += 1;
      this.secondsOver[database.raisedBy] += 1;
    }
  }

  private count(): void {
    this.before.set(this.committed);
    for (let i = 0; i < this.names.length; i += 1) {
      this.committed[i] = this.world.committedConnections(this.names[i] as string);
    }
  }

  /** Several services may have grown in one second: a write counts before a deployment, a deployment before a replacement. */
  private causeAt({ services }: Watched, raised: Uint8Array): OverCommitmentCause {
    let cause: OverCommitmentCause = "replacement";
    for (const index of services) {
      if ((this.committed[index] as number) <= (this.before[index] as number)) continue;
      if (raised[index] === 1) return "controller";
      const [primary] = this.world.deployments(this.names[index] as string);
      if (primary?.rolloutState === "IN_PROGRESS") cause = "deployment";
    }
    return cause;
  }
}
