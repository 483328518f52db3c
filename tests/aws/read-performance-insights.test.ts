import { describe, expect, it } from "@jest/globals";
import type { PerformanceInsights } from "../../shared/aws/clients.ts";
import { readLimitCounter } from "../../shared/aws/read-performance-insights.ts";
import { answering, awsError } from "./answering.ts";

const nowMs = Date.UTC(2026, 2, 14, 9, 10, 30);
const expectedName = "db.User.max_connections";

type Input = { MetricQueries: { Metric: string }[]; StartTime: Date; EndTime: Date; NextToken?: string };

const insights = (answer: (operation: string, input: Input) => unknown) =>
  answering<PerformanceInsights>((operation, input) => answer(operation, input as unknown as Input));

const read = (client: PerformanceInsights) => readLimitCounter(client, "db-A", expectedName, nowMs);

/** Minutes before now, newest last. */
const points = (...values: readonly (number | null | undefined)[]) => ({
  MetricList: [
    {
      DataPoints: values.map((Value, index) => ({
        Timestamp: new Date(nowMs - (values.length - index) * 60_000),
        Value,
      })),
    },
  ],
});

describe("readLimitCounter", () => {
  it.each([
    { when: "the newest figure", answer: points(300, 400), value: 400 },
    { when: "not the gaps behind it", answer: points(400, null, undefined), value: 400 },
    { when: "not the average of a change", answer: points(400, 437.5), value: 400 },
    { when: "not a zero, which no database accepts", answer: points(400, 0), value: 400 },
    {
      when: "in whatever order they come",
      answer: { MetricList: [{ DataPoints: points(300, 400).MetricList[0]!.DataPoints.reverse() }] },
      value: 400,
    },
  ])("takes $when", async ({ answer, value }) => {
    const fake = insights(() => answer);
    expect(await read(fake.client)).toEqual({ kind: "known", value });
    expect(fake.operations()).toEqual(["GetResourceMetrics"]);
  });

  it("asks for the last five minutes, with the aggregate's name, over pages", async () => {
    const fake = insights((_operation, { NextToken }) =>
      NextToken === undefined ? { ...points(300), NextToken: "more" } : points(400),
    );
    await read(fake.client);
    const [first, second] = fake.asked.map(({ input }) => input as unknown as Input);
    expect(first).toMatchObject({
      ServiceType: "RDS",
      Identifier: "db-A",
      MetricQueries: [{ Metric: "db.User.max_connections.avg" }],
      StartTime: new Date(nowMs - 300_000),
      EndTime: new Date(nowMs),
      PeriodInSeconds: 60,
    });
    expect(second!.NextToken).toBe("more");
  });

  const withListed = (listed: readonly string[], figures: (metric: string) => unknown) =>
    insights((operation, { MetricQueries, NextToken }) => {
      if (operation === "GetResourceMetrics") return figures(MetricQueries[0]!.Metric);
      // On the second page, behind others.
      return NextToken === undefined
        ? { Metrics: [{ Metric: "db.Cache.blks_hit" }, { Metric: "db.User.max_connections_used" }], NextToken: "more" }
        : { Metrics: listed.map((Metric) => ({ Metric })) };
    });

  it("is null where the counter is not listed", async () => {
    const fake = withListed([], () => {
      throw awsError("InvalidArgumentException");
    });
    expect(await read(fake.client)).toBeNull();
  });

  it("is without data where it is listed and has no figure", async () => {
    expect(await read(withListed([expectedName], () => points(null)).client)).toMatchObject({ because: "no-data" });
  });

  it("is read under the name that is listed", async () => {
    const fake = withListed(["db.Users.max_connections"], (metric) => {
      if (metric !== "db.Users.max_connections.avg") throw awsError("InvalidArgumentException");
      return points(135);
    });
    expect(await read(fake.client)).toEqual({ kind: "known", value: 135 });
  });

  it("that is refused is not looked for elsewhere", async () => {
    const fake = insights(() => {
      throw awsError("NotAuthorizedException");
    });
    expect(await read(fake.client)).toMatchObject({
      because: "access-denied",
      detail: expect.stringContaining("pi:GetResourceMetrics db-A"),
    });
    expect(fake.asked).toHaveLength(1);
  });
});
