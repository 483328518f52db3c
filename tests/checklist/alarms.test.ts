import { describe, expect, it } from "@jest/globals";
import type { MathPart, MetricAlarm, WatchedMetric } from "../../shared/checklist/alarms/alarm.ts";
import { evaluateMath } from "../../shared/checklist/alarms/evaluate-math.ts";
import {
  account,
  balancer,
  checksOf,
  cluster,
  database,
  databaseCluster,
  denied,
  ecsService,
  fronted,
  groupArn,
  known,
  metricAlarm,
  targetGroup,
  verdictsOf,
  watching,
} from "./accounts.ts";

type Row = { readonly when: string; readonly alarm: Partial<MetricAlarm>; readonly counts: boolean };

describe("an alarm on CPU counts for a service when it is at least as strict", () => {
  it.each<Row>([
    { when: "80 % for five minutes", alarm: {}, counts: true },
    { when: "at or above 80 %", alarm: { comparison: "GreaterThanOrEqualToThreshold" }, counts: true },
    { when: "70 % is stricter", alarm: { threshold: 70 }, counts: true },
    { when: "81 % is not", alarm: { threshold: 81 }, counts: false },
    {
      when: "one period of five minutes",
      alarm: { datapointsToAlarm: 1, watches: watching({ periodSeconds: 300 }) },
      counts: true,
    },
    { when: "three of five datapoints come sooner", alarm: { datapointsToAlarm: 3 }, counts: true },
    { when: "six minutes are later", alarm: { datapointsToAlarm: 6, evaluationPeriods: 6 }, counts: false },
    { when: "below a threshold", alarm: { comparison: "LessThanThreshold" }, counts: false },
    {
      when: "a scaling policy's own alarm",
      alarm: {
        actions: ["arn:aws:autoscaling:eu-central-1:123456789012:scalingPolicy:1:resource/ecs/service/shop/order"],
      },
      counts: false,
    },
    { when: "without an action, which is another finding", alarm: { actions: [] }, counts: true },
    { when: "an anomaly band has no threshold", alarm: { threshold: null }, counts: false },
    {
      when: "the maximum is never below the average",
      alarm: { watches: watching({ statistic: "Maximum" }) },
      counts: true,
    },
    { when: "p99", alarm: { watches: watching({ statistic: "p99" }) }, counts: true },
    { when: "p50 is low while half are high", alarm: { watches: watching({ statistic: "p50" }) }, counts: false },
    { when: "the minimum", alarm: { watches: watching({ statistic: "Minimum" }) }, counts: false },
    { when: "a trimmed mean", alarm: { watches: watching({ statistic: "tm90" }) }, counts: false },
    { when: "the memory", alarm: { watches: watching({ metricName: "MemoryUtilization" }) }, counts: false },
    {
      when: "another service",
      alarm: { watches: watching({ dimensions: { ClusterName: "shop", ServiceName: "user" } }) },
      counts: false,
    },
    { when: "the whole cluster", alarm: { watches: watching({ dimensions: { ClusterName: "shop" } }) }, counts: false },
    {
      when: "a dimension more",
      alarm: { watches: watching({ dimensions: { ClusterName: "shop", ServiceName: "order", TaskSet: "1" } }) },
      counts: false,
    },
    { when: "EC2's metric", alarm: { watches: watching({ namespace: "AWS/EC2" }) }, counts: false },
    { when: "a query that is no metric", alarm: { watches: { kind: "other" } }, counts: false },
  ])("$when: $counts", ({ alarm, counts }) => {
    const reading = account({ clusters: known([cluster([ecsService()])]), alarms: known([metricAlarm(alarm)]) });
    expect(verdictsOf("alarm-cpu", reading)).toEqual([`${counts ? "pass" : "finding"} shop/order`]);
  });
});

const toGroup = { LoadBalancer: "app/shop/9f8e", TargetGroup: "targetgroup/order/0a1b" };
const latency = (parts: Partial<WatchedMetric>, alarm: Partial<MetricAlarm> = {}): MetricAlarm =>
  metricAlarm({
    threshold: 1,
    ...alarm,
    watches: watching({
      namespace: "AWS/ApplicationELB",
      metricName: "TargetResponseTime",
      dimensions: toGroup,
      statistic: "p90",
      ...parts,
    }),
  });

describe("an alarm on latency counts for a service behind a balancer", () => {
  const other = targetGroup({ arn: `${groupArn}2`, name: "user" });
  it.each([
    { when: "p90 of its group", alarm: latency({}), says: "pass" },
    { when: "its average", alarm: latency({ statistic: "Average" }), says: "pass" },
    { when: "of the group alone", alarm: latency({ dimensions: { TargetGroup: toGroup.TargetGroup } }), says: "pass" },
    {
      when: "of a balancer that has no other group",
      alarm: latency({ dimensions: { LoadBalancer: toGroup.LoadBalancer } }),
      says: "pass",
    },
    {
      when: "of a balancer that others share",
      alarm: latency({ dimensions: { LoadBalancer: toGroup.LoadBalancer } }),
      groups: [targetGroup(), other],
      says: "finding",
    },
    { when: "2 s", alarm: latency({}, { threshold: 2 }), says: "finding" },
    { when: "a median", alarm: latency({ statistic: "p50" }), says: "finding" },
    { when: "ten minutes", alarm: latency({}, { datapointsToAlarm: 10 }), says: "finding" },
  ])("$when: $says", ({ alarm, says, groups = [targetGroup()] }) => {
    expect(verdictsOf("alarm-latency", fronted([alarm], { targetGroups: known(groups) }))).toEqual([
      `${says} shop/order`,
    ]);
  });

  it("a service behind a network balancer, or behind none, is not asked", () => {
    const network = fronted([], { balancers: known([balancer({ type: "network" })]) });
    const bare = account({ clusters: known([cluster([ecsService()])]) });
    for (const reading of [network, bare])
      for (const code of ["alarm-latency", "alarm-5xx"] as const) expect(verdictsOf(code, reading)).toEqual(["pass"]);
  });

  it("of two groups both need one, and the fix is for the one without", () => {
    const second = `${groupArn}2`;
    const reading = fronted([latency({})], {
      clusters: known([cluster([ecsService({ targetGroups: [groupArn, second] })])]),
      targetGroups: known([targetGroup(), targetGroup({ arn: second, name: "order2" })]),
    });
    const [check] = checksOf("alarm-latency", reading);
    expect(check).toMatchObject({ status: "finding", fix: [expect.stringContaining("targetgroup/order/0a1b2")] });
  });
});

const sum = (id: string, metricName: string, parts: Partial<WatchedMetric> = {}): MathPart => ({
  kind: "metric",
  id,
  namespace: "AWS/ApplicationELB",
  metricName,
  dimensions: toGroup,
  statistic: "Sum",
  periodSeconds: 60,
  ...parts,
});
const errors = sum("e", "HTTPCode_Target_5XX_Count");
const own = sum("b", "HTTPCode_ELB_5XX_Count");
const requests = sum("r", "RequestCount");
const ratio = (expression: string, threshold: number, parts: readonly MathPart[] = [errors, requests]): MetricAlarm =>
  metricAlarm({
    threshold,
    datapointsToAlarm: 10,
    watches: { kind: "math", returned: "x", parts: [...parts, { kind: "expression", id: "x", expression }] },
  });

describe("an alarm on errors counts when just over 1 % of 5xx fires it within ten minutes", () => {
  it.each([
    { when: "a percentage", alarm: ratio("100 * e / r", 1), says: "pass" },
    { when: "a ratio", alarm: ratio("e/r", 0.01), says: "pass" },
    { when: "a percentage held against a ratio's threshold is stricter", alarm: ratio("e/r*100", 0.01), says: "pass" },
    { when: "a ratio held against a percentage's threshold never fires", alarm: ratio("e/r", 1), says: "finding" },
    { when: "5 %", alarm: ratio("e/r", 0.05), says: "finding" },
    {
      when: "with the balancer's own errors",
      alarm: ratio("(e + b) / r * 100", 1, [errors, own, requests]),
      says: "pass",
    },
    { when: "only the balancer's own errors", alarm: ratio("b / r * 100", 1, [own, requests]), says: "finding" },
    { when: "a guard against few requests", alarm: ratio("IF(r > 100, FILL(e, 0) / r, 0)", 0.01), says: "pass" },
    { when: "a half of it", alarm: ratio("e / r / 2", 0.01), says: "finding" },
    {
      when: "through another expression",
      alarm: ratio("p * 100", 1, [errors, requests, { kind: "expression", id: "p", expression: "e / r" }]),
      says: "pass",
    },
    {
      when: "the share that went well, below 99 %",
      alarm: { ...ratio("1 - e / r", 0.99), comparison: "LessThanThreshold" },
      says: "finding",
    },
    {
      when: "averages, which are 1",
      alarm: ratio("e / r", 0.01, [sum("e", "HTTPCode_Target_5XX_Count", { statistic: "Average" }), requests]),
      says: "unknown",
    },
    { when: "a function that is not worked out here", alarm: ratio("RUNNING_SUM(e) / r", 0.01), says: "unknown" },
    {
      when: "a circle",
      alarm: ratio("y / r", 0.01, [errors, requests, { kind: "expression", id: "y", expression: "y" }]),
      says: "unknown",
    },
    {
      when: "another group's",
      alarm: ratio("e / r", 0.01, [
        sum("e", "HTTPCode_Target_5XX_Count", { dimensions: { TargetGroup: "targetgroup/user/1" } }),
        requests,
      ]),
      says: "finding",
    },
    {
      when: "a count of errors",
      alarm: metricAlarm({
        watches: watching({
          namespace: "AWS/ApplicationELB",
          metricName: "HTTPCode_Target_5XX_Count",
          statistic: "Sum",
        }),
      }),
      says: "finding",
    },
    {
      when: "periods of five minutes, ten of them",
      alarm: ratio("e / r", 0.01, [sum("e", "HTTPCode_Target_5XX_Count", { periodSeconds: 300 }), requests]),
      says: "finding",
    },
  ])("$when: $says", ({ alarm, says }) => {
    expect(verdictsOf("alarm-5xx", fronted([alarm]))).toEqual([`${says} shop/order`]);
  });

  it("the fix asks for the ratio of the service's own group", () => {
    const [check] = checksOf("alarm-5xx", fronted([]));
    expect(check).toMatchObject({
      what: "shop/order has no alarm on more than 1 % of 5xx for 10 minutes.",
      numbers: { thresholdPercent: 1, windowSeconds: 600 },
      cost: { kind: "depends" },
    });
    expect(check?.fix).toEqual([
      expect.stringMatching(/^aws cloudwatch put-metric-alarm --alarm-name=shop-order-5xx --metrics='\[.*100 \* FILL/),
    ]);
  });
});

describe("metric math", () => {
  it.each([
    ["1 + 2 * 3", 7],
    ["(1 + 2) * -3", -9],
    ["10 - 2 - 3", 5],
    ["a / b", 0.5],
    ["a / 0", null],
    ["a > 0 && b >= 4", 1],
    ["a == 3 || b != 4", 0],
    ["a < b AND b <= 4", 1],
    ["IF(a, b, zero / zero)", 4],
    ["IF(a > 5, 1)", null],
    ["FILL(a, REPEAT)", 2],
    ["SUM([a, b])", null],
    ["a b", null],
    ["(a", null],
    ["", null],
    ["1.5 + .5", 2],
    ["missing + 1", null],
    ["(".repeat(5000), null],
  ])("%s is %s", (expression, value) => {
    const values: Readonly<Record<string, number>> = { a: 2, b: 4, zero: 0 };
    expect(evaluateMath(expression, (id) => values[id] ?? null)).toBe(value);
  });
});

describe("an alarm on connections", () => {
  const connections = (parts: Partial<WatchedMetric>, alarm: Partial<MetricAlarm> = {}): MetricAlarm =>
    metricAlarm({
      threshold: 4500,
      datapointsToAlarm: 2,
      ...alarm,
      watches: watching({
        namespace: "AWS/RDS",
        metricName: "DatabaseConnections",
        dimensions: { DBInstanceIdentifier: "orders-db" },
        ...parts,
      }),
    });
  const writer = database({ id: "shop-1", engine: "aurora-postgresql", cluster: "shop" });
  const ofCluster = { dimensions: { DBClusterIdentifier: "shop", Role: "WRITER" }, statistic: "Maximum" };
  it.each([
    { when: "90 % of 5000", alarm: connections({}), says: "pass orders-db" },
    { when: "one more", alarm: connections({}, { threshold: 4501 }), says: "finding orders-db" },
    { when: "three minutes", alarm: connections({}, { datapointsToAlarm: 3 }), says: "finding orders-db" },
    { when: "the writer's role", of: writer, alarm: connections(ofCluster), says: "pass shop-1" },
    {
      when: "the readers' role",
      of: writer,
      alarm: connections({ ...ofCluster, dimensions: { DBClusterIdentifier: "shop", Role: "READER" } }),
      says: "finding shop-1",
    },
    {
      when: "a cluster's average",
      of: writer,
      alarm: connections({ ...ofCluster, statistic: "Average" }),
      says: "finding shop-1",
    },
    {
      when: "an engine without a known limit",
      of: database({ engine: "oracle-ee" }),
      alarm: connections({}),
      says: "unknown orders-db",
    },
  ])("$when: $says", ({ alarm, says, of = database() }) => {
    const reading = account({
      databases: known([of]),
      databaseClusters: known([databaseCluster()]),
      alarms: known([alarm]),
    });
    expect(verdictsOf("alarm-connections", reading)).toEqual([says]);
  });

  it("says the limit that it holds against, and where that is from", () => {
    const [check] = checksOf("alarm-connections", account({ databases: known([database()]) }));
    expect(check?.what).toBe(
      "orders-db has no alarm on more than 4500 connections for 2 minutes: 90 % of 5000, by the class's default.",
    );
    expect(check?.numbers).toEqual({ limitConnections: 5000, thresholdConnections: 4500, windowSeconds: 120 });
  });
});

describe("alarms that can't be read", () => {
  it.each(["alarm-cpu", "alarm-5xx", "alarm-latency", "alarm-connections", "alarm-actions"] as const)(
    "%s is unknown, once",
    (code) => {
      const reading = fronted([], { alarms: denied("cloudwatch:DescribeAlarms"), databases: known([database()]) });
      expect(verdictsOf(code, reading)).toEqual(["unknown region eu-central-1"]);
    },
  );

  it("a target group, a balancer or a cluster that can't be read is unknown for its services", () => {
    const groups = fronted([], { targetGroups: denied("elasticloadbalancing:DescribeTargetGroups") });
    const balancers = fronted([], { balancers: denied("elasticloadbalancing:DescribeLoadBalancers") });
    for (const reading of [groups, balancers]) expect(verdictsOf("alarm-5xx", reading)).toEqual(["unknown shop/order"]);
    const unlisted = account({ clusters: known([cluster([], { services: denied("ecs:ListServices") })]) });
    expect(verdictsOf("alarm-cpu", unlisted)).toEqual(["unknown cluster shop"]);
    expect(verdictsOf("alarm-cpu", account({ clusters: denied("ecs:ListClusters") }))).toEqual([
      "unknown region eu-central-1",
    ]);
  });
});
