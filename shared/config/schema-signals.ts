import * as z from "zod";
import { DEFAULTS } from "./defaults.ts";
import { cloudWatchName, name, optional, required, whole } from "./schema-key.ts";

const toleranceRatio = optional(
  z.number().min(0).max(0.5),
  "The relative distance from the target that asks for nothing, as a ratio. A tenth keeps noise around the target from moving tasks to and fro.",
  { default: DEFAULTS.toleranceRatio, examples: [0.1] },
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
  dimensions: optional(
    z.record(cloudWatchName, z.string().min(1).max(1024)),
    "All dimensions of the metric, by name. CloudWatch finds a metric only when every dimension is given; without this key the metric has none.",
    { default: {}, examples: [{ QueueName: "orders" }] },
  ),
  statistic: optional(
    z.enum(["Average", "Maximum", "Minimum", "Sum"]),
    "Statistic of one period. Sum suits counts of events; Average suits levels such as a queue's length.",
    { default: DEFAULTS.statistic, examples: ["Sum"] },
  ),
  periodSeconds: optional(
    z.union([z.literal(10), z.literal(20), z.literal(30), whole(60, 3600).multipleOf(60)]),
    "Length of one datapoint in seconds: 10, 20, 30 or a multiple of 60. Shorter than the metric's own period finds nothing.",
    { default: DEFAULTS.periodSeconds, examples: [60] },
  ),
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
