import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { MetricConfig } from "../../shared/config/signal-config.ts";
import type { MetricQuery } from "../world/world.ts";

/** A metric of CloudWatch and what stands for it in the world; `counts`: the tasks that reported are its value. */
export type PublishedMetric = MetricQuery & { readonly counts?: true };

/**
 * Every metric that the signals of a service are read from, with what the world knows of it.
 *
 * A load balancer's requests and response times are those of the service, its healthy hosts the tasks that run.
 */
export const signalMetrics = ({
  name: service,
  signals,
}: ServiceConfig): readonly (readonly [MetricConfig, PublishedMetric])[] =>
  signals.flatMap((signal): readonly (readonly [MetricConfig, PublishedMetric])[] => {
    switch (signal.kind) {
      case "target":
        return signal.metric.namespace === "AWS/ECS" ? [] : [[signal.metric, { service, name: "QueueLength" }]];
      case "requests":
      case "rate":
        return [
          [signal.metric, { service, name: "RequestCount" }],
          ...(signal.presence === null
            ? []
            : [[signal.presence, { service, name: "CPUUtilization", counts: true }] as const]),
        ];
      case "latency":
        return [[signal.metric, { service, name: "TargetResponseTime" }]];
      case "backlog":
        return signal.source.kind === "sqs"
          ? []
          : signal.source.metrics.map((metric) => [metric, { service, name: "QueueLength" }] as const);
      default:
        return [];
    }
  });
