import type { ServiceSpec, WorldSpec } from "../world/spec.ts";
import type { World } from "../world/world.ts";
import { bucketSeconds, Demand, startSeconds } from "./clairvoyant/demand.ts";
import { databaseSlowness, type ElasticCount, taskCapacity, taskConnections } from "./clairvoyant/task-capacity.ts";
import { type Sharing, type TaskRange, WallDivision } from "./clairvoyant/wall-division.ts";
import type { Controller } from "./controller.ts";
import { orderTasks } from "./order-tasks.ts";

/** How it plays; which play suits a scenario best is found by rehearsing (clairvoyant/rehearsed-play.ts). */
export type ClairvoyantPlay = {
  /** Load of a task that it plans for, 0..1. */
  readonly targetLoad: number;
  /** The same for the first minutes, where less is: a run that begins with too few tasks has a backlog to work off. */
  readonly openingLoad: number;
  /** Never stops what it would start again within this long. */
  readonly keepSeconds: number;
  readonly sharing: Sharing;
  /** What an elastic pool counts as. */
  readonly elasticPools: ElasticCount;
  /**
   * Connections that it plans with for each one that there is, >= 1. Tasks that find none still answer, with errors: where
   * the wall is far too low for the traffic, that ends a storm of retries sooner than tasks drowned in it do.
   */
  readonly overbook: number;
  /** Deployments stay at their entry: not having to deploy is easier, unless their surge is of use above the maximum. */
  readonly holdsDeployments: boolean;
};

export const plainPlay: ClairvoyantPlay = {
  targetLoad: 0.6,
  openingLoad: 1,
  keepSeconds: 900,
  sharing: "equal",
  elasticPools: "most",
  overbook: 1,
  holdsDeployments: false,
};

export type ClairvoyantOptions = TaskRange &
  Partial<ClairvoyantPlay> & {
    /** By service, in the spec's order; default: the range above for all. */
    readonly ranges?: readonly TaskRange[];
  };

/** Ahead of the start time, for the second's noise. */
const spareSeconds = 30;
/** After the first tasks that it has ordered are up. */
const openingSeconds = 240;

/**
 * Knows the traffic and the faults to come, and orders for them.
 *
 * It obeys what everyone obeys: tasks take their time to start and to drain, all pools together stay under the wall, minimum
 * and maximum hold, and a throttled API takes no order.
 */
export class Clairvoyant implements Controller {
  readonly name = "clairvoyant";
  private readonly spec: WorldSpec;
  private readonly play: ClairvoyantPlay;
  private readonly demand: Demand;
  private readonly division: WallDivision;
  /** From the order to stop until its connections are surely free for tasks that were ordered in their place. */
  private readonly releaseSeconds: number;
  private readonly plans = new Map<number, Int32Array>();

  constructor(spec: WorldSpec, options: ClairvoyantOptions) {
    this.spec = spec;
    this.play = { ...plainPlay, ...options };
    this.demand = new Demand(spec);
    const ranges = options.ranges ?? spec.services.map(() => options);
    const { elasticPools, targetLoad, sharing, overbook } = this.play;
    const connectionsOf = (service: number, database: string): number =>
      taskConnections(spec.services[service] as ServiceSpec, database, elasticPools, targetLoad);
    this.division = new WallDivision(spec, this.demand, ranges, sharing, connectionsOf, overbook);
    const drain = Math.max(0, ...spec.services.map(({ drainSeconds }) => drainSeconds));
    const jitter = Math.max(0, ...spec.services.map(({ pendingJitterSeconds }) => pendingJitterSeconds ?? 0));
    this.releaseSeconds = drain + jitter + spareSeconds + bucketSeconds;
  }

  step(world: World): void {
    const second = (world.nowMs - this.spec.startMs) / 1000;
    if (second % bucketSeconds !== 0) return;
    if (second === 0 && this.play.holdsDeployments) {
      for (const { service } of this.spec.deployments ?? []) world.holdDeployment(service);
    }
    this.plans.delete(second / bucketSeconds - 1);
    const mute = this.muteSeconds(second);
    this.spec.services.forEach((service, index) => {
      let tasks = this.order(service, index, second);
      // Before nobody listens, all that will be needed meanwhile is ordered.
      for (let ahead = bucketSeconds; ahead <= mute; ahead += bucketSeconds) {
        tasks = Math.max(tasks, this.order(service, index, second + ahead));
      }
      if (tasks !== world.counts(service.name).desired) orderTasks(world, service.name, tasks);
    });
  }

  /** What to have ordered by now: what will be needed when a task started now is up, less what must be free by then. */
  private order(service: ServiceSpec, index: number, second: number): number {
    const lead = startSeconds(service) + spareSeconds;
    const onArrival = this.planned(second + lead)[index] as number;
    const onRelease = this.planned(second + this.releaseSeconds)[index] as number;
    return lead >= this.releaseSeconds ? Math.max(onArrival, onRelease) : Math.min(onArrival, onRelease);
  }

  private planned(second: number): Int32Array {
    const bucket = Math.floor(second / bucketSeconds);
    const known = this.plans.get(bucket);
    if (known !== undefined) return known;
    // What is released early was needed until then: hence from before.
    const fromSecond = bucket * bucketSeconds - this.releaseSeconds;
    const toSecond = bucket * bucketSeconds + this.play.keepSeconds;
    const rates = Float64Array.from(this.demand.sources, (_, source) =>
      this.demand.highest(source, fromSecond, toSecond),
    );
    const { targetLoad, openingLoad } = this.play;
    const carries = Float64Array.from(this.spec.services, (service) => {
      const slowness = databaseSlowness(this.spec, service, fromSecond, toSecond);
      const isOpening = bucket * bucketSeconds <= startSeconds(service) + spareSeconds + openingSeconds;
      return (isOpening ? Math.min(targetLoad, openingLoad) : targetLoad) * taskCapacity(service, slowness);
    });
    const plan = this.division.divide({ rates, carries });
    this.plans.set(bucket, plan);
    return plan;
  }

  /** How long ECS's API will take no orders, from shortly before it stops taking them. */
  private muteSeconds(second: number): number {
    let mute = 0;
    for (const fault of this.spec.faults ?? []) {
      if (fault.kind !== "api-throttling" || fault.api !== "ecs") continue;
      if (second >= fault.fromSecond - 2 * bucketSeconds && second < fault.untilSecond) {
        mute = Math.max(mute, fault.untilSecond - second);
      }
    }
    return mute;
  }
}
