import type { DefectSpec, DeploymentSpec } from "./deployment-spec.ts";
import type { DeploymentLimits } from "./rolling-step.ts";
import type { MigrationPoolSpec, ServiceSpec } from "./spec.ts";

/** ECS's rolloutState. A deployment that another one replaces stays IN_PROGRESS. */
export type RolloutState = "IN_PROGRESS" | "COMPLETED" | "FAILED";

/** One deployment and what its tasks have in common; number 0 is what runs at second 0. */
export type Deployment = {
  readonly number: number;
  readonly strategy: "rolling" | "blue-green" | "canary";
  readonly connectionsPerTask: number;
  readonly migrationPool: MigrationPoolSpec | undefined;
  readonly pendingSeconds: number;
  readonly bootSeconds: number;
  readonly bakeSeconds: number;
  /** `canary`: share of the traffic, 0..1, and for how long. */
  readonly canaryRatio: number;
  readonly canarySeconds: number;
  readonly defect: DefectSpec | undefined;
  readonly circuitBreaker: { readonly rollback: boolean } | undefined;
  readonly entry: () => boolean;
  readonly createdAt: number;
  /** Whose tasks ran when it was started. */
  readonly source: number;
  state: RolloutState;
  updatedAt: number;
  /** The entry is behind it. */
  entered: boolean;
  /** `canary`: its share of the traffic goes to the new fleet since; -1 before. */
  canaryAt: number;
  /** `blue-green` and `canary`: all traffic goes to the new fleet since; -1 before. */
  switchedAt: number;
  /** In a row, since the last one that came up. */
  failedTasks: number;
};

/** A deployment has begun (IN_PROGRESS) or ended. */
export type DeploymentChange = { readonly number: number; readonly state: RolloutState; readonly second: number };

/** ECS's own are 5 % and ten minutes; a rehearsal of an hour wants it shorter. */
const defaultCanary = { percent: 10, seconds: 300 };
const leastFailures = 3;
const mostFailures = 200;

/** One service's deployments: what ECS keeps beside the tasks. */
export class Deployments {
  limits: DeploymentLimits;
  /** Somebody holds the entry of what is started next, or hasn't entered yet. */
  held = false;
  /** True from a deployment's start to its end. */
  moving = false;
  /** Some revision is or was defective. */
  hasDefects = false;
  private readonly all: Deployment[];
  private readonly changes: DeploymentChange[] = [];

  constructor(spec: ServiceSpec) {
    this.limits = {
      maximumPercent: spec.maximumPercent ?? 200,
      minimumHealthyPercent: spec.minimumHealthyPercent ?? 100,
    };
    this.all = [
      {
        number: 0,
        strategy: "rolling",
        connectionsPerTask: spec.pool?.connectionsPerTask ?? 0,
        migrationPool: spec.pool?.migrationPool,
        pendingSeconds: spec.pendingSeconds,
        bootSeconds: spec.bootSeconds,
        bakeSeconds: 0,
        canaryRatio: 0,
        canarySeconds: 0,
        defect: undefined,
        circuitBreaker: undefined,
        entry: always,
        createdAt: 0,
        source: 0,
        state: "COMPLETED",
        updatedAt: 0,
        entered: true,
        canaryAt: -1,
        switchedAt: 0,
        failedTasks: 0,
      },
    ];
  }

  /** The newest one. */
  get primary(): Deployment {
    return this.all[this.all.length - 1] as Deployment;
  }

  /** Every one that ever was, oldest first. */
  get history(): readonly Deployment[] {
    return this.all;
  }

  /** Of which deployment a task is that starts outside the rollout: while the primary one waits at its entry, the one before. */
  get launching(): Deployment {
    const { primary } = this;
    return primary.entered ? primary : this.numbered(primary.source);
  }

  numbered(number: number): Deployment {
    return this.all[number] as Deployment;
  }

  /** @returns the new primary deployment */
  start(spec: DeploymentSpec, second: number): Deployment {
    const before = this.primary;
    const deployment = this.add({ ...this.launching, ...revisionOf(spec) }, before, second);
    this.limits = {
      maximumPercent: spec.maximumPercent ?? this.limits.maximumPercent,
      minimumHealthyPercent: spec.minimumHealthyPercent ?? this.limits.minimumHealthyPercent,
    };
    return deployment;
  }

  /** @returns whether the primary deployment may start its tasks */
  enters(): boolean {
    const { primary } = this;
    if (!primary.entered && !this.held && primary.entry()) primary.entered = true;
    return primary.entered;
  }

  /** Share of the traffic that goes to the primary deployment's tasks while the others take the rest; 0: dealt to all alike. */
  get canaryRatio(): number {
    const { primary } = this;
    const shares = primary.state === "IN_PROGRESS" && primary.canaryAt >= 0 && primary.switchedAt < 0;
    return shares ? primary.canaryRatio : 0;
  }

  /** The tasks of a second fleet take no traffic before the canary or the switch, the old ones none after the switch. */
  isDark(number: number): boolean {
    const { primary } = this;
    if (!this.moving || !primary.entered || primary.strategy === "rolling") return false;
    if (primary.switchedAt < 0 && primary.canaryAt >= 0) return false;
    return primary.switchedAt < 0 ? number === primary.number : number !== primary.number;
  }

  /** Tasks that have ended before they were healthy. Trips the circuit breaker of the primary deployment. */
  recordFailures(number: number, tasks: number, desired: number, second: number): void {
    const deployment = this.numbered(number);
    deployment.failedTasks += tasks;
    if (deployment !== this.primary || deployment.state !== "IN_PROGRESS") return;
    const { circuitBreaker } = deployment;
    const most = Math.min(mostFailures, Math.max(leastFailures, Math.ceil(desired / 2)));
    if (circuitBreaker === undefined || deployment.failedTasks < most) return;
    this.settle("FAILED", second);
    const completed = this.all.findLast(({ state }) => state === "COMPLETED");
    if (circuitBreaker.rollback && completed !== undefined) {
      this.add({ ...completed, strategy: "rolling", bakeSeconds: 0, entry: always }, deployment, second);
    }
  }

  /** Ends the primary deployment. A failed one is still `moving`: what backs off is dropped. */
  settle(state: "COMPLETED" | "FAILED", second: number): void {
    const { primary } = this;
    primary.state = state;
    primary.updatedAt = second;
    this.moving = state === "FAILED";
    this.changes.push({ number: primary.number, state, second });
  }

  get hasChanges(): boolean {
    return this.changes.length > 0;
  }

  /** Since the last call, in their order. */
  takeChanges(): readonly DeploymentChange[] {
    return this.changes.splice(0);
  }

  private add(content: Deployment, before: Deployment, second: number): Deployment {
    const deployment: Deployment = {
      ...content,
      number: this.all.length,
      createdAt: second,
      source: before.entered ? before.number : before.source,
      state: "IN_PROGRESS",
      updatedAt: second,
      entered: false,
      canaryAt: -1,
      switchedAt: -1,
      failedTasks: 0,
    };
    this.all.push(deployment);
    if (deployment.defect !== undefined) this.hasDefects = true;
    this.moving = true;
    this.changes.push({ number: deployment.number, state: "IN_PROGRESS", second });
    return deployment;
  }
}

const always = (): boolean => true;

function revisionOf(spec: DeploymentSpec) {
  const { connectionsPerTask, pendingSeconds, bootSeconds, entry } = spec;
  return {
    strategy: spec.strategy ?? ("rolling" as const),
    bakeSeconds: spec.bakeSeconds ?? 0,
    canaryRatio: (spec.canaryPercent ?? defaultCanary.percent) / 100,
    canarySeconds: spec.canarySeconds ?? defaultCanary.seconds,
    defect: spec.defect,
    circuitBreaker: spec.circuitBreaker,
    entry: entry === undefined || entry === "open" ? always : entry,
    ...(connectionsPerTask === undefined ? {} : { connectionsPerTask }),
    ...(pendingSeconds === undefined ? {} : { pendingSeconds }),
    ...(bootSeconds === undefined ? {} : { bootSeconds }),
  };
}
