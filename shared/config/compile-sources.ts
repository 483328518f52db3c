import { DEFAULTS } from "./defaults.ts";
import type { BacklogForm } from "./schema-backlog.ts";
import type { PlainMetricForm } from "./schema-metric.ts";
import type { BacklogSignalConfig, MetricConfig } from "./signal-config.ts";

/** Where a signal's value is read: a metric, and what shows that its load balancer exists. */
export type LoadBalancerSource = { readonly metric: MetricConfig; readonly presence: MetricConfig | null };

type SourceForm = {
  readonly loadBalancer?: string | undefined;
  readonly targetGroup?: string | undefined;
};

/** Load balancers publish their metrics once a minute. */
const loadBalancerPeriodSeconds = 60;

/** Any metric of a target group. An ARN and the end of it name the same. */
const targetGroupMetric = (
  { loadBalancer = "", targetGroup = "" }: SourceForm,
  metricName: string,
  statistic: MetricConfig["statistic"],
): MetricConfig => ({
  namespace: "AWS/ApplicationELB",
  metricName,
  dimensions: {
    LoadBalancer: loadBalancer.replace(/^.*:loadbalancer\//, ""),
    TargetGroup: targetGroup.replace(/^.*:(?=targetgroup\/)/, ""),
  },
  statistic,
  periodSeconds: loadBalancerPeriodSeconds,
});

/**
 * Requests of the service, and HealthyHostCount beside a load balancer's: it is reported while targets are registered,
 * whether requests come or not.
 *
 * @see Elastic Load Balancing, CloudWatch metrics for your Application Load Balancer (reporting criteria)
 */
export const requestsSource = (
  form: SourceForm & { readonly metric?: PlainMetricForm | undefined },
): LoadBalancerSource =>
  form.metric === undefined
    ? {
        metric: targetGroupMetric(form, "RequestCount", "Sum"),
        presence: targetGroupMetric(form, "HealthyHostCount", "Maximum"),
      }
    : { metric: plainMetricOf(form.metric, "Sum"), presence: null };

export const latencyMetricOf = (
  form: SourceForm & {
    readonly metric?: Pick<PlainMetricForm, "namespace" | "name" | "dimensions"> | undefined;
    readonly statistic?: string | undefined;
  },
): MetricConfig => {
  const statistic = (form.statistic ?? DEFAULTS.latencyStatistic) as MetricConfig["statistic"];
  if (form.metric === undefined) return targetGroupMetric(form, "TargetResponseTime", statistic);
  return { ...plainMetricOf({ ...form.metric, statistic: undefined }, "Average"), statistic };
};

/** Exactly one of the sources is there; the check of the form has seen to it. */
export const backlogSource = (form: BacklogForm): BacklogSignalConfig["source"] => {
  const { sqsQueue, kafka, activeMq, rabbitMq, metric } = form;
  if (sqsQueue !== undefined) return { kind: "sqs", queueName: sqsQueue };
  if (kafka !== undefined) {
    const dimensions = { "Cluster Name": kafka.cluster, "Consumer Group": kafka.consumerGroup, Topic: kafka.topic };
    return { kind: "metrics", metrics: [levelMetric("AWS/Kafka", "SumOffsetLag", dimensions)] };
  }
  if (activeMq !== undefined) {
    // A single-instance broker has the suffix -1; of an active/standby pair the one that is active reports the queue.
    const ofBroker = (suffix: string): MetricConfig =>
      levelMetric("AWS/AmazonMQ", "QueueSize", { Broker: `${activeMq.broker}${suffix}`, Queue: activeMq.queue });
    return { kind: "metrics", metrics: [ofBroker("-1"), ofBroker("-2")] };
  }
  if (rabbitMq !== undefined) {
    const { broker, queue, virtualHost = "/" } = rabbitMq;
    const dimensions = { Broker: broker, Queue: queue, VirtualHost: virtualHost };
    return { kind: "metrics", metrics: [levelMetric("AWS/AmazonMQ", "MessageCount", dimensions)] };
  }
  return { kind: "metrics", metrics: [plainMetricOf(metric ?? { namespace: "", name: "" }, "Maximum")] };
};

const levelMetric = (namespace: string, metricName: string, dimensions: MetricConfig["dimensions"]): MetricConfig => ({
  namespace,
  metricName,
  dimensions,
  statistic: "Maximum",
  periodSeconds: DEFAULTS.periodSeconds,
});

const plainMetricOf = (form: PlainMetricForm, statistic: MetricConfig["statistic"]): MetricConfig => ({
  namespace: form.namespace,
  metricName: form.name,
  dimensions: sortedDimensions(form.dimensions),
  statistic: form.statistic ?? statistic,
  periodSeconds: form.periodSeconds ?? DEFAULTS.periodSeconds,
});

/** One order, whatever the file's was. */
export const sortedDimensions = (dimensions: PlainMetricForm["dimensions"]): MetricConfig["dimensions"] =>
  Object.fromEntries(Object.entries(dimensions ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
