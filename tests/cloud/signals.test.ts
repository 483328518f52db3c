import { describe, expect, it } from "@jest/globals";
import { readSnapshot } from "../../shared/aws/read-snapshot.ts";
import type { SignalConfig } from "../../shared/config/config.ts";
import type { SignalReading } from "../../shared/plan/snapshot.ts";
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

  it("has no response times to publish: no datapoint, and no failure", async () => {
    expect(await read([latencySignal()])).toEqual([{ kind: "series", points: [], periodSeconds: 60, seenAtMs: null }]);
  });
});
