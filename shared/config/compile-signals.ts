import { byName } from "./by-name.ts";
import type { AlarmSignalConfig, SignalConfig, TargetSignalConfig } from "./config.ts";
import { DEFAULTS } from "./defaults.ts";
import type { MetricForm, SignalsForm } from "./schema-signals.ts";

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
  const { target, toleranceRatio = DEFAULTS.toleranceRatio } = typeof form === "number" ? { target: form } : form;
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
        periodSeconds: DEFAULTS.periodSeconds,
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
  const dimensions = Object.fromEntries(Object.entries(form.dimensions ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    kind: "target",
    name,
    metric: {
      namespace: form.namespace,
      metricName: form.name,
      dimensions,
      statistic: form.statistic ?? DEFAULTS.statistic,
      periodSeconds,
    },
    target: form.target,
    measures: form.measures,
    toleranceRatio: form.toleranceRatio ?? DEFAULTS.toleranceRatio,
    asksAlone: form.asksAlone ?? DEFAULTS.asksAlone,
    staleAfterSeconds:
      form.staleAfterSeconds ?? Math.max(DEFAULTS.staleAfterSeconds, DEFAULTS.stalePeriods * periodSeconds),
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
