import type { MetricAlarm, PutMetricAlarmInput, SetAlarmStateInput } from "@aws-sdk/client-cloudwatch";
import { type AlarmState, alarmState, extraPeriods, type MissingData } from "../controllers/cloudwatch-alarm.ts";
import type { Datapoint } from "../world/datapoints.ts";
import { AwsError } from "./aws-error.ts";

type PutAlarm = { readonly input: PutMetricAlarmInput; state: AlarmState; sinceMs: number };

const mostDeleted = 100;

/** The datapoints of a metric alarm on one metric, ascending; empty where the world has no such metric. */
export type DatapointsOf = (alarm: PutMetricAlarmInput, fromMs: number, toMs: number) => readonly Datapoint[];

/**
 * Alarms that somebody has put with PutMetricAlarm. Those on one metric of the world are evaluated by it; metric math is
 * kept and shown, and has no data.
 *
 * @see Amazon CloudWatch API reference, PutMetricAlarm, DeleteAlarms, SetAlarmState
 */
export class PutAlarms {
  readonly #alarms = new Map<string, PutAlarm>();
  readonly #datapointsOf: DatapointsOf;
  readonly #figureOf: (alarm: PutMetricAlarmInput) => (point: Datapoint) => number;

  constructor(datapointsOf: DatapointsOf, figureOf: (alarm: PutMetricAlarmInput) => (point: Datapoint) => number) {
    this.#datapointsOf = datapointsOf;
    this.#figureOf = figureOf;
  }

  put(input: PutMetricAlarmInput, nowMs: number): object {
    const name = input.AlarmName ?? "";
    if (name === "" || name.length > 255)
      throw new AwsError("ValidationError", "AlarmName must have 1 to 255 characters");
    const math = input.Metrics !== undefined;
    if (math === (input.MetricName !== undefined))
      throw new AwsError("ValidationError", "Either MetricName or Metrics must be specified, and not both");
    if (math && (input.Period ?? input.Namespace ?? input.Statistic ?? input.Dimensions) !== undefined)
      throw new AwsError("ValidationError", "Metrics goes with no field of a single metric");
    if (math && input.Metrics!.filter(({ ReturnData = true }) => ReturnData).length !== 1)
      throw new AwsError("ValidationError", "Exactly one element of the metrics list should return data");
    if ((input.EvaluationPeriods ?? 0) < 1 || (input.DatapointsToAlarm ?? 1) > input.EvaluationPeriods!)
      throw new AwsError("ValidationError", "DatapointsToAlarm must be at most EvaluationPeriods");
    const before = this.#alarms.get(name);
    // The state stays; everything else is replaced.
    this.#alarms.set(name, {
      input,
      state: before?.state ?? "INSUFFICIENT_DATA",
      sinceMs: before?.sinceMs ?? nowMs,
    });
    return {};
  }

  remove(names: readonly string[]): object {
    if (names.length > mostDeleted)
      throw new AwsError("ValidationError", "AlarmNames must not have more than 100 members");
    const missing = names.find((name) => !this.#alarms.has(name));
    if (missing !== undefined) throw new AwsError("ResourceNotFound", `Alarm ${missing} does not exist`);
    for (const name of names) this.#alarms.delete(name);
    return {};
  }

  /** Until the next evaluation that has data. */
  setState({ AlarmName = "", StateValue }: SetAlarmStateInput, nowMs: number): object {
    const alarm = this.#alarms.get(AlarmName);
    if (alarm === undefined) throw new AwsError("ResourceNotFound", `Alarm ${AlarmName} does not exist`);
    if (alarm.state !== StateValue) alarm.sinceMs = nowMs;
    alarm.state = StateValue as AlarmState;
    return {};
  }

  list(): readonly MetricAlarm[] {
    return [...this.#alarms.values()].map(({ input, state, sinceMs }) => {
      const { Tags: _tags, ...shown } = input;
      return {
        ...shown,
        ActionsEnabled: input.ActionsEnabled ?? true,
        StateValue: state,
        StateUpdatedTimestamp: new Date(sinceMs),
        StateTransitionedTimestamp: new Date(sinceMs),
      };
    });
  }

  /** Once a minute, those on a metric that the world has. */
  evaluate(nowMs: number): void {
    if (nowMs % 60_000 !== 0) return;
    for (const alarm of this.#alarms.values()) {
      const { input } = alarm;
      const periodSeconds = input.Period ?? 60;
      const newestPeriodMs = Math.floor(nowMs / 1000 / periodSeconds) * periodSeconds * 1000 - periodSeconds * 1000;
      const datapoints = input.EvaluationPeriods!;
      const fromMs = newestPeriodMs - (datapoints + extraPeriods - 1) * periodSeconds * 1000;
      const found = this.#datapointsOf(input, fromMs, nowMs);
      if (found.length === 0) continue;
      const state = alarmState(
        found,
        newestPeriodMs,
        {
          comparison: input.ComparisonOperator?.startsWith("Less") === true ? "below" : "above",
          threshold: input.Threshold ?? 0,
          datapoints,
          datapointsToAlarm: input.DatapointsToAlarm ?? datapoints,
          periodSeconds,
          treatMissingData: (input.TreatMissingData ?? "missing") as MissingData,
          figureOf: this.#figureOf(input),
        },
        alarm.state,
      );
      if (state === alarm.state) continue;
      alarm.state = state;
      alarm.sinceMs = nowMs;
    }
  }
}
