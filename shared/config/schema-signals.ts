import * as z from "zod";
import { DEFAULTS } from "./defaults.ts";
import { backlog } from "./schema-backlog.ts";
import { cloudWatchName, name, optional, required, whole } from "./schema-key.ts";
import { dimensions, periodSeconds, toleranceRatio } from "./schema-metric.ts";
import { latency, rate, requests } from "./schema-requests.ts";
import { schedule } from "./schema-schedule.ts";

const highResolution = optional(
  z.boolean(),
  "Read the metric every 20 seconds instead of every 60, which answers a peak minutes earlier. The service's own monitoring configuration must publish it so (ECS: MetricConfiguration, resolutionSeconds 20); otherwise nothing is found and the count holds. While a service is at three quarters of its target or more, its domain is then read every 20 s: GetMetricData costs $0.01 per 1,000 metrics, so up to $1.31 a month for each metric of the domain.",
  { default: false, examples: [true] },
);

const utilizationTarget = z.number().min(1).max(100);

const utilization = (what: string, extra: string, example: number) =>
  optional(
    z.union([
      utilizationTarget,
      z.strictObject({
        target: required(utilizationTarget, `Average ${what} utilization of the service's tasks to keep, in percent.`, {
          examples: [example],
        }),
        toleranceRatio,
        highResolution,
      }),
      z.literal(false),
    ]),
    `Keep the service's average ${what} utilization (AWS/ECS, 60 s) at this percentage. ${extra} A bare number is the target; false removes a target that the defaults block set.`,
    { examples: [example] },
  );

const metric = z.strictObject({
  namespace: required(cloudWatchName, "CloudWatch namespace of the metric.", { examples: ["AWS/SQS"] }),
  name: required(cloudWatchName, "CloudWatch name of the metric.", {
    examples: ["ApproximateNumberOfMessagesVisible"],
  }),
  dimensions,
  statistic: optional(
    z.enum(["Average", "Maximum", "Minimum", "Sum"]),
    "Statistic of one period. Sum suits counts of events; Average suits levels such as a queue's length.",
    { default: DEFAULTS.statistic, examples: ["Sum"] },
  ),
  periodSeconds,
  measures: required(
    z.enum(["average", "total"]),
    "What the value is: `average` is a value per task (ask = tasks x value / target), `total` is the sum for the service (ask = value / target). There is no default, because a wrong guess would ask for the square of what is needed.",
    { examples: ["total"] },
  ),
  target: required(
    z.number().gt(0).max(1e12),
    "The value that one task should have, in the metric's own unit: messages per task for a queue.",
    { examples: [1000] },
  ),
  toleranceRatio,
  asksAlone: optional(
    z.boolean(),
    "Whether the signal may ask for more tasks while no other signal does. Set false for a metric that more tasks may not lower, as with memory.",
    { default: DEFAULTS.asksAlone, examples: [true] },
  ),
  staleAfterSeconds: optional(
    whole(30, 86_400),
    "A datapoint older than this many seconds is unknown, which holds the count; it is never taken as zero. Counted from the start of the datapoint's period; the default is the larger of 180 and three periods.",
    { default: DEFAULTS.staleAfterSeconds, examples: [180] },
  ),
});

const alarm = z.strictObject({
  alarmName: required(
    cloudWatchName,
    "Name of an existing CloudWatch alarm. A muted alarm (actions disabled) doesn't scale.",
    {
      examples: ["shop-gateway-latency"],
    },
  ),
  stepPercent: optional(
    whole(0, 1000),
    "Growth per step while the alarm is in ALARM, in percent of the tasks. The larger of stepPercent and stepTasks is taken.",
    { default: DEFAULTS.stepPercent, examples: [25] },
  ),
  stepTasks: optional(whole(1, 1000), "Least growth per step while the alarm is in ALARM, in tasks.", {
    default: DEFAULTS.stepTasks,
    examples: [1],
  }),
  windowSeconds: optional(
    whole(10, 86_400),
    "The alarm's evaluation window in seconds (period x evaluation periods). There is at most one step per window, or per startSeconds when that is longer, so that a step is judged by its effect.",
    { default: DEFAULTS.windowSeconds, examples: [300] },
  ),
});

export const signalsForm = z.strictObject({
  cpu: utilization("CPU", "70 leaves room for the time that a new task needs to start.", 70),
  memory: utilization(
    "memory",
    "Memory asks for more only together with another signal: more tasks rarely lower it.",
    80,
  ),
  requests: optional(
    z.union([requests, z.literal(false)]),
    "Requests per task: the fastest signal, because it asks for what the load needs and not for a share of what is there. No requests are 0 while the load balancer has targets; false removes what the defaults block set.",
    {
      examples: [
        { target: 40, loadBalancer: "app/shop/50dc6c495c0c9188", targetGroup: "targetgroup/gateway/73e2d6bc24d8a067" },
      ],
    },
  ),
  rate: optional(
    z.union([rate, z.literal(false)]),
    "Where the service's request rate is read when it has no requests signal. It asks for nothing: the call graph and the check for futile growth use it.",
    { examples: [{ loadBalancer: "app/shop/50dc6c495c0c9188", targetGroup: "targetgroup/gateway/73e2d6bc24d8a067" }] },
  ),
  latency: optional(
    z.union([latency, z.literal(false)]),
    "Response times: a step up while the whole window is too slow. It never asks for fewer tasks, and keeps what is there while it is too slow; without requests it has no opinion.",
    {
      examples: [
        {
          threshold: 2,
          loadBalancer: "app/shop/50dc6c495c0c9188",
          targetGroup: "targetgroup/gateway/73e2d6bc24d8a067",
        },
      ],
    },
  ),
  backlogs: optional(
    z.record(name, backlog),
    "What waits for the service, under a name of yours: SQS, Kafka, Amazon MQ or any metric. The tasks are what works it off in drainSeconds; an empty queue asks for none.",
  ),
  schedules: optional(
    z.record(name, schedule),
    "Windows of time with their own bounds, under a name of yours: more tasks before the doors open, fewer at night, none on Sundays.",
  ),
  metrics: optional(
    z.record(name, metric),
    "Any CloudWatch metric, under a name of yours: a queue's length, a consumer's lag, requests per task.",
  ),
  alarms: optional(
    z.record(name, alarm),
    "Existing CloudWatch alarms, under a name of yours. An alarm asks for more tasks step by step while it is in ALARM, and never for fewer.",
  ),
});

export type MetricForm = z.infer<typeof metric>;
export type SignalsForm = z.infer<typeof signalsForm>;
