import { describe, expect, it } from "@jest/globals";
import { parseConfig } from "../../shared/config/read-config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { lines } from "./problem-row.ts";

const compiled = (signals: string, defaults = "{}"): ServiceConfig => {
  const text = lines(
    "version: 1",
    "name: shop",
    `defaults: { cluster: shop, startSeconds: 40, signals: ${defaults} }`,
    `services: { web: { signals: { ${signals} } } }`,
  );
  const reading = parseConfig(text, "headgate.yml");
  if (reading.kind === "refused") throw new Error(JSON.stringify(reading.problems));
  return reading.config.services[0]!;
};

const loadBalancer = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188";
const targetGroup = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/73e2d6bc24d8a067";
const behind = `loadBalancer: "${loadBalancer}", targetGroup: "${targetGroup}"`;
const dimensions = { LoadBalancer: "app/shop/50dc6c495c0c9188", TargetGroup: "targetgroup/web/73e2d6bc24d8a067" };
const alb = (metricName: string, statistic: string) => ({
  namespace: "AWS/ApplicationELB",
  metricName,
  dimensions,
  statistic,
  periodSeconds: 60,
});
const level = (namespace: string, metricName: string, dimensions: Readonly<Record<string, string>>) => ({
  namespace,
  metricName,
  dimensions,
  statistic: "Maximum",
  periodSeconds: 60,
});

describe("signals become what is read and asked", () => {
  it.each<{ readonly when: string; readonly form: string; readonly expected: object }>([
    {
      when: "cpu in high resolution is ECS's metric every 20 s",
      form: "cpu: { target: 70, highResolution: true }",
      expected: { kind: "target", metric: { metricName: "CPUUtilization", periodSeconds: 20 }, staleAfterSeconds: 180 },
    },
    {
      when: "requests behind a load balancer, by its ARNs",
      form: `requests: { target: 40, ${behind} }`,
      expected: {
        kind: "requests",
        name: "requests",
        metric: alb("RequestCount", "Sum"),
        presence: alb("HealthyHostCount", "Maximum"),
        targetPerSecond: 40,
        toleranceRatio: 0.1,
        staleAfterSeconds: 180,
      },
    },
    {
      when: "requests of a metric of one's own, with nothing that shows their source",
      form: "requests: { target: 40, metric: { namespace: Shop, name: Requests, periodSeconds: 300 } }",
      expected: {
        metric: { namespace: "Shop", metricName: "Requests", dimensions: {}, statistic: "Sum", periodSeconds: 300 },
        presence: null,
        staleAfterSeconds: 900,
      },
    },
    {
      when: "a rate that asks for nothing",
      form: `rate: { ${behind} }`,
      expected: { kind: "rate", name: "rate", metric: alb("RequestCount", "Sum"), staleAfterSeconds: 180 },
    },
    {
      when: "a latency with the documented defaults",
      form: `latency: { threshold: 2, ${behind} }`,
      expected: {
        kind: "latency",
        metric: alb("TargetResponseTime", "p99"),
        threshold: 2,
        windowSeconds: 300,
        stepPercent: 25,
        stepTasks: 1,
        warmUpSeconds: 40,
      },
    },
    {
      when: "a latency of another percentile",
      form: `latency: { threshold: 2, statistic: p99.9, ${behind} }`,
      expected: { metric: alb("TargetResponseTime", "p99.9") },
    },
    {
      when: "a backlog in SQS",
      form: "backlogs: { jobs: { sqsQueue: jobs.fifo, messagesPerSecond: 5 } }",
      expected: {
        kind: "backlog",
        name: "jobs",
        source: { kind: "sqs", queueName: "jobs.fifo" },
        messagesPerSecond: 5,
        drainSeconds: 60,
        toleranceRatio: 0.1,
        staleAfterSeconds: 180,
      },
    },
    {
      when: "a backlog in Kafka",
      form: "backlogs: { lag: { kafka: { cluster: k, consumerGroup: g, topic: t }, messagesPerSecond: 5, drainSeconds: 30 } }",
      expected: {
        source: {
          kind: "metrics",
          metrics: [level("AWS/Kafka", "SumOffsetLag", { "Cluster Name": "k", "Consumer Group": "g", Topic: "t" })],
        },
        drainSeconds: 30,
      },
    },
    {
      when: "a backlog in ActiveMQ, under both names of the broker",
      form: "backlogs: { mail: { activeMq: { broker: mq, queue: mail }, messagesPerSecond: 5 } }",
      expected: {
        source: {
          metrics: ["mq-1", "mq-2"].map((Broker) => level("AWS/AmazonMQ", "QueueSize", { Broker, Queue: "mail" })),
        },
      },
    },
    {
      when: "a backlog in RabbitMQ",
      form: "backlogs: { mail: { rabbitMq: { broker: mq, queue: mail }, messagesPerSecond: 5 } }",
      expected: {
        source: {
          metrics: [level("AWS/AmazonMQ", "MessageCount", { Broker: "mq", Queue: "mail", VirtualHost: "/" })],
        },
      },
    },
    {
      when: "a backlog of any metric",
      form: "backlogs: { rows: { metric: { namespace: Shop, name: Rows, statistic: Sum }, messagesPerSecond: 5 } }",
      expected: {
        source: { metrics: [{ namespace: "Shop", metricName: "Rows", statistic: "Sum", periodSeconds: 60 }] },
      },
    },
  ])("$when", ({ form, expected }) => expect(compiled(form).signals).toMatchObject([expected]));

  it("false takes a default's requests away", () => {
    expect(compiled("requests: false, cpu: 70", `{ requests: { target: 40, ${behind} } }`).signals).toHaveLength(1);
  });

  it("backlogs and schedules of the defaults stay beside a service's own", () => {
    const service = compiled(
      "backlogs: { b: { sqsQueue: b, messagesPerSecond: 1 } }, schedules: { y: { until: 2026-01-01T00:00Z, min: 4 } }",
      "{ backlogs: { a: { sqsQueue: a, messagesPerSecond: 1 } }, schedules: { x: { until: 2026-01-01T00:00Z, min: 4 } } }",
    );
    expect(service.signals.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(service.schedules.map(({ name }) => name)).toEqual(["x", "y"]);
  });
});

describe("schedules become windows", () => {
  it.each([
    {
      when: "a cron with its zone",
      form: '{ cron: "0 8 * * 1-5", durationMinutes: 600, timeZone: Europe/Berlin, min: 8 }',
      expected: {
        when: { kind: "cron", cron: "0 8 * * 1-5", timeZone: "Europe/Berlin", durationSeconds: 36_000 },
        minTasks: 8,
        maxTasks: null,
      },
    },
    {
      when: "local times as instants",
      form: "{ from: 2026-11-27T00:00, until: 2026-12-01T00:00, timeZone: Europe/Berlin, max: 0 }",
      expected: {
        when: { kind: "between", fromMs: Date.UTC(2026, 10, 26, 23), untilMs: Date.UTC(2026, 10, 30, 23) },
        minTasks: null,
        maxTasks: 0,
      },
    },
    {
      when: "a raised minimum that has begun and ends",
      form: "{ until: 2026-12-01T00:00:00+02:00, min: 12 }",
      expected: { when: { kind: "between", fromMs: null, untilMs: Date.UTC(2026, 10, 30, 22) }, minTasks: 12 },
    },
  ])("$when", ({ form, expected }) =>
    expect(compiled(`schedules: { window: ${form} }`).schedules).toMatchObject([{ name: "window", ...expected }]),
  );
});
