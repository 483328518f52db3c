import { describe, expect, it } from "@jest/globals";
import { controllerKind } from "../../../simulator/controllers/catalogue.ts";
import { TargetTracking } from "../../../simulator/controllers/target-tracking.ts";
import type { ServiceSpec, WorldSpec } from "../../../simulator/world/spec.ts";
import { legalService, legalWorld } from "../world/small-world.ts";
import { type Change, legalTerms, playKind } from "./play-kind.ts";

const kind = controllerKind("target-tracking-requests");
const minutes = (count: number, rate: number) => new Array<number>(count * 60).fill(rate);

/** Requests that aren't worth counting in CPU: a task's target is 30 a second, 1,800 a minute. */
const service = (rates: readonly number[], changes: Partial<ServiceSpec> = {}): Partial<ServiceSpec> => ({
  traffic: { kind: "perSecond", requestsPerSecond: rates },
  initialTasks: 5,
  cpuSecondsPerRequest: 0.001,
  ...changes,
});

const changesOf = async (spec: WorldSpec, seconds: number, name = "shop"): Promise<readonly Change[]> => {
  const terms = legalTerms(spec, { requestsPerTask: 30, maxTasks: 60 });
  return (await playKind(kind, spec, seconds, terms)).changes[name] ?? [];
};

describe("ALBRequestCountPerTarget, target 1,800 a minute", () => {
  type Row = { when: string; rates: readonly number[]; seconds: number; expected: readonly Change[] };
  it.each<Row>([
    {
      when: "3 of 3 minutes above and the publishing delay: ceil(5 x 60 / 30) = 10 at once",
      rates: [...minutes(10, 140), ...minutes(10, 299)],
      seconds: 860,
      expected: [{ atSecond: 840, desired: 10 }],
    },
    {
      when: "requests don't top out as CPU does: x8 in one step",
      rates: [...minutes(10, 140), ...minutes(10, 1_198)],
      seconds: 860,
      expected: [{ atSecond: 840, desired: 40 }],
    },
    { when: "between 0.9 x target and the target nothing happens", rates: [142], seconds: 3_000, expected: [] },
    {
      when: "15 of 15 minutes below 0.9 x target: ceil(5 x 11 / 30) = 2",
      rates: [...minutes(10, 142), ...minutes(20, 55)],
      seconds: 1_570,
      expected: [{ atSecond: 1_560, desired: 2 }],
    },
    {
      when: "a minute without requests is reported as 0, and is low: to the minimum",
      rates: [...minutes(10, 142), ...minutes(20, 0)],
      seconds: 1_570,
      expected: [{ atSecond: 1_560, desired: 1 }],
    },
  ])("$when", async ({ rates, seconds, expected }) => {
    expect(await changesOf(legalWorld(service(rates)), seconds)).toEqual(expected);
  });
});

describe("without a metric to track, average CPU", () => {
  // CPU stays below a tenth, so on CPU it goes to the minimum; requests alone would keep all five.
  const steady = service([142]);

  it("of a queue's consumer, which has no load balancer", async () => {
    const { traffic: _messages, ...worker } = legalService({ ...steady, name: "worker" });
    const spec = legalWorld(
      {},
      {
        services: [legalService(steady), worker],
        queues: [{ name: "jobs", consumer: "worker", producer: { service: "shop", messagesPerRequest: 1 } }],
      },
    );
    expect(await changesOf(spec, 1_200, "shop")).toEqual([]);
    expect((await changesOf(spec, 1_200, "worker"))[0]?.desired).toBe(1);
  });

  it.each([
    { strategy: "blue-green", expected: 1 },
    { strategy: "canary", expected: 1 },
    { strategy: "rolling", expected: undefined },
  ] as const)("of a service with $strategy deployments: $expected", async ({ strategy, expected }) => {
    const spec = legalWorld(steady, { deployments: [{ service: "shop", atSecond: 5_000, strategy }] });
    expect((await changesOf(spec, 1_200))[0]?.desired).toBe(expected);
  });
});

it("load balancers have no 20 s metrics", () => {
  const tracks = { metric: "RequestCountPerTarget", requestsPerMinute: 1_800 } as const;
  const options = { service: "shop", targetPercent: 60, minTasks: 1, maxTasks: 5, tracks };
  expect(() => new TargetTracking({ ...options, profile: "20s" })).toThrow(RangeError);
});
