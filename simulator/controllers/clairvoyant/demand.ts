import type { ServiceSpec, WorldSpec } from "../../world/spec.ts";
import { requestsPerSecond, type TrafficSpec } from "../../world/traffic.ts";

export const bucketSeconds = 10;

/** Something from outside the world that makes work. */
export type Source = {
  /** Users' requests, as opposed to messages that nobody waits for. */
  readonly isEntry: boolean;
  readonly traffic: TrafficSpec;
  /** By service, in the spec's order: requests there for one unit of the traffic, every call answered. */
  readonly requestsPerRequest: Float64Array;
};

/** What will arrive: the traffic to come, by source, in buckets of ten seconds. */
export class Demand {
  readonly sources: readonly Source[];
  private readonly highestByBucket: number[][];
  private readonly spec: WorldSpec;
  private readonly longestStartSeconds: number;

  constructor(spec: WorldSpec) {
    this.spec = spec;
    this.sources = sourcesOf(spec);
    this.highestByBucket = this.sources.map(() => []);
    this.longestStartSeconds = Math.max(0, ...spec.services.map(startSeconds));
  }

  /** The highest rate of a source in [fromSecond, toSecond], in requests a second; 0 before second 0 counts as second 0's. */
  highest(source: number, fromSecond: number, toSecond: number): number {
    let highest = 0;
    const last = Math.floor(toSecond / bucketSeconds);
    for (let bucket = Math.max(0, Math.floor(fromSecond / bucketSeconds)); bucket <= last; bucket += 1) {
      highest = Math.max(highest, this.ofBucket(source, bucket));
    }
    return highest;
  }

  private ofBucket(source: number, bucket: number): number {
    const known = this.highestByBucket[source] as number[];
    for (let next = known.length; next <= bucket; next += 1) {
      const { traffic } = this.sources[source] as Source;
      let highest = 0;
      for (let i = 0; i < bucketSeconds; i += 1) {
        highest = Math.max(highest, requestsPerSecond(traffic, next * bucketSeconds + i));
      }
      known.push(highest * this.lossFactor(next * bucketSeconds));
    }
    return known[bucket] as number;
  }

  /** While a lost zone's tasks are started again elsewhere, the others must carry their part. */
  private lossFactor(second: number): number {
    let factor = 1;
    for (const fault of this.spec.faults ?? []) {
      if (fault.kind !== "zone-loss" || fault.ratio >= 1) continue;
      const untilSecond = fault.fromSecond + this.longestStartSeconds + 60;
      if (second + bucketSeconds > fault.fromSecond && second < untilSecond) factor /= 1 - fault.ratio;
    }
    return factor;
  }
}

/** From the order to start until a task surely takes traffic. */
export function startSeconds({ pendingSeconds, pendingJitterSeconds, bootSeconds }: ServiceSpec): number {
  return pendingSeconds + (pendingJitterSeconds ?? 0) + bootSeconds;
}

function sourcesOf(spec: WorldSpec): Source[] {
  const found: Source[] = [];
  // Messages are a source of their own: nobody waits for them, so where the wall is low they can come last.
  const add = (traffic: TrafficSpec | undefined, service: string, requests: number, isEntry: boolean): void => {
    if (traffic === undefined) return;
    const requestsPerRequest = new Float64Array(spec.services.length);
    found.push({ isEntry, traffic, requestsPerRequest });
    follow(spec, service, requests, requestsPerRequest, (consumer, messages) =>
      add(traffic, consumer, messages, false),
    );
  };
  for (const { name, traffic } of spec.services) add(traffic, name, 1, true);
  for (const { traffic, consumer } of spec.queues ?? []) add(traffic, consumer, 1, false);
  return found;
}

/** Calls from a service on, and what it sends to queues; the world has refused circles. */
function follow(
  spec: WorldSpec,
  service: string,
  requests: number,
  into: Float64Array,
  send: (consumer: string, messages: number) => void,
): void {
  const index = spec.services.findIndex(({ name }) => name === service);
  into[index] = (into[index] as number) + requests;
  for (const call of spec.services[index]?.calls ?? []) {
    follow(spec, call.service, requests * call.requestsPerRequest, into, send);
  }
  for (const { producer, consumer } of spec.queues ?? []) {
    if (producer?.service === service) send(consumer, requests * producer.messagesPerRequest);
  }
}
