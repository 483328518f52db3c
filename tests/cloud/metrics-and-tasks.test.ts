import { describe, expect, it } from "@jest/globals";
import { smallStack } from "../scale/small-stack.ts";
import { stackConfig, worldSpec } from "../scale/small-world.ts";

const stackAt = (seconds = 300) => {
  const stack = smallStack(worldSpec(), stackConfig());
  stack.warmUp(seconds);
  return stack;
};

const start = worldSpec().startMs;
const at = (seconds: number): Date => new Date(start + seconds * 1000);

const cpuQuery = (Id = "q0", Stat = "Average") => ({
  Id,
  MetricStat: {
    Metric: {
      Namespace: "AWS/ECS",
      MetricName: "CPUUtilization",
      Dimensions: [
        { Name: "ServiceName", Value: "checkout" },
        { Name: "ClusterName", Value: "shop" },
      ],
    },
    Period: 60,
    Stat,
  },
});

const window = { StartTime: at(0), EndTime: at(300) };

describe("GetMetricData", () => {
  type Answer = { MetricDataResults: { Timestamps: Date[]; Values: number[] }[] };
  const ask = async (input: object): Promise<Answer> =>
    (await stackAt().cloud.handle("cloudwatch", "GetMetricData", input)) as Answer;

  it("answers newest first unless asked otherwise, only what is published, end exclusive", async () => {
    const [newestFirst] = (await ask({ ...window, MetricDataQueries: [cpuQuery()] })).MetricDataResults;
    const input = { ...window, ScanBy: "TimestampAscending", MetricDataQueries: [cpuQuery()] };
    const [oldestFirst] = (await ask(input)).MetricDataResults;
    expect(oldestFirst?.Timestamps).toEqual([at(0), at(60), at(120), at(180)]);
    expect(newestFirst?.Timestamps).toEqual([...(oldestFirst?.Timestamps ?? [])].reverse());
    const shorter = { ...window, EndTime: at(120), MetricDataQueries: [cpuQuery()] };
    expect((await ask(shorter)).MetricDataResults[0]?.Timestamps).toEqual([at(60), at(0)]);
  });

  it("has one sample per task and minute: the task count at the datapoint", async () => {
    const [result] = (await ask({ ...window, MetricDataQueries: [cpuQuery("q0", "SampleCount")] })).MetricDataResults;
    expect(result?.Values).toEqual([4, 4, 4, 4]);
  });

  it("publishes DatabaseConnections two to three minutes late", async () => {
    const Metric = {
      Namespace: "AWS/RDS",
      MetricName: "DatabaseConnections",
      Dimensions: [{ Name: "DBInstanceIdentifier", Value: "orders" }],
    };
    const MetricDataQueries = [{ Id: "q0", MetricStat: { Metric, Period: 60, Stat: "Maximum" } }];
    const [result] = (await ask({ ...window, MetricDataQueries })).MetricDataResults;
    expect(result?.Timestamps).toEqual([at(60), at(0)]);
    expect(result?.Values).toEqual([45, 45]);
  });

  it("answers a metric that nobody publishes with an empty series", async () => {
    const query = cpuQuery();
    const Metric = { ...query.MetricStat.Metric, MetricName: "Nothing" };
    const MetricDataQueries = [{ ...query, MetricStat: { ...query.MetricStat, Metric } }];
    expect((await ask({ ...window, MetricDataQueries })).MetricDataResults[0]?.Values).toEqual([]);
  });

  it.each([
    {
      when: "501 queries",
      input: { ...window, MetricDataQueries: Array.from({ length: 501 }, (_, n) => cpuQuery(`q${n}`)) },
    },
    { when: "the same id twice", input: { ...window, MetricDataQueries: [cpuQuery(), cpuQuery()] } },
    {
      when: "an end that is its start",
      input: { StartTime: at(60), EndTime: at(60), MetricDataQueries: [cpuQuery()] },
    },
    { when: "an end before its start", input: { StartTime: at(60), EndTime: at(0), MetricDataQueries: [cpuQuery()] } },
    { when: "an expression", input: { ...window, MetricDataQueries: [{ Id: "e", Expression: "1" }] } },
    { when: "a statistic that isn't modelled", input: { ...window, MetricDataQueries: [cpuQuery("q0", "p99")] } },
  ])("refuses $when", async ({ input }) => {
    await expect(ask(input)).rejects.toMatchObject({ name: "ValidationError" });
  });
});

describe("ECS", () => {
  it.each([
    {
      when: "an unknown cluster",
      operation: "DescribeServices",
      input: { cluster: "none", services: ["checkout"] },
      expected: "ClusterNotFoundException",
    },
    {
      when: "an unknown cluster's tasks",
      operation: "ListTasks",
      input: { cluster: "none", serviceName: "checkout" },
      expected: "ClusterNotFoundException",
    },
    {
      when: "an unknown service's tasks",
      operation: "ListTasks",
      input: { cluster: "shop", serviceName: "none" },
      expected: "ServiceNotFoundException",
    },
    {
      when: "an unknown service's count",
      operation: "UpdateService",
      input: { cluster: "shop", service: "none", desiredCount: 1 },
      expected: "ServiceNotFoundException",
    },
    {
      when: "half a task",
      operation: "UpdateService",
      input: { cluster: "shop", service: "checkout", desiredCount: 1.5 },
      expected: "InvalidParameterException",
    },
    {
      when: "less than no task",
      operation: "UpdateService",
      input: { cluster: "shop", service: "checkout", desiredCount: -1 },
      expected: "InvalidParameterException",
    },
    {
      when: "eleven services",
      operation: "DescribeServices",
      input: { cluster: "shop", services: Array(11).fill("checkout") },
      expected: "InvalidParameterException",
    },
    {
      when: "no service",
      operation: "DescribeServices",
      input: { cluster: "shop", services: [] },
      expected: "InvalidParameterException",
    },
    {
      when: "101 tasks",
      operation: "DescribeTasks",
      input: { cluster: "shop", tasks: Array(101).fill("a") },
      expected: "InvalidParameterException",
    },
    {
      when: "an operation that isn't modelled",
      operation: "DeleteService",
      input: { cluster: "shop", service: "checkout" },
      expected: "NotImplemented",
    },
  ])("refuses $when with $expected", async ({ operation, input, expected }) => {
    await expect(stackAt().cloud.handle("ecs", operation, input)).rejects.toMatchObject({ name: expected });
  });

  it("tells a missing service from those it describes, in one answer", async () => {
    const input = { cluster: "shop", services: ["checkout", "none"] };
    expect(await stackAt().cloud.handle("ecs", "DescribeServices", input)).toMatchObject({
      services: [{ serviceName: "checkout", desiredCount: 4, runningCount: 4, pendingCount: 0 }],
      failures: [{ arn: "none", reason: "MISSING" }],
    });
  });

  it("lists 250 tasks in three pages", async () => {
    const stack = smallStack(worldSpec(10, 5_000, { initialTasks: 250 }), stackConfig());
    const sizes: number[] = [];
    let nextToken: string | undefined;
    do {
      const input = { cluster: "shop", serviceName: "checkout", ...(nextToken === undefined ? {} : { nextToken }) };
      const page = (await stack.cloud.handle("ecs", "ListTasks", input)) as { taskArns: string[]; nextToken?: string };
      sizes.push(page.taskArns.length);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(sizes).toEqual([100, 100, 50]);
  });

  it("lists a task under STOPPED from the order to stop until an hour after its end", async () => {
    const stack = stackAt(60);
    await stack.cloud.handle("ecs", "UpdateService", { cluster: "shop", service: "checkout", desiredCount: 3 });
    const stopped = async (): Promise<readonly { lastStatus?: string }[]> => {
      const input = { cluster: "shop", serviceName: "checkout", desiredStatus: "STOPPED" };
      const { taskArns: tasks } = (await stack.cloud.handle("ecs", "ListTasks", input)) as { taskArns: string[] };
      if (tasks.length === 0) return [];
      return ((await stack.cloud.handle("ecs", "DescribeTasks", { cluster: "shop", tasks })) as { tasks: object[] })
        .tasks;
    };
    const later = async (seconds: number) => {
      for (let second = 0; second < seconds; second += 1) {
        stack.world.step();
        stack.cloud.publishEvents();
      }
      return stopped();
    };
    expect(await later(5)).toMatchObject([{ lastStatus: "DEACTIVATING" }]);
    expect(await later(60)).toMatchObject([{ lastStatus: "STOPPED" }]);
    expect(await later(3_600)).toEqual([]);
  });
});
