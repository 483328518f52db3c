import { describe, expect, it } from "@jest/globals";
import type { MetricQuery } from "../../../simulator/world/world.ts";
import { legalPool, legalWorld, startMs, steps, worldAfter } from "./small-world.ts";

const all = (metric: MetricQuery, periodSeconds: number) =>
  [metric, periodSeconds, startMs, startMs + 86_400_000] as const;
const cpu: MetricQuery = { service: "shop", name: "CPUUtilization" };
const connections: MetricQuery = { database: "orders", name: "DatabaseConnections" };

describe("when datapoints can be read", () => {
  type Row = { when: string; metric: MetricQuery; period: number; seconds: number; expected: number };
  it.each<Row>([
    {
      when: "the first minute is not there before its delay is over",
      metric: cpu,
      period: 60,
      seconds: 119,
      expected: 0,
    },
    { when: "the first minute is there 60 s after its end", metric: cpu, period: 60, seconds: 120, expected: 1 },
    { when: "20 s metrics come 10 s after the period", metric: cpu, period: 20, seconds: 30, expected: 1 },
    { when: "connections come 150 s after the minute", metric: connections, period: 60, seconds: 209, expected: 0 },
    { when: "connections are there then", metric: connections, period: 60, seconds: 210, expected: 1 },
    { when: "connections have no 20 s period", metric: connections, period: 20, seconds: 600, expected: 0 },
    {
      when: "no messages queue, no queue length",
      metric: { service: "shop", name: "QueueLength" },
      period: 60,
      seconds: 600,
      expected: 0,
    },
  ])("$when", ({ metric, period, seconds, expected }) => {
    expect(worldAfter(seconds, legalWorld({ pool: legalPool() })).datapoints(...all(metric, period))).toHaveLength(
      expected,
    );
  });

  it("a service without running tasks has no CPU datapoint, not 0", () => {
    expect(worldAfter(600, legalWorld({ initialTasks: 0 })).datapoints(...all(cpu, 60))).toEqual([]);
  });

  it("a minute without requests has no request count, not 0", () => {
    const quiet = legalWorld({ traffic: { kind: "perSecond", requestsPerSecond: [0] } });
    expect(worldAfter(600, quiet).datapoints(...all({ service: "shop", name: "RequestCount" }, 60))).toEqual([]);
  });
});

describe("what datapoints say", () => {
  it("CPU is used over reserved, SampleCount the tasks that reported", () => {
    const [first] = worldAfter(120, legalWorld()).datapoints(...all(cpu, 60));
    // 100 requests x 0.02 s on 4 vCPU, and 2 % idle.
    expect(first?.average).toBeGreaterThan(50);
    expect(first?.average).toBeLessThan(54);
    expect(first?.sampleCount).toBe(4);
    expect(first?.sum).toBeCloseTo(4 * (first?.average ?? 0), 6);
    expect(first?.atMs).toBe(startMs);
  });

  it("boot CPU shows: starting tasks raise the average and are the maximum", () => {
    const world = worldAfter(60, legalWorld({ bootSeconds: 50 }));
    world.setDesiredCount("shop", 8);
    steps(world, 120);
    const [before, booting] = world.datapoints(...all(cpu, 60));
    expect(booting?.maximum).toBe(100);
    expect(booting?.average).toBeGreaterThan((before?.average ?? 0) + 10);
  });

  it("connections are the most of the minute, others' included, refused ones left out", () => {
    const world = worldAfter(30, legalWorld({ pool: legalPool() }));
    world.setDesiredCount("shop", 9);
    steps(world, 300);
    expect(world.connections("orders")).toBe(55);
    expect(world.datapoints(...all(connections, 60)).at(-1)?.maximum).toBe(55);
    expect(world.totals().peakConnections).toEqual({ orders: 55 });
  });

  it("request counts are attempts, retries included", () => {
    const overloaded = legalWorld({
      traffic: { kind: "perSecond", requestsPerSecond: [400] },
      queueLimitPerTask: 10,
      client: { timeoutSeconds: 30, retries: 2, retryProbability: 1, backOffSeconds: 1 },
    });
    const world = worldAfter(180, overloaded);
    const [, second] = world.datapoints(...all({ service: "shop", name: "RequestCount" }, 60));
    expect(second?.sum).toBeGreaterThan(400 * 60 * 1.5);
  });
});
