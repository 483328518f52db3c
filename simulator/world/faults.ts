import type { FaultSpec, Span, ThrottledApi } from "./fault-spec.ts";
import { RandomStream } from "./random.ts";

type FaultOf<Kind extends FaultSpec["kind"]> = Extract<FaultSpec, { kind: Kind }>;

/** Streams of their own: what a controller asks for changes nothing of what the world does. */
const streamOf = { ecs: 70_001, "application-autoscaling": 70_002, cloudwatch: 70_003, events: 70_004, zones: 70_005 };

/**
 * What goes wrong from outside, decided in one place: the world, the embedded cloud and controllers ask here.
 *
 * Each call of an API and each event draws its own fate. The same spec and seed give the same fates to the same sequence of
 * questions.
 */
export class Faults {
  private readonly throttling: readonly FaultOf<"api-throttling">[];
  private readonly stale: readonly FaultOf<"stale-metrics">[];
  private readonly lost: readonly FaultOf<"lost-events">[];
  private readonly duplicate: readonly FaultOf<"duplicate-events">[];
  private readonly zones: readonly FaultOf<"zone-loss">[];
  private readonly slow: readonly FaultOf<"slow-database">[];
  private readonly calls: Readonly<Record<ThrottledApi, RandomStream>>;
  private readonly events: RandomStream;
  private readonly losses: RandomStream;

  /** @throws RangeError for a span that ends before it begins, a ratio outside 0..1, and a factor that is not above 0 */
  constructor(spec: readonly FaultSpec[], seed: number) {
    for (const fault of spec) check(fault);
    const all = <Kind extends FaultSpec["kind"]>(kind: Kind) =>
      spec.filter((fault): fault is FaultOf<Kind> => fault.kind === kind);
    this.throttling = all("api-throttling");
    this.stale = all("stale-metrics");
    this.lost = all("lost-events");
    this.duplicate = all("duplicate-events");
    this.zones = all("zone-loss");
    this.slow = all("slow-database");
    const stream = (name: keyof typeof streamOf) => new RandomStream(seed, streamOf[name]);
    this.calls = {
      ecs: stream("ecs"),
      "application-autoscaling": stream("application-autoscaling"),
      cloudwatch: stream("cloudwatch"),
    };
    this.events = stream("events");
    this.losses = stream("zones");
  }

  /** Whether AWS answers this call with ThrottlingException; asked once a call. What an SDK retries by itself is not modelled. */
  throttles(api: ThrottledApi, second: number): boolean {
    let admitted = 1;
    for (const fault of this.throttling) if (fault.api === api && holds(fault, second)) admitted *= 1 - fault.ratio;
    return admitted < 1 && this.calls[api].uniform() >= admitted;
  }

  /** How often an event that EventBridge should deliver comes; asked once an event. A lost one is never a duplicate. */
  eventCopies(second: number): 0 | 1 | 2 {
    if (this.lost.length + this.duplicate.length === 0) return 1;
    if (happens(this.lost, second, this.events)) return 0;
    return happens(this.duplicate, second, this.events) ? 2 : 1;
  }

  /**
   * The second whose published datapoints are what can be read now: now, or the last one before a fault that keeps all
   * later ones back until it ends.
   *
   * @param service `undefined`: a database's metrics, which only a fault of all metrics keeps back
   */
  publishedUntil(service: string | undefined, second: number): number {
    let at = second;
    for (let i = 0; i < this.stale.length; i += 1) {
      const fault = this.stale[i] as FaultOf<"stale-metrics">;
      if ((fault.service !== undefined && fault.service !== service) || !holds(fault, at)) continue;
      at = fault.fromSecond - 1;
      // What was published before it may have been kept back by another one.
      i = -1;
    }
    return at;
  }

  /** Share of every service's tasks that dies this second, 0..1. */
  lossAt(second: number): number {
    let left = 1;
    for (const { fromSecond, ratio } of this.zones) if (fromSecond === second) left *= 1 - ratio;
    return 1 - left;
  }

  /** Where in a task the rounding of one service's loss begins, 0 <= offset < 1; drawn anew at each call. */
  lossOffset(): number {
    return this.losses.uniform();
  }

  /** What hold time and CPU of a database's requests are multiplied with, > 0. */
  slownessOf(database: string, second: number): number {
    let factor = 1;
    for (const fault of this.slow) if (fault.database === database && holds(fault, second)) factor *= fault.factor;
    return factor;
  }

  /** Whether `lossAt` or `slownessOf` can ever say anything. */
  get touchesWorld(): boolean {
    return this.zones.length + this.slow.length > 0;
  }

  /** Names that its faults are about, for the world to check. */
  get subjects(): { readonly services: readonly string[]; readonly databases: readonly string[] } {
    return {
      services: this.stale.flatMap(({ service }) => (service === undefined ? [] : [service])),
      databases: this.slow.map(({ database }) => database),
    };
  }
}

function holds({ fromSecond, untilSecond }: Span, second: number): boolean {
  return second >= fromSecond && second < untilSecond;
}

function happens(
  faults: readonly (Span & { readonly ratio: number })[],
  second: number,
  random: RandomStream,
): boolean {
  let spared = 1;
  for (const fault of faults) if (holds(fault, second)) spared *= 1 - fault.ratio;
  return spared < 1 && random.uniform() >= spared;
}

function check(fault: FaultSpec): void {
  const { kind, fromSecond, untilSecond } = fault;
  if (!(fromSecond < untilSecond)) {
    throw new RangeError(`fault ${kind}: it holds from ${fromSecond} until ${untilSecond}; let it end after it begins`);
  }
  if ("ratio" in fault && !(fault.ratio >= 0 && fault.ratio <= 1)) {
    throw new RangeError(`fault ${kind}: its ratio ${fault.ratio} is not in 0..1`);
  }
  if ("factor" in fault && !(fault.factor > 0)) {
    throw new RangeError(`fault ${kind}: its factor ${fault.factor} is not above 0`);
  }
}
