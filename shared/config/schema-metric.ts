import * as z from "zod";
import { DEFAULTS } from "./defaults.ts";
import { cloudWatchName, optional, required, whole } from "./schema-key.ts";

export const toleranceRatio = optional(
  z.number().min(0).max(0.5),
  "The relative distance from the target that asks for nothing, as a ratio. A tenth keeps noise around the target from moving tasks to and fro.",
  { default: DEFAULTS.toleranceRatio, examples: [0.1] },
);

export const staleAfterSeconds = optional(
  whole(30, 86_400),
  "A datapoint older than this many seconds is not used. The default is the larger of 180 and three periods.",
  { default: DEFAULTS.staleAfterSeconds, examples: [180] },
);

export const dimensions = optional(
  z.record(cloudWatchName, z.string().min(1).max(1024)),
  "All dimensions of the metric, by name. CloudWatch finds a metric only when every dimension is given; without this key the metric has none.",
  { default: {}, examples: [{ QueueName: "orders" }] },
);

export const periodSeconds = optional(
  z.union([z.literal(10), z.literal(20), z.literal(30), whole(60, 3600).multipleOf(60)]),
  "Length of one datapoint in seconds: 10, 20, 30 or a multiple of 60. Shorter than the metric's own period finds nothing. Below 60 the domain is read every 20 s while the service is at three quarters of a target or more, which costs up to $1.31 a month for each metric of the domain (GetMetricData, $0.01 per 1,000).",
  { default: DEFAULTS.periodSeconds, examples: [60] },
);

/** A metric that only says where a value is; what it means is the signal's. */
export const plainMetric = (statistic: "Average" | "Sum" | "Maximum") =>
  z.strictObject({
    namespace: required(cloudWatchName, "CloudWatch namespace of the metric.", { examples: ["Shop"] }),
    name: required(cloudWatchName, "CloudWatch name of the metric.", { examples: ["Requests"] }),
    dimensions,
    statistic: optional(z.enum(["Average", "Maximum", "Minimum", "Sum"]), "Statistic of one period.", {
      default: statistic,
      examples: [statistic],
    }),
    periodSeconds,
  });

export type PlainMetricForm = z.infer<ReturnType<typeof plainMetric>>;
