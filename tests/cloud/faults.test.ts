import { describe, expect, it } from "@jest/globals";
import type { AlarmSpec } from "../../simulator/cloud/alarm-spec.ts";
import type { FaultSpec } from "../../simulator/world/fault-spec.ts";
import { smallStack } from "../scale/small-stack.ts";
import { highRequests, stackConfig, steadyRequests, worldSpec } from "../scale/small-world.ts";

const hour = { fromSecond: 0, untilSecond: 3_600 };
const stackWith = (faults: readonly FaultSpec[], requests: number | readonly number[] = steadyRequests) =>
  smallStack({ ...worldSpec(requests), faults }, stackConfig());

const target = {
  ServiceNamespace: "ecs",
  ScalableDimension: "ecs:service:DesiredCount",
  ResourceId: "service/shop/checkout",
  MinCapacity: 1,
  MaxCapacity: 9,
};
const services = { cluster: "shop", services: ["checkout"] };

describe("throttled APIs", () => {
  const throttled = (api: "ecs" | "application-autoscaling" | "cloudwatch"): FaultSpec => ({
    kind: "api-throttling",
    api,
    ratio: 1,
    ...hour,
  });

  type Row = { when: string; api: Parameters<typeof throttled>[0]; operation: string; input: object };
  it.each<Row>([
    { when: "ECS, a read", api: "ecs", operation: "DescribeServices", input: services },
    {
      when: "ECS, a write",
      api: "ecs",
      operation: "UpdateService",
      input: { cluster: "shop", service: "checkout", desiredCount: 9 },
    },
    { when: "AAS", api: "application-autoscaling", operation: "RegisterScalableTarget", input: target },
    { when: "CloudWatch", api: "cloudwatch", operation: "DescribeAlarms", input: {} },
  ])("$when: answers ThrottlingException and does nothing", async ({ api, operation, input }) => {
    const stack = stackWith([throttled(api)]);
    await expect(stack.cloud.handle(api, operation, input)).rejects.toMatchObject({ name: "ThrottlingException" });
    expect(stack.world.counts("checkout").desired).toBe(4);
    await expect(stackWith([]).cloud.handle(api, operation, input)).resolves.toBeDefined();
  });

  it("of one kind leave the others alone", async () => {
    const stack = stackWith([throttled("cloudwatch")]);
    await expect(stack.cloud.handle("ecs", "DescribeServices", services)).resolves.toBeDefined();
  });

  it("draw once a call: half of them pass, and what has passed is done", async () => {
    const stack = stackWith([{ kind: "api-throttling", api: "ecs", ratio: 0.5, ...hour }]);
    let passed = 0;
    for (let call = 0; call < 400; call += 1) {
      const desiredCount = 5 + (call % 2);
      const input = { cluster: "shop", service: "checkout", desiredCount };
      const answer = await stack.cloud.handle("ecs", "UpdateService", input).catch(() => null);
      if (answer === null) continue;
      passed += 1;
      expect(stack.world.counts("checkout").desired).toBe(desiredCount);
    }
    expect(passed / 400).toBeCloseTo(0.5, 1);
  });

  it("don't keep AAS from moving a count into its range, which is AWS's own call", async () => {
    const stack = stackWith([throttled("ecs")]);
    await stack.cloud.handle("application-autoscaling", "RegisterScalableTarget", { ...target, MinCapacity: 6 });
    expect(stack.world.counts("checkout").desired).toBe(6);
  });
});

describe("events that are lost or doubled", () => {
  /** Bodies that the cloud has put on the queue `events` within a minute in which four tasks start. */
  const events = (faults: readonly FaultSpec[]) => {
    const stack = stackWith(faults);
    stack.world.setDesiredCount("checkout", 8);
    for (let second = 0; second < 61; second += 1) {
      stack.cloud.publishEvents();
      stack.world.step();
    }
    const bodies = stack.cloud.queues.events.messages.map(({ body }) => body);
    return {
      ticks: bodies.filter((body) => body.includes('"tick"')).length,
      tasks: bodies.filter((body) => body.includes("Task State Change")),
    };
  };
  const undisturbed = events([]);

  it("none without a fault", () => {
    expect(undisturbed.ticks).toBe(2);
    // Pending and running, each of four tasks.
    expect(undisturbed.tasks).toHaveLength(8);
    expect(new Set(undisturbed.tasks).size).toBe(8);
  });

  it("a lost one never comes; the Scheduler's tick does", () => {
    expect(events([{ kind: "lost-events", ratio: 1, ...hour }])).toEqual({ ticks: 2, tasks: [] });
  });

  it("a doubled one comes twice, the same", () => {
    const { ticks, tasks } = events([{ kind: "duplicate-events", ratio: 1, ...hour }]);
    expect(ticks).toBe(2);
    expect(tasks).toHaveLength(16);
    expect(new Set(tasks)).toEqual(new Set(undisturbed.tasks));
  });
});

describe("alarms", () => {
  /** Minutes in which the alarm changes, with its new state. */
  const changes = (alarm: Partial<AlarmSpec>, requests: readonly number[], faults: readonly FaultSpec[] = []) => {
    const spec: AlarmSpec = {
      alarmName: "checkout-high",
      service: "checkout",
      metric: "CPUUtilization",
      threshold: 70,
      periodSeconds: 60,
      datapoints: 3,
      ...alarm,
    };
    const stack = smallStack({ ...worldSpec(requests), faults }, stackConfig(), [spec]);
    const seen: string[] = [];
    for (let second = 0; second < 900; second += 1) {
      const before = stack.cloud.queues.events.messages.length;
      stack.cloud.publishEvents();
      const sent = stack.cloud.queues.events.messages.slice(before).map(({ body }) => body);
      for (const body of sent) {
        const { detail } = JSON.parse(body) as { detail?: { state?: { value?: string } } };
        if (detail?.state !== undefined) seen.push(`${second / 60} ${detail.state.value}`);
      }
      stack.world.step();
    }
    return seen;
  };
  const minutes = (...rates: readonly number[]) => rates.flatMap((rate) => new Array<number>(60).fill(rate));
  /** High in minutes 3, 5 and 7. */
  const onAndOff = minutes(100, 100, 100, highRequests, 100, highRequests, 100, highRequests, 100, 100);

  it("of 3 of 3 don't see a load that comes and goes", () => expect(changes({}, onAndOff)).toEqual(["2 OK"]));

  it("of 2 of 3 do", () => {
    // What minute t sees last is the datapoint of t - 2: at 7 it has 3, 4 and 5, at 8 only 5 is high, at 9 it has 5 and 7.
    expect(changes({ datapointsToAlarm: 2 }, onAndOff)).toEqual(["2 OK", "7 ALARM", "8 OK", "9 ALARM", "10 OK"]);
  });

  it("count requests by their sum", () => {
    const alarm = { metric: "RequestCount", threshold: 8_000, datapoints: 1 } as const;
    expect(changes(alarm, minutes(100, 100, highRequests, 100))).toEqual(["2 OK", "4 ALARM", "5 OK"]);
  });

  it("compare a percentile of the response time", () => {
    const flood = minutes(100, 100, 195, 100);
    const alarm = { metric: "TargetResponseTime", threshold: 0.3, datapoints: 1 } as const;
    expect(changes({ ...alarm, statistic: "p99" }, flood)).toEqual(["2 OK", "4 ALARM", "5 OK"]);
    expect(changes({ ...alarm, threshold: 60 }, flood)).toEqual(["2 OK"]);
  });

  type Row = { when: string; treatMissingData: NonNullable<AlarmSpec["treatMissingData"]>; expected: string[] };
  it.each<Row>([
    { when: "are nothing to go by", treatMissingData: "missing", expected: ["2 OK", "8 INSUFFICIENT_DATA", "12 OK"] },
    { when: "leave the state", treatMissingData: "ignore", expected: ["2 OK"] },
    { when: "are bad", treatMissingData: "breaching", expected: ["0 ALARM", "2 OK", "8 ALARM", "12 OK"] },
    { when: "are good", treatMissingData: "notBreaching", expected: ["0 OK"] },
  ])("missing periods $when: $treatMissingData", ({ treatMissingData, expected }) => {
    // The datapoint of minute 2 is the last one to come before the fault; at 8 it is out of the range of five periods.
    const stale = { kind: "stale-metrics", fromSecond: 300, untilSecond: 720 } as const;
    expect(changes({ treatMissingData }, minutes(100), [stale])).toEqual(expected);
  });
});

describe("RDS metrics", () => {
  const read = async (MetricName: string, Stat = "Maximum") => {
    const stack = stackWith([]);
    stack.warmUp(600);
    const Metric = {
      Namespace: "AWS/RDS",
      MetricName,
      Dimensions: [{ Name: "DBInstanceIdentifier", Value: "orders" }],
    };
    const startMs = stack.world.spec.startMs;
    const answer = (await stack.cloud.handle("cloudwatch", "GetMetricData", {
      StartTime: new Date(startMs),
      EndTime: new Date(startMs + 600_000),
      MetricDataQueries: [{ Id: "q0", MetricStat: { Metric, Period: 60, Stat } }],
    })) as { MetricDataResults: { Values: number[] }[] };
    return answer.MetricDataResults[0]?.Values ?? [];
  };

  it("are published: CPU, active sessions, and these per core", async () => {
    const [cpu, load, perCore] = [
      await read("CPUUtilization", "Average"),
      await read("DBLoad", "Average"),
      await read("DBLoadRelativeToNumVCPUs", "Average"),
    ];
    expect(cpu).toHaveLength(7);
    // 100 requests a second of 1 ms CPU on 8 cores; nobody waits for one.
    expect(cpu[0]).toBeCloseTo(1.25, 0);
    expect(load[0]).toBeCloseTo(0.1, 1);
    expect((load[0] as number) / (perCore[0] as number)).toBeCloseTo(8, 6);
  });
});
