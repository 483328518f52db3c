import { describe, expect, it } from "@jest/globals";
import type { CloudWatch } from "../../shared/aws/clients.ts";
import { databaseQueries, databaseReading, readProxyPeaks } from "../../shared/aws/read-databases.ts";
import { readMetrics } from "../../shared/aws/read-metrics.ts";
import { noFacts } from "../../shared/plan/readings/database-reading.ts";
import { database, proxyConfig } from "../plan/builders.ts";
import { answering, awsError } from "./answering.ts";

const nowMs = Date.UTC(2026, 2, 14, 9);
const minutesAgo = (minutes: number): Date => new Date(nowMs - minutes * 60_000);

type Query = {
  Id: string;
  MetricStat: {
    Metric: { MetricName: string; Dimensions: { Name: string; Value: string }[] };
    Stat: string;
    Period: number;
  };
};

/** CloudWatch that has three minutes of each metric that `values` names. */
const cloudWatch = (values: Readonly<Record<string, readonly number[]>>) =>
  answering<CloudWatch>((_, input) => ({
    MetricDataResults: (input["MetricDataQueries"] as unknown as Query[]).map(({ Id, MetricStat }) => {
      const found = values[MetricStat.Metric.MetricName] ?? [];
      return {
        Id,
        StatusCode: "Complete",
        Timestamps: found.map((_, n) => minutesAgo(found.length + 1 - n)),
        Values: found,
      };
    }),
  }));

const readWith = async (client: CloudWatch, at = database(), proxies = [proxyConfig()]) => {
  const series = await readMetrics(client, databaseQueries([at], proxies), 900, nowMs);
  const peaks = await readProxyPeaks(client, proxies, nowMs);
  return databaseReading(at, { facts: noFacts, proxies, series, peaks });
};

describe("a database's metrics", () => {
  it.each([
    { when: "an instance by its identifier", at: database().at, expected: { DBInstanceIdentifier: "main" } },
    {
      when: "a cluster's writer by its role",
      at: { kind: "cluster", cluster: "aurora", role: "writer" } as const,
      expected: { DBClusterIdentifier: "aurora", Role: "WRITER" },
    },
    {
      when: "a cluster's readers by their role, the fullest of them",
      at: { kind: "cluster", cluster: "aurora", role: "reader" } as const,
      expected: { DBClusterIdentifier: "aurora", Role: "READER" },
    },
  ])("name $when", ({ at, expected }) => {
    const queries = databaseQueries([database({ at })], []);
    expect(queries.map(({ metric, statistic }) => [metric.metricName, statistic])).toEqual([
      ["DatabaseConnections", "Maximum"],
      ["CPUUtilization", "Maximum"],
      ["DBLoadRelativeToNumVCPUs", "Maximum"],
      ["BurstBalance", "Minimum"],
      ["EBSIOBalance%", "Minimum"],
      ["EBSByteBalance%", "Minimum"],
    ]);
    for (const { metric } of queries)
      expect(metric).toMatchObject({ namespace: "AWS/RDS", dimensions: expected, periodSeconds: 60 });
  });

  it("of a proxy are sums over its hosts, and its latency an average", () => {
    const queries = databaseQueries([], [proxyConfig()]);
    expect(queries.map(({ metric, statistic }) => [metric.metricName, statistic])).toEqual([
      ["DatabaseConnectionsCurrentlyBorrowed", "Sum"],
      ["DatabaseConnectionsCurrentlySessionPinned", "Sum"],
      ["DatabaseConnections", "Sum"],
      ["MaxDatabaseConnectionsAllowed", "Sum"],
      ["ClientConnections", "Sum"],
      ["DatabaseConnectionsBorrowLatency", "Average"],
    ]);
    for (const { metric } of queries) expect(metric.dimensions).toEqual({ ProxyName: "shop-proxy" });
  });

  it("are read into one reading; what a class doesn't publish is no data", async () => {
    const { client } = cloudWatch({
      DatabaseConnections: [40, 60, 50],
      CPUUtilization: [10, 20],
      ClientConnections: [7],
    });
    const reading = await readWith(client);
    expect(reading.connections).toEqual({
      kind: "known",
      value: [40, 60, 50].map((maximum, n) => ({ atMs: minutesAgo(4 - n).getTime(), periodSeconds: 60, maximum })),
    });
    expect(reading.pressure.cpuPercent).toMatchObject({ kind: "known", value: [{ value: 10 }, { value: 20 }] });
    expect(reading.pressure.storageBurstPercent).toMatchObject({ kind: "unknown", because: "no-data" });
    expect(reading.proxies).toHaveLength(1);
    expect(reading.proxies[0]).toMatchObject({
      name: "front",
      clients: { kind: "known", value: [{ value: 7 }] },
      peakConnections: { kind: "known", value: 60 },
      borrowed: { kind: "unknown", because: "no-data" },
    });
  });

  it("of a day are asked for minute by minute, for proxies only", async () => {
    const { client, asked } = cloudWatch({ DatabaseConnections: [3] });
    await readWith(client);
    const [recent, day] = asked.map(({ input }) => input as unknown as { StartTime: Date; MetricDataQueries: Query[] });
    expect(nowMs - recent!.StartTime.getTime()).toBe(900_000);
    expect(nowMs - day!.StartTime.getTime()).toBe(86_400_000);
    expect(day!.MetricDataQueries.map(({ MetricStat }) => [MetricStat.Metric.MetricName, MetricStat.Period])).toEqual([
      ["DatabaseConnections", 60],
    ]);
    const none = cloudWatch({});
    await readWith(none.client, database(), []);
    expect(none.operations()).toEqual(["GetMetricData"]);
  });

  it("that are denied are all unknown, with the permission, and none is zero", async () => {
    const { client } = answering<CloudWatch>(() => {
      throw awsError("AccessDenied");
    });
    const { connections, pressure, proxies } = await readWith(client);
    const denied = {
      kind: "unknown",
      because: "access-denied",
      detail: "cloudwatch:GetMetricData: AccessDenied: on purpose",
    };
    for (const reading of [connections, ...Object.values(pressure)]) expect(reading).toEqual(denied);
    const { name, ...readings } = proxies[0]!;
    expect(name).toBe("front");
    for (const reading of Object.values(readings)) expect(reading).toEqual(denied);
  });
});
