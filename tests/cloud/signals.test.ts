import { describe, expect, it } from "@jest/globals";
import { readSnapshot } from "../../shared/aws/read-snapshot.ts";
import type { SignalConfig } from "../../shared/config/signal-config.ts";
import type { SignalReading } from "../../shared/plan/readings/signal-reading.ts";
import { EmbeddedCloud } from "../../simulator/cloud/embedded-cloud.ts";
import { queueUrlOf, type StackNames } from "../../simulator/cloud/stack-names.ts";
import type { ServiceSpec, WorldSpec } from "../../simulator/world/spec.ts";
import { backlogSignal, config, latencySignal, rateSignal, requestsSignal, service } from "../plan/builders.ts";
import { legalWorld, startMs, worldAfter } from "../simulator/world/small-world.ts";

const names: StackNames = { prefix: "shop", region: "eu-central-1", accountId: "123456789012" };

/** What the adapters read of one service, five minutes into a world. */
const read = async (
  signals: readonly SignalConfig[],
  spec: Partial<ServiceSpec> = {},
  changes: Partial<WorldSpec> = {},
): Promise<readonly SignalReading[]> => {
  const world = worldAfter(300, legalWorld(spec, changes));
  const shop = config([service({ name: "shop", ecsService: "shop", pools: [], signals })], []);
  const cloud = new EmbeddedCloud(world, shop, [], names);
  const snapshot = await readSnapshot(
    cloud.clients(),
    shop,
    "shop",
    world.nowMs,
    queueUrlOf(names, "events"),
    names.prefix,
  );
  return snapshot.services[0]!.signals;
};

const minute = (minutes: number): number => startMs + minutes * 60_000;

describe("the embedded cloud, read by the adapters", () => {
  it("publishes a service's requests as a load balancer does, and its hosts beside them", async () => {
    const readings = await read([rateSignal(), requestsSignal()]);
    const expected = {
      kind: "series",
      points: [0, 1, 2, 3].map((minutes) => ({ atMs: minute(minutes), value: expect.closeTo(6000, -3) })),
      periodSeconds: 60,
      seenAtMs: minute(3),
    };
    expect(readings).toEqual([expected, expected]);
  });

  it("publishes no requests where there are none, and still its hosts", async () => {
    const quiet = { traffic: { kind: "perSecond", requestsPerSecond: [0] } } as const;
    expect(await read([requestsSignal()], quiet)).toEqual([
      { kind: "series", points: [], periodSeconds: 60, seenAtMs: minute(3) },
    ]);
  });

  it("answers for the queue that a service consumes", async () => {
    const flood = {
      name: "jobs",
      consumer: "shop",
      traffic: { kind: "perSecond", requestsPerSecond: [1000] },
    } as const;
    const { traffic: _none, ...consumer } = legalWorld().services[0]!;
    const [reading] = await read([backlogSignal()], {}, { services: [consumer], queues: [flood] });
    expect(reading).toMatchObject({ kind: "queue", inFlightMessages: 0, readAtMs: minute(5) });
    // 1,000 come in a second, and four tasks at 20 ms of one core each work off 200.
    expect(reading?.kind === "queue" ? reading.waitingMessages : 0).toBeGreaterThan(200_000);
  });

  it("knows no queue that nobody consumes", async () => {
    const cloud = new EmbeddedCloud(worldAfter(1, legalWorld()), config([], []), [], names);
    const QueueUrl = "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs";
    await expect(cloud.handle("sqs", "GetQueueAttributes", { QueueUrl })).rejects.toMatchObject({
      name: "QueueDoesNotExist",
    });
  });

  it("publishes a service's response times, in any percentile", async () => {
    const of = async (statistic: "Average" | `p${number}`) => {
      const signal = latencySignal();
      const [reading] = await read([latencySignal({ metric: { ...signal.metric, statistic } })]);
      return reading?.kind === "series" ? reading.points.map(({ value }) => value) : [];
    };
    const [average, p50, p99, p999] = [await of("Average"), await of("p50"), await of("p99"), await of("p99.9")];
    expect(p99).toHaveLength(4);
    p99.forEach((value, minute) => {
      // 20 ms of work at half load: 26 ms on average, ln 100 times as much at the 99th percentile.
      expect(average[minute]).toBeGreaterThan(0.02);
      expect(value / (average[minute] as number)).toBeCloseTo(Math.log(100), 1);
      expect(value / (p50[minute] as number)).toBeCloseTo(Math.log(100) / Math.log(2), 1);
      expect((p999[minute] as number) / value).toBeCloseTo(1.5, 1);
    });
  });

  it("publishes no response times without requests, and no failure", async () => {
    const quiet = { traffic: { kind: "perSecond", requestsPerSecond: [0] } } as const;
    expect(await read([latencySignal()], quiet)).toEqual([
      { kind: "series", points: [], periodSeconds: 60, seenAtMs: null },
    ]);
  });

  it("answers for periods of 20 s as well", async () => {
    const signal = requestsSignal();
    const [reading] = await read([requestsSignal({ metric: { ...signal.metric, periodSeconds: 20 } })]);
    const points = reading?.kind === "series" ? reading.points : [];
    expect(points.length).toBeGreaterThan(10);
    for (const { value } of points) expect(value).toBeCloseTo(2_000, -3);
  });
});
