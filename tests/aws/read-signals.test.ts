import { describe, expect, it } from "@jest/globals";
import type { MetricPoint, Series } from "../../shared/aws/read-metrics.ts";
import { queueNamesOf, signalQueries, signalReading } from "../../shared/aws/read-signals.ts";
import type { MetricConfig, SignalConfig } from "../../shared/config/signal-config.ts";
import type { SignalReading } from "../../shared/plan/readings/signal-reading.ts";
import type { Unknown } from "../../shared/reading.ts";
import {
  backlogSignal,
  cpuSignal,
  latencySignal,
  queue,
  rateSignal,
  requestsSignal,
  secondsAgo,
  service,
} from "../plan/builders.ts";

const points = (...values: readonly number[]): readonly MetricPoint[] =>
  values.map((value, index) => ({ atMs: secondsAgo(60 * (values.length - index)), value }));
const known = (...values: readonly number[]): Series => ({ kind: "known", points: points(...values) });
const missing: Unknown = { kind: "unknown", because: "no-data", detail: "no datapoint" };
const denied: Unknown = { kind: "unknown", because: "access-denied", detail: "cloudwatch:GetMetricData: AccessDenied" };

const lag = (broker: string): MetricConfig => ({
  namespace: "AWS/AmazonMQ",
  metricName: "QueueSize",
  dimensions: { Broker: broker, Queue: "jobs" },
  statistic: "Maximum",
  periodSeconds: 60,
});
const brokers = backlogSignal({ source: { kind: "metrics", metrics: [lag("mq-1"), lag("mq-2")] } });

const read = (signal: SignalConfig, series: Readonly<Record<string, Series>>): SignalReading =>
  signalReading(service({ signals: [signal] }), signal, {
    series: new Map(Object.entries(series).map(([what, found]) => [`web/${signal.name}/${what}`, found])),
    alarms: new Map(),
    queues: new Map([["jobs", queue(7)]]),
  });

describe("what a signal is read from", () => {
  const queriesOf = (signal: SignalConfig) =>
    signalQueries(service({ signals: [signal] })).map(
      ({ key, metric, statistic, lookbackSeconds, settleSeconds }) =>
        `${key} ${metric.metricName} ${statistic} ${metric.periodSeconds}${lookbackSeconds === undefined ? "" : ` ${lookbackSeconds}`}${settleSeconds === undefined ? "" : ` settles ${settleSeconds}`}`,
    );

  it.each<{ readonly when: string; readonly signal: SignalConfig; readonly expected: readonly string[] }>([
    {
      when: "a utilization with its task count",
      signal: cpuSignal(),
      expected: ["web/cpu/value CPUUtilization Average 60", "web/cpu/tasks CPUUtilization SampleCount 60"],
    },
    {
      when: "one of 20 s without: what a sample is there is not documented",
      signal: cpuSignal({ metric: { ...cpuSignal().metric, periodSeconds: 20 } }),
      expected: ["web/cpu/value CPUUtilization Average 20"],
    },
    {
      when: "requests with the load balancer's healthy hosts",
      signal: requestsSignal(),
      expected: ["web/requests/value RequestCount Sum 60", "web/requests/presence HealthyHostCount Maximum 60"],
    },
    {
      when: "a rate of a metric of one's own, alone",
      signal: rateSignal({ presence: null }),
      expected: ["web/rate/value RequestCount Sum 60"],
    },
    {
      when: "a sum of 20 s ten seconds late: its tasks' lines still come in",
      signal: rateSignal({ presence: null, metric: { ...rateSignal().metric, periodSeconds: 20 } }),
      expected: ["web/rate/value RequestCount Sum 20 settles 10"],
    },
    {
      when: "a rate of 20 s that is an average at once",
      signal: rateSignal({
        presence: null,
        metric: { ...rateSignal().metric, statistic: "Average", periodSeconds: 20 },
      }),
      expected: ["web/rate/value RequestCount Average 20"],
    },
    {
      when: "response times far enough back for the window",
      signal: latencySignal({ windowSeconds: 1800 }),
      expected: ["web/latency/value TargetResponseTime p99 60 2040"],
    },
    {
      when: "a backlog under each of a broker's names",
      signal: brokers,
      expected: ["web/jobs/value-0 QueueSize Maximum 60", "web/jobs/value-1 QueueSize Maximum 60"],
    },
    { when: "a queue by another call", signal: backlogSignal(), expected: [] },
  ])("$when", ({ signal, expected }) => expect(queriesOf(signal)).toEqual(expected));

  it("names each queue once", () => {
    const services = [service({ signals: [backlogSignal(), cpuSignal()] }), service({ signals: [backlogSignal()] })];
    expect(queueNamesOf(services)).toEqual(["jobs"]);
  });
});

describe("a signal's reading", () => {
  it.each<{
    readonly when: string;
    readonly signal: SignalConfig;
    readonly series: Readonly<Record<string, Series>>;
    readonly expected: SignalReading;
  }>([
    {
      when: "of requests is the series, with when the load balancer was seen",
      signal: requestsSignal(),
      series: { value: known(60, 120), presence: known(3, 3, 3) },
      expected: { kind: "series", points: points(60, 120), periodSeconds: 60, seenAtMs: secondsAgo(60) },
    },
    {
      when: "of silence is an empty series",
      signal: requestsSignal(),
      series: { value: missing, presence: known(3) },
      expected: { kind: "series", points: [], periodSeconds: 60, seenAtMs: secondsAgo(60) },
    },
    {
      when: "of a load balancer without targets says that it was not seen",
      signal: requestsSignal(),
      series: { value: missing, presence: missing },
      expected: { kind: "series", points: [], periodSeconds: 60, seenAtMs: null },
    },
    {
      when: "of a refused call is unknown, though the other succeeded",
      signal: requestsSignal(),
      series: { value: known(60), presence: denied },
      expected: denied,
    },
    {
      when: "of a broker that has failed over takes the name that reports",
      signal: brokers,
      series: { "value-0": missing, "value-1": known(40) },
      expected: { kind: "series", points: points(40), periodSeconds: 60, seenAtMs: null },
    },
    {
      when: "of a broker whose names both report takes the larger value",
      signal: brokers,
      series: { "value-0": known(40, 0), "value-1": known(0, 70) },
      expected: { kind: "series", points: points(40, 70), periodSeconds: 60, seenAtMs: null },
    },
    { when: "of a queue is what SQS says", signal: backlogSignal(), series: {}, expected: queue(7) },
    {
      when: "that nobody has asked for is unknown",
      signal: latencySignal(),
      series: {},
      expected: { kind: "unknown", because: "failed", detail: "not read" },
    },
  ])("$when", ({ signal, series, expected }) => expect(read(signal, series)).toEqual(expected));
});
