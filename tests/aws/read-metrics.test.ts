import { describe, expect, it } from "@jest/globals";
import type { CloudWatch } from "../../shared/aws/clients.ts";
import { type MetricQuery, readMetrics } from "../../shared/aws/read-metrics.ts";
import { answering, awsError } from "./answering.ts";

/** 00:10:30 */
const nowMs = Date.UTC(2026, 2, 14, 0, 10, 30);
const minute = (minutes: number, seconds = 0): Date => new Date(Date.UTC(2026, 2, 14, 0, minutes, seconds));

const query = (key: string, periodSeconds = 60): MetricQuery => ({
  key,
  metric: { namespace: "AWS/ECS", metricName: "CPUUtilization", dimensions: { ServiceName: key }, periodSeconds },
  statistic: "Average",
});

type Input = {
  MetricDataQueries: { Id: string; MetricStat: { Period: number } }[];
  StartTime: Date;
  EndTime: Date;
  NextToken?: string;
};

const cloudWatch = (answer: (input: Input) => unknown) =>
  answering<CloudWatch>((_operation, input) => answer(input as unknown as Input));

const series = (Id: string, points: readonly (readonly [Date, number])[], rest: object = {}) => ({
  Id,
  StatusCode: "Complete",
  Timestamps: points.map(([at]) => at),
  Values: points.map(([, value]) => value),
  ...rest,
});

describe("readMetrics", () => {
  it("asks for whole periods that have ended, and gives them oldest first", async () => {
    const fake = cloudWatch(() => ({
      MetricDataResults: [
        series("q0", [
          [minute(9), 2],
          [minute(8), 1],
        ]),
      ],
    }));
    const readings = await readMetrics(fake.client, [query("checkout")], 900, nowMs);
    expect(readings.get("checkout")).toEqual({
      kind: "known",
      points: [
        { atMs: minute(8).getTime(), value: 1 },
        { atMs: minute(9).getTime(), value: 2 },
      ],
    });
    const { StartTime, EndTime } = fake.asked[0]!.input as unknown as Input;
    expect([StartTime, EndTime]).toEqual([minute(-5), minute(10)]);
  });

  it.each([
    {
      when: "a five-minute sum of the period that still runs is left out",
      periodSeconds: 300,
      points: [minute(0), minute(5), minute(10)],
      expected: [minute(0), minute(5)],
    },
    {
      when: "twenty-second datapoints are read up to the last one that has ended",
      periodSeconds: 20,
      points: [minute(10), minute(10, 20)],
      expected: [minute(10)],
    },
    {
      when: "an hour's datapoints are looked for over three hours",
      periodSeconds: 3600,
      points: [minute(-120), minute(-60), minute(0)],
      expected: [minute(-120), minute(-60)],
    },
    {
      when: "twenty-second sums that settle are read up to the one that ended 20 s ago",
      periodSeconds: 20,
      settleSeconds: 20,
      points: [minute(9, 20), minute(9, 40), minute(10), minute(10, 20)],
      expected: [minute(9, 20), minute(9, 40)],
    },
  ])("$when", async ({ periodSeconds, settleSeconds = 0, points, expected }) => {
    const fake = cloudWatch(({ StartTime, EndTime }) => {
      const inside = points.filter((at) => at >= StartTime && at < EndTime);
      return {
        MetricDataResults: [
          series(
            "q0",
            inside.map((at) => [at, 1] as const),
          ),
        ],
      };
    });
    const reading = (await readMetrics(fake.client, [{ ...query("m", periodSeconds), settleSeconds }], 900, nowMs)).get(
      "m",
    );
    const found = reading?.kind === "known" ? reading.points.map(({ atMs }) => new Date(atMs)) : reading;
    expect(found).toEqual(expected);
  });

  it("an hour's metric doesn't take the three hours from one of 20 s: they are asked for apart", async () => {
    const fake = cloudWatch(() => ({ MetricDataResults: [] }));
    await readMetrics(fake.client, [query("hour", 3600), query("quick", 20), query("minute", 60)], 900, nowMs);
    const periods = fake.asked.map(({ input }) =>
      (input as unknown as Input).MetricDataQueries.map(({ MetricStat }) => MetricStat.Period),
    );
    expect(periods).toEqual([[20, 60], [3600]]);
  });

  it("a metric with long periods doesn't lengthen its neighbour's window", async () => {
    const fake = cloudWatch(() => ({
      MetricDataResults: [
        series("q0", [
          [minute(-30), 9],
          [minute(9), 1],
        ]),
        series("q1", []),
      ],
    }));
    const readings = await readMetrics(fake.client, [query("minute"), query("hour", 3600)], 900, nowMs);
    expect(readings.get("minute")).toMatchObject({ points: [{ value: 1 }] });
  });

  it("follows pages, joins what belongs together, and keeps the order", async () => {
    const fake = cloudWatch(({ NextToken }) =>
      NextToken === undefined
        ? { MetricDataResults: [series("q0", [[minute(9), 2]], { StatusCode: "PartialData" })], NextToken: "more" }
        : { MetricDataResults: [series("q0", [[minute(8), 1]]), series("q1", [[minute(9), 7]])] },
    );
    const readings = await readMetrics(fake.client, [query("a"), query("b")], 900, nowMs);
    expect(readings.get("a")).toMatchObject({ points: [{ value: 1 }, { value: 2 }] });
    expect(readings.get("b")).toMatchObject({ points: [{ value: 7 }] });
  });

  it("asks 500 at a time and answers every one of 1,201", async () => {
    const fake = cloudWatch(({ MetricDataQueries }) => ({
      MetricDataResults: MetricDataQueries.map(({ Id }) => series(Id, [[minute(9), 1]])),
    }));
    const queries = Array.from({ length: 1_201 }, (_, n) => query(`m-${n}`));
    const readings = await readMetrics(fake.client, queries, 900, nowMs);
    const sizes = fake.asked.map(({ input }) => (input as unknown as Input).MetricDataQueries.length);
    expect(sizes).toEqual([500, 500, 201]);
    expect([...readings.values()].filter(({ kind }) => kind === "known")).toHaveLength(1_201);
  });

  const message = [{ Code: "x", Value: "why" }];
  it.each([
    {
      when: "Forbidden",
      result: series("q0", [], { StatusCode: "Forbidden", Messages: message }),
      expected: { because: "access-denied", detail: "cloudwatch:GetMetricData: Forbidden why" },
    },
    {
      when: "InternalError",
      result: series("q0", [[minute(9), 0]], { StatusCode: "InternalError" }),
      expected: { because: "failed", detail: "cloudwatch:GetMetricData: InternalError" },
    },
    {
      when: "a value that is no number",
      result: series("q0", [[minute(9), Number.NaN]]),
      expected: { because: "no-data", detail: "no datapoint of AWS/ECS CPUUtilization in the last 900 s" },
    },
    {
      when: "no datapoint",
      result: series("q0", []),
      expected: { because: "no-data", detail: "no datapoint of AWS/ECS CPUUtilization in the last 900 s" },
    },
  ])("$when makes one metric unknown, never 0, and leaves its neighbour", async ({ result, expected }) => {
    const fake = cloudWatch(() => ({ MetricDataResults: [result, series("q1", [[minute(9), 5]])] }));
    const readings = await readMetrics(fake.client, [query("a"), query("b")], 900, nowMs);
    expect(readings.get("a")).toEqual({ kind: "unknown", ...expected });
    expect(readings.get("b")?.kind).toBe("known");
  });

  it("a call that throws makes its own 500 unknown, no others", async () => {
    let calls = 0;
    const fake = cloudWatch(({ MetricDataQueries }) => {
      calls += 1;
      if (calls === 1) throw awsError("ThrottlingException");
      return { MetricDataResults: MetricDataQueries.map(({ Id }) => series(Id, [[minute(9), 1]])) };
    });
    const queries = Array.from({ length: 510 }, (_, n) => query(`m-${n}`));
    const readings = [...(await readMetrics(fake.client, queries, 900, nowMs)).values()];
    expect(readings.filter(({ kind }) => kind === "unknown")).toHaveLength(500);
    expect(readings[0]).toEqual({
      kind: "unknown",
      because: "failed",
      detail: "cloudwatch:GetMetricData: ThrottlingException: on purpose",
    });
  });

  it("asks nothing where there is nothing to ask", async () => {
    const fake = cloudWatch(() => ({}));
    expect((await readMetrics(fake.client, [], 900, nowMs)).size).toBe(0);
    expect(fake.asked).toEqual([]);
  });
});
