import * as z from "zod";
import { DEFAULTS } from "./defaults.ts";
import { cloudWatchName, optional, required, whole } from "./schema-key.ts";
import { dimensions, plainMetric, staleAfterSeconds, toleranceRatio } from "./schema-metric.ts";

const loadBalancerName = z
  .string()
  .regex(
    /^(?:arn:[a-z0-9:-]+:loadbalancer\/)?app\/[A-Za-z0-9-]{1,32}\/[0-9a-f]{16}$/,
    "an Application Load Balancer is its ARN, or the end of it as in app/shop/50dc6c495c0c9188",
  );

const targetGroupName = z
  .string()
  .regex(
    /^(?:arn:[a-z0-9:-]+:)?targetgroup\/[A-Za-z0-9-]{1,32}\/[0-9a-f]{16}$/,
    "a target group is its ARN, or the end of it as in targetgroup/gateway/73e2d6bc24d8a067",
  );

const latencyStatistic = z
  .string()
  .regex(
    /^(?:Average|p(?:100|\d{1,2}(?:\.\d{1,10})?))$/,
    "a latency is read as Average, or as a percentile such as p99 or p99.9",
  );

const loadBalancer = optional(
  loadBalancerName,
  "The Application Load Balancer in front of the service: its ARN, or the part of it that CloudWatch uses as dimension.",
  { examples: ["app/shop/50dc6c495c0c9188"] },
);

const targetGroup = optional(
  targetGroupName,
  "The service's target group: its ARN, or the part of it that CloudWatch uses as dimension. Stands beside loadBalancer.",
  { examples: ["targetgroup/gateway/73e2d6bc24d8a067"] },
);

const requestsMetric = optional(
  plainMetric("Sum"),
  "Any CloudWatch metric with the requests of the whole service, instead of a load balancer's. A Sum is divided by its period; any other statistic is taken as requests per second.",
  { examples: [{ namespace: "Shop", name: "Requests" }] },
);

export const requests = z.strictObject({
  target: required(
    z.number().gt(0).max(1e9),
    "Requests per second that one task should serve. Measure it: what a task serves at its CPU target.",
    { examples: [40] },
  ),
  loadBalancer,
  targetGroup,
  metric: requestsMetric,
  toleranceRatio,
  staleAfterSeconds,
});

export const rate = z.strictObject({ loadBalancer, targetGroup, metric: requestsMetric, staleAfterSeconds });

export const latency = z.strictObject({
  threshold: required(
    z.number().gt(0).max(1e9),
    "Above this the service is too slow, in the metric's own unit: seconds for a load balancer.",
    { examples: [2] },
  ),
  statistic: optional(latencyStatistic, "Average, or a percentile as CloudWatch writes it.", {
    default: DEFAULTS.latencyStatistic,
    examples: ["p99"],
  }),
  loadBalancer,
  targetGroup,
  metric: optional(
    z.strictObject({
      namespace: required(cloudWatchName, "CloudWatch namespace of the metric.", { examples: ["Shop"] }),
      name: required(cloudWatchName, "CloudWatch name of the metric.", { examples: ["Latency"] }),
      dimensions,
    }),
    "Any CloudWatch metric of response times with datapoints of 60 s, instead of a load balancer's.",
    { examples: [{ namespace: "Shop", name: "Latency" }] },
  ),
  windowSeconds: optional(
    whole(60, 3600).multipleOf(60),
    "Every datapoint of this many seconds must be above the threshold. There is at most one step per window, or per startSeconds when that is longer.",
    { default: DEFAULTS.windowSeconds, examples: [300] },
  ),
  stepPercent: optional(
    whole(0, 1000),
    "Growth per step, in percent of the tasks. The larger of stepPercent and stepTasks is taken.",
    { default: DEFAULTS.stepPercent, examples: [25] },
  ),
  stepTasks: optional(whole(1, 1000), "Least growth per step, in tasks.", {
    default: DEFAULTS.stepTasks,
    examples: [1],
  }),
  staleAfterSeconds,
});

export type RequestsForm = z.infer<typeof requests>;
export type RateForm = z.infer<typeof rate>;
export type LatencyForm = z.infer<typeof latency>;
