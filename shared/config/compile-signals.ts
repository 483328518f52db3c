import { byName } from "./by-name.ts";
import { backlogSource, latencyMetricOf, requestsSource, sortedDimensions } from "./compile-sources.ts";
import { DEFAULTS } from "./defaults.ts";
import type { BacklogForm } from "./schema-backlog.ts";
import type { LatencyForm, RateForm, RequestsForm } from "./schema-requests.ts";
import type { MetricForm, SignalsForm } from "./schema-signals.ts";
import type {
  AlarmSignalConfig,
  BacklogSignalConfig,
  LatencySignalConfig,
  SignalConfig,
  TargetSignalConfig,
} from "./signal-config.ts";

type EcsService = { readonly cluster: string; readonly ecsService: string };
type Utilization = SignalsForm["cpu"];
type AlarmForm = NonNullable<SignalsForm["alarms"]>[string];

/** The user's signals as one list, sorted by name; `cpu` and `memory` become the ECS metrics they stand for. */
export const compileSignals = (
  form: SignalsForm,
  service: EcsService & { readonly startSeconds: number },
): readonly SignalConfig[] =>
  [
    ...utilization("cpu", "CPUUtilization", form.cpu, service, true),
    // More tasks seldom lower memory: caches fill again. So it never asks alone.
    ...utilization("memory", "MemoryUtilization", form.memory, service, false),
    ...compileRequests(form.requests),
    ...compileRate(form.rate),
    ...compileLatency(form.latency, service.startSeconds),
    ...Object.entries(form.backlogs ?? {}).map(([name, backlog]) => compileBacklog(name, backlog)),
    ...Object.entries(form.metrics ?? {}).map(([name, metric]) => compileMetric(name, metric)),
    ...Object.entries(form.alarms ?? {}).map(([name, alarm]) => compileAlarm(name, alarm, service.startSeconds)),
  ].sort(byName);

const utilization = (
  name: string,
  metricName: string,
  form: Utilization,
  { cluster, ecsService }: EcsService,
  asksAlone: boolean,
): readonly TargetSignalConfig[] => {
  if (form === undefined || form === false) return [];
  const {
    target,
    toleranceRatio = DEFAULTS.toleranceRatio,
    highResolution = false,
  } = typeof form === "number" ? { target: form } : form;
  const dimensions = { ClusterName: cluster, ServiceName: ecsService };
  return [
    {
      kind: "target",
      name,
      metric: {
        namespace: "AWS/ECS",
        metricName,
        dimensions,
        statistic: "Average",
        periodSeconds: highResolution ? DEFAULTS.highResolutionPeriodSeconds : DEFAULTS.periodSeconds,
      },
      target,
      measures: "average",
      toleranceRatio,
      asksAlone,
      staleAfterSeconds: DEFAULTS.staleAfterSeconds,
    },
  ];
};

const compileMetric = (name: string, form: MetricForm): TargetSignalConfig => {
  const periodSeconds = form.periodSeconds ?? DEFAULTS.periodSeconds;
  return {
    kind: "target",
    name,
    metric: {
      namespace: form.namespace,
      metricName: form.name,
      dimensions: sortedDimensions(form.dimensions),
      statistic: form.statistic ?? DEFAULTS.statistic,
      periodSeconds,
    },
    target: form.target,
    measures: form.measures,
    toleranceRatio: form.toleranceRatio ?? DEFAULTS.toleranceRatio,
    asksAlone: form.asksAlone ?? DEFAULTS.asksAlone,
    staleAfterSeconds: form.staleAfterSeconds ?? staleAfter(periodSeconds),
  };
};

const staleAfter = (periodSeconds: number): number =>
  Math.max(DEFAULTS.staleAfterSeconds, DEFAULTS.stalePeriods * periodSeconds);

const compileRequests = (form: RequestsForm | false | undefined): readonly SignalConfig[] => {
  if (form === undefined || form === false) return [];
  const source = requestsSource(form);
  return [
    {
      kind: "requests",
      name: "requests",
      ...source,
      targetPerSecond: form.target,
      toleranceRatio: form.toleranceRatio ?? DEFAULTS.toleranceRatio,
      staleAfterSeconds: form.staleAfterSeconds ?? staleAfter(source.metric.periodSeconds),
    },
  ];
};

const compileRate = (form: RateForm | false | undefined): readonly SignalConfig[] => {
  if (form === undefined || form === false) return [];
  const source = requestsSource(form);
  const staleAfterSeconds = form.staleAfterSeconds ?? staleAfter(source.metric.periodSeconds);
  return [{ kind: "rate", name: "rate", ...source, staleAfterSeconds }];
};

const compileLatency = (
  form: LatencyForm | false | undefined,
  startSeconds: number,
): readonly LatencySignalConfig[] => {
  if (form === undefined || form === false) return [];
  const metric = latencyMetricOf(form);
  return [
    {
      kind: "latency",
      name: "latency",
      metric,
      threshold: form.threshold,
      windowSeconds: form.windowSeconds ?? DEFAULTS.windowSeconds,
      stepPercent: form.stepPercent ?? DEFAULTS.stepPercent,
      stepTasks: form.stepTasks ?? DEFAULTS.stepTasks,
      warmUpSeconds: startSeconds,
      staleAfterSeconds: form.staleAfterSeconds ?? staleAfter(metric.periodSeconds),
    },
  ];
};

const compileBacklog = (name: string, form: BacklogForm): BacklogSignalConfig => {
  const source = backlogSource(form);
  const periodSeconds = source.kind === "metrics" ? source.metrics[0].periodSeconds : 0;
  return {
    kind: "backlog",
    name,
    source,
    messagesPerSecond: form.messagesPerSecond,
    drainSeconds: form.drainSeconds ?? DEFAULTS.backlogDrainSeconds,
    toleranceRatio: form.toleranceRatio ?? DEFAULTS.toleranceRatio,
    staleAfterSeconds: form.staleAfterSeconds ?? staleAfter(periodSeconds),
  };
};

const compileAlarm = (name: string, form: AlarmForm, startSeconds: number): AlarmSignalConfig => ({
  kind: "alarm",
  name,
  alarmName: form.alarmName,
  stepPercent: form.stepPercent ?? DEFAULTS.stepPercent,
  stepTasks: form.stepTasks ?? DEFAULTS.stepTasks,
  windowSeconds: form.windowSeconds ?? DEFAULTS.windowSeconds,
  warmUpSeconds: startSeconds,
});
