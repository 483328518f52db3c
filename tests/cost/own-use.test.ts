import { describe, expect, it } from "@jest/globals";
import { builtInBook } from "../../shared/cost/book/built-in-book.ts";
import { priceFinder } from "../../shared/cost/find-price.ts";
import { dollarsText } from "../../shared/cost/money.ts";
import { beyondFreeTier } from "../../shared/cost/own/free-tier.ts";
import { measuredUse } from "../../shared/cost/own/measured-use.ts";
import { ownCost } from "../../shared/cost/own/own-cost.ts";
import { measureStack } from "../../simulator/own-use/measured-stacks.ts";
import { readStackFacts } from "../../simulator/own-use/stack-facts.ts";
import { UseCounter } from "../../simulator/own-use/use-counter.ts";

const find = priceFinder(builtInBook);
const regions = ["us-east-1", "eu-central-1", "eu-west-1"] as const;

describe("what Headgate itself uses", () => {
  it("is what a day of the sample comes to, with the deployed handlers in the embedded cloud", async () => {
    expect(await measureStack("sample")).toEqual(measuredUse.sample);
  });

  // Their services stay below their targets, so that each hour has the same calls.
  it.each(["10", "100"] as const)("is 24 times what an hour of %s services comes to", async (name) => {
    const { invocationsPerDay, use } = await measureStack(name, 1);
    const day = Object.fromEntries(Object.entries(invocationsPerDay).map(([of, count]) => [of, 24 * count]));
    expect(day).toEqual(measuredUse[name].invocationsPerDay);
    expect(use.metricReads).toBe(measuredUse[name].use.metricReads);
  });

  it("counts the alarms and the memory that the stack has", () => {
    expect(readStackFacts()).toEqual({
      alarmMetrics: 29,
      memoryMb: { router: 256, scale: 512, records: 512, limits: 512, hook: 512, runbook: 512 },
    });
    expect(measuredUse.sample.use.alarmMetrics).toBe(29);
  });
});

describe("what Headgate itself costs", () => {
  it.each(regions)("has a price for everything in %s", (region) => {
    for (const { use } of Object.values(measuredUse)) expect(ownCost(use, region, find).list.unpriced).toEqual([]);
  });

  it.each(regions)("for the sample in %s is at most $10 a month beyond what every account has free", (region) => {
    expect(ownCost(measuredUse.sample.use, region, find).beyondFree.monthly).toBeLessThanOrEqual(10_000_000);
  });

  it("for the sample at list prices, without anything free, is more than that: it must not grow further", () => {
    expect(ownCost(measuredUse.sample.use, "us-east-1", find).list.monthly).toBeLessThanOrEqual(15_000_000);
  });

  it("grows by less than the services do", () => {
    const monthly = (name: "10" | "100") => ownCost(measuredUse[name].use, "us-east-1", find).list.monthly;
    expect(monthly("100")).toBeGreaterThan(monthly("10"));
    expect(monthly("100")).toBeLessThan(10 * monthly("10"));
  });

  it("per decision is the bill by the plans that were recorded", () => {
    const { list, perDecision } = ownCost(measuredUse["100"].use, "us-east-1", find);
    expect(perDecision).toBe(Math.round(list.monthly / measuredUse["100"].use.decisions));
    expect(ownCost({ ...measuredUse.sample.use, decisions: 0 }, "us-east-1", find).perDecision).toBeNull();
    expect(dollarsText(list.monthly)).toMatch(/^\d+\.\d\d$/);
  });
});

describe("the always-free amounts", () => {
  const { use } = measuredUse.sample;

  it("are never more than what is used, and leave nothing below zero", () => {
    const left = beyondFreeTier(use);
    for (const [key, count] of Object.entries(left)) {
      expect(count).toBeGreaterThanOrEqual(0);
      expect(count).toBeLessThanOrEqual(use[key as keyof typeof use]);
    }
    expect(left.customMetrics).toBe(Math.max(0, use.customMetrics - 10));
  });

  it("share a million of requests between both kinds of queues", () => {
    const left = beyondFreeTier({ ...use, standardQueueRequests: 800_000, fifoQueueRequests: 500_000 });
    expect([left.standardQueueRequests, left.fifoQueueRequests]).toEqual([0, 300_000]);
  });
});

describe("the meter", () => {
  const item = (bytes: number) => ({ pk: { S: "DOMAIN#a" }, sk: { S: "STATE" }, body: { B: new Uint8Array(bytes) } });
  const key = { pk: { S: "DOMAIN#a" }, sk: { S: "STATE" } };

  it.each([
    { when: "a consistent read of 9 KB is three units", bytes: 9_000, ConsistentRead: true, reads: 3 },
    { when: "an eventual one half of it", bytes: 9_000, ConsistentRead: false, reads: 1.5 },
    { when: "a small one is a unit", bytes: 10, ConsistentRead: true, reads: 1 },
  ])("$when", ({ bytes, ConsistentRead, reads }) => {
    const counter = new UseCounter();
    counter.count("dynamodb", "PutItem", { Item: item(bytes) });
    counter.count("dynamodb", "GetItem", { Key: key, ConsistentRead });
    expect(counter.tableReadUnits).toBe(reads);
  });

  it("bills writes by the kilobyte, and twice in a transaction", () => {
    const counter = new UseCounter();
    counter.count("dynamodb", "PutItem", { Item: item(1_500) });
    expect(counter.tableWriteUnits).toBe(2);
    counter.count("dynamodb", "TransactWriteItems", { TransactItems: [{ Put: { Item: item(1_500) } }] });
    expect(counter.tableWriteUnits).toBe(6);
  });

  it("bills up to five statistics of a metric as one", () => {
    const counter = new UseCounter();
    const query = (Stat: string, name = "CPUUtilization") => ({
      Id: Stat,
      MetricStat: { Metric: { Namespace: "AWS/ECS", MetricName: name }, Stat, Period: 60 },
    });
    const statistics = ["Average", "SampleCount", "Maximum", "Minimum", "Sum", "p99"];
    counter.count("cloudwatch", "GetMetricData", {
      MetricDataQueries: statistics.slice(0, 5).map((stat) => query(stat)),
    });
    expect(counter.metricReads).toBe(1);
    counter.count("cloudwatch", "GetMetricData", { MetricDataQueries: statistics.map((stat) => query(stat)) });
    expect(counter.metricReads).toBe(3);
    counter.count("cloudwatch", "GetMetricData", { MetricDataQueries: [query("Average"), query("Average", "Memory")] });
    expect(counter.metricReads).toBe(5);
  });

  it("refuses what it can't bill", () =>
    expect(() => new UseCounter().count("dynamodb", "Scan", {})).toThrow("its cost is not counted"));
});
