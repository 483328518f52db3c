import type { ServiceConfig } from "../../config/config.ts";
import { assertNever } from "../assert-never.ts";
import type { FindingCode } from "../explain/codes.ts";
import { type AlarmStep, remembered, type ServiceMemory } from "../memory.ts";
import type { ServiceReading, TaskCounts } from "../snapshot.ts";
import { alarmOpinion } from "./alarm-signal.ts";
import type { Opinion } from "./opinion.ts";
import { targetOpinion } from "./target-signal.ts";

/** What a service wants by its own signals, before pace, pins and budgets. */
export type Demand = {
  /** Whole tasks; equals the desired count where nothing is asked or something holds. */
  readonly tasks: number;
  readonly opinions: readonly Opinion[];
  /** Why the service may not shrink; empty where it may. */
  readonly holds: readonly { readonly code: FindingCode; readonly detail: string }[];
  readonly alarmSteps: Readonly<Record<string, AlarmStep>>;
};

/**
 * Joins the signals of one service: out if any asks; in only if every signal with an opinion agrees and at least one
 * has. A signal that can't be read holds a scale-in and never causes growth: unknown is not zero.
 *
 * @param counts the service's tasks, desired >= 1
 * @returns tasks >= 0, not yet within [min, max]
 * @throws never
 */
export const planDemand = (
  service: ServiceConfig,
  reading: ServiceReading,
  counts: TaskCounts,
  memory: ServiceMemory,
  nowMs: number,
): Demand => {
  const alarmSteps: Record<string, AlarmStep> = {};
  const opinions = service.signals.map((signal, index): Opinion => {
    const signalReading = reading.signals[index] ?? { kind: "unknown", because: "no-data", detail: "not read" };
    switch (signal.kind) {
      case "target":
        return targetOpinion(signal, signalReading, counts.desired, memory.running, nowMs);
      case "alarm": {
        const before = remembered(memory.alarmSteps, signal.name);
        const verdict = alarmOpinion(signal, signalReading, counts.desired, before, nowMs);
        if (verdict.step !== null) alarmSteps[signal.name] = verdict.step;
        return verdict.opinion;
      }
      default:
        return assertNever(signal);
    }
  });
  const { tasks, holds } = join(opinions, counts.desired);
  return { tasks, holds, opinions, alarmSteps };
};

const join = (opinions: readonly Opinion[], desired: number): Pick<Demand, "tasks" | "holds"> => {
  const asks = opinions.filter((opinion) => opinion.kind === "ask");
  const holds = opinions
    .filter((opinion) => opinion.kind === "hold")
    .map(({ code, detail, signal }) => ({ code, detail: `${signal}: ${detail}` }));
  if (asks.length === 0) {
    return {
      tasks: desired,
      holds: holds.length > 0 ? holds : [{ code: "no-signal", detail: "no signal has an opinion" }],
    };
  }
  let leader = 0;
  let follower = 0;
  for (const ask of asks) {
    if (ask.asksAlone) leader = Math.max(leader, ask.tasks);
    else follower = Math.max(follower, ask.tasks);
  }
  // A follower (memory) raises an ask only where a leader asks for growth too; it may always object to a scale-in.
  const tasks = leader > desired ? Math.max(leader, follower) : Math.max(leader, Math.min(follower, desired));
  return { tasks: holds.length > 0 ? Math.max(tasks, desired) : tasks, holds };
};
