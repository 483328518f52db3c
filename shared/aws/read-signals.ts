import type { ServiceConfig } from "../config/service-config.ts";
import type { MetricConfig, SignalConfig } from "../config/signal-config.ts";
import { assertNever } from "../plan/assert-never.ts";
import type { SignalReading } from "../plan/readings/signal-reading.ts";
import type { MetricPoint, MetricQuery, Series } from "./read-metrics.ts";

/** What was read for all signals of a domain. */
export type SignalSources = {
  readonly series: ReadonlyMap<string, Series>;
  readonly alarms: ReadonlyMap<string, SignalReading>;
  readonly queues: ReadonlyMap<string, SignalReading>;
};

export const alarmNamesOf = (services: readonly ServiceConfig[]): readonly string[] =>
  unique(services, (signal) => (signal.kind === "alarm" ? [signal.alarmName] : []));

export const queueNamesOf = (services: readonly ServiceConfig[]): readonly string[] =>
  unique(services, (signal) =>
    signal.kind === "backlog" && signal.source.kind === "sqs" ? [signal.source.queueName] : [],
  );

const unique = (
  services: readonly ServiceConfig[],
  namesOf: (signal: SignalConfig) => readonly string[],
): readonly string[] => [...new Set(services.flatMap(({ signals }) => signals.flatMap(namesOf)))];

/** Every series that the signals of a service are read from. */
export const signalQueries = (service: ServiceConfig): readonly MetricQuery[] =>
  service.signals.flatMap((signal): readonly MetricQuery[] => {
    const query = (what: string, metric: MetricConfig, statistic: MetricQuery["statistic"] = metric.statistic) => ({
      key: keyOf(service, signal, what),
      metric,
      statistic,
    });
    switch (signal.kind) {
      case "alarm":
        return [];
      case "target": {
        const value = query("value", signal.metric);
        return countsTasks(signal) ? [value, query("tasks", signal.metric, "SampleCount")] : [value];
      }
      case "requests":
      case "rate": {
        const value = { ...query("value", signal.metric), ...settling(signal.metric) };
        return signal.presence === null ? [value] : [value, query("presence", signal.presence)];
      }
      case "latency":
        // The newest datapoints may still be on their way when the window is looked at.
        return [
          {
            ...query("value", signal.metric),
            lookbackSeconds: signal.windowSeconds + signal.staleAfterSeconds + signal.metric.periodSeconds,
          },
        ];
      case "backlog":
        return signal.source.kind === "sqs"
          ? []
          : signal.source.metrics.map((metric, index) => query(`value-${index}`, metric));
      default:
        return assertNever(signal);
    }
  });

/**
 * A sum over tasks of less than a minute grows for some seconds after its end, while their log lines come in; one that
 * is read too early would look like a fall of the load.
 */
const settling = ({ statistic, periodSeconds }: MetricConfig): Pick<MetricQuery, "settleSeconds"> =>
  statistic === "Sum" && periodSeconds < 60 ? { settleSeconds } : {};

const settleSeconds = 10;

const keyOf = (service: ServiceConfig, signal: SignalConfig, what: string): string =>
  `${service.name}/${signal.name}/${what}`;

/**
 * The task count at the datapoint is the sample count of ECS's own metrics: one sample per task and minute. How many
 * there are at 20 s is not documented, so there the count comes from the history.
 */
const countsTasks = (signal: SignalConfig): boolean =>
  signal.kind === "target" &&
  signal.measures === "average" &&
  signal.metric.namespace === "AWS/ECS" &&
  signal.metric.periodSeconds >= 60;

/** One signal's part of what was read; what can't be read is unknown, with the reason. */
export const signalReading = (service: ServiceConfig, signal: SignalConfig, sources: SignalSources): SignalReading => {
  const seriesOf = (what: string): Series | undefined => sources.series.get(keyOf(service, signal, what));
  switch (signal.kind) {
    case "alarm":
      return sources.alarms.get(signal.alarmName) ?? notRead;
    case "target":
      return datapointOf(seriesOf("value") ?? notRead, seriesOf("tasks"), signal.metric.periodSeconds);
    case "requests":
    case "rate":
      return seriesReading([seriesOf("value") ?? notRead], seriesOf("presence"), signal.metric.periodSeconds);
    case "latency":
      return seriesReading([seriesOf("value") ?? notRead], undefined, signal.metric.periodSeconds);
    case "backlog": {
      const { source } = signal;
      if (source.kind === "sqs") return sources.queues.get(source.queueName) ?? notRead;
      const series = source.metrics.map((_, index) => seriesOf(`value-${index}`) ?? notRead);
      return seriesReading(series, undefined, source.metrics[0].periodSeconds);
    }
    default:
      return assertNever(signal);
  }
};

/** Nobody has asked: that is not the silence of a metric. */
const notRead = { kind: "unknown", because: "failed", detail: "not read" } as const;

const datapointOf = (values: Series, samples: Series | undefined, periodSeconds: number): SignalReading => {
  if (values.kind === "unknown") return values;
  const newest = values.points.at(-1)!;
  const count = samples?.kind === "known" ? samples.points.find((point) => point.atMs === newest.atMs) : undefined;
  return { kind: "datapoint", value: newest.value, atMs: newest.atMs, periodSeconds, tasks: count?.value ?? null };
};

/** Silence is an empty series, a failed call is unknown; of several series the largest value of each period counts. */
const seriesReading = (all: readonly Series[], presence: Series | undefined, periodSeconds: number): SignalReading => {
  const failed = [...all, ...(presence === undefined ? [] : [presence])].find(
    (series) => series.kind === "unknown" && series.because !== "no-data",
  );
  if (failed?.kind === "unknown") return failed;
  const seenAtMs = presence?.kind === "known" ? presence.points.at(-1)!.atMs : null;
  return { kind: "series", points: largestOf(all), periodSeconds, seenAtMs };
};

/** Ascending, as each of them is. */
const largestOf = (all: readonly Series[]): readonly MetricPoint[] => {
  const known = all.flatMap((series) => (series.kind === "known" ? [series.points] : []));
  if (known.length <= 1) return known[0] ?? [];
  const largest = new Map<number, number>();
  for (const { atMs, value } of known.flat()) largest.set(atMs, Math.max(largest.get(atMs) ?? value, value));
  return [...largest].map(([atMs, value]) => ({ atMs, value })).sort((a, b) => a.atMs - b.atMs);
};
