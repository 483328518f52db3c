import type { AlarmSignalConfig } from "../../config/signal-config.ts";
import type { AlarmStep } from "../memory.ts";
import type { SignalReading } from "../readings/signal-reading.ts";
import type { Opinion } from "./opinion.ts";
import { stepTasksOf } from "./rounding.ts";

export type AlarmVerdict = { readonly opinion: Opinion; readonly step: AlarmStep | null };

/**
 * What a CloudWatch alarm asks for: one step up while it is in ALARM.
 *
 * At most one step per max(alarm window, warm-up), so that a step can show its effect before the next, however often the
 * alarm flaps meanwhile. The step is remembered, so reading the alarm again asks for the same. An alarm that is OK, muted
 * or without data has no opinion: it never scales in by itself.
 *
 * @param desired the desired count now, >= 1
 * @param before the step asked for at the last plan, if any
 * @returns the opinion and the step to remember
 * @throws never
 */
export const alarmOpinion = (
  signal: AlarmSignalConfig,
  reading: SignalReading,
  desired: number,
  before: AlarmStep | null,
  nowMs: number,
): AlarmVerdict => {
  const waitMs = Math.max(signal.windowSeconds, signal.warmUpSeconds) * 1000;
  const waits = before !== null && nowMs - before.steppedAtMs < waitMs;
  const none = (code: "alarm-muted" | "alarm-no-data" | null, detail: string): AlarmVerdict => ({
    opinion: { kind: "none", signal: signal.name, code, detail },
    step: waits ? before : null,
  });
  if (reading.kind !== "alarm") {
    const detail = reading.kind === "unknown" ? reading.detail : "the reading is not an alarm state";
    return { opinion: { kind: "hold", signal: signal.name, code: "signal-unknown", detail }, step: before };
  }
  if (!reading.actionsEnabled) return none("alarm-muted", `${signal.alarmName} has its actions disabled`);
  if (reading.state === "INSUFFICIENT_DATA") return none("alarm-no-data", `${signal.alarmName} has no data`);
  if (reading.state === "OK") return none(null, `${signal.alarmName} is OK`);

  const step = waits
    ? before
    : { sinceMs: reading.sinceMs, steppedAtMs: nowMs, askTasks: desired + stepTasksOf(signal, desired) };
  return {
    opinion: { kind: "ask", signal: signal.name, tasks: step.askTasks, asksAlone: true, ratio: null },
    step,
  };
};
