import type { ServiceConfig } from "../../config/service-config.ts";
import type { SignalConfig } from "../../config/signal-config.ts";
import { assertNever } from "../assert-never.ts";
import { type AlarmStep, type FutilityMemory, remembered, type ServiceMemory } from "../memory.ts";
import type { ServiceReading, TaskCounts } from "../readings/service-reading.ts";
import type { SignalReading } from "../readings/signal-reading.ts";
import { alarmOpinion } from "./alarm-signal.ts";
import { backlogOpinion } from "./backlog-signal.ts";
import { speaksWithoutTasks } from "./bounds.ts";
import { followGrowth } from "./futility.ts";
import { type Joined, joinOpinions } from "./join.ts";
import { latencyOpinion } from "./latency-signal.ts";
import type { Opinion } from "./opinion.ts";
import { requestsOpinion } from "./requests-signal.ts";
import { signalMoment } from "./signal-moment.ts";
import { targetOpinion } from "./target-signal.ts";
import { isWarmingUp } from "./warm-up.ts";

/** What a service wants by its own signals, before pace, pins and budgets. `tasks` equals the desired count where nothing is asked or something holds. */
export type Demand = Joined & {
  readonly opinions: readonly Opinion[];
  readonly alarmSteps: Readonly<Record<string, AlarmStep>>;
  readonly futility: Readonly<Record<string, FutilityMemory>>;
};

const notRead: SignalReading = { kind: "unknown", because: "no-data", detail: "not read" };

/**
 * Asks each signal of one service and joins what they say.
 *
 * @param counts the service's tasks, desired >= 0
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
  const futility: Record<string, FutilityMemory> = {};
  const opinions = service.signals.map((signal, index): Opinion => {
    const signalReading = reading.signals[index] ?? notRead;
    const { opinion: own, step } = opinionOf(service, signal, signalReading, counts.desired, memory, nowMs);
    const opinion = counts.desired === 0 ? ofNoTask(own, signal) : own;
    if (step !== null) alarmSteps[signal.name] = step;
    const growth = followGrowth(
      remembered(memory.futility ?? {}, signal.name),
      signalMoment(service, signal, reading, signalReading, memory),
      asksForMore(opinion, signalReading),
    );
    if (growth === null) return opinion;
    futility[signal.name] = growth;
    return growth.futile && (opinion.kind === "ask" || opinion.kind === "keep")
      ? withoutVote(signal.name, growth)
      : opinion;
  });
  const requestsSignal = service.signals.find(({ kind }) => kind === "requests")?.name ?? null;
  const joined = joinOpinions(opinions, counts.desired, requestsSignal);
  const holds = counts.desired === 0 ? joined.holds.filter(({ code }) => code !== "no-signal") : joined.holds;
  return { ...joined, holds, opinions, alarmSteps, futility };
};

/** Without a task most metrics are not published, and nothing is wrong: they hold nothing. */
const ofNoTask = (opinion: Opinion, signal: SignalConfig): Opinion =>
  opinion.kind === "hold" && !speaksWithoutTasks(signal)
    ? { kind: "none", signal: opinion.signal, code: null, detail: "no task is there" }
    : opinion;

type Verdict = { readonly opinion: Opinion; readonly step: AlarmStep | null };

const opinionOf = (
  service: ServiceConfig,
  signal: SignalConfig,
  reading: SignalReading,
  desired: number,
  memory: ServiceMemory,
  nowMs: number,
): Verdict => {
  const stepless = (opinion: Opinion): Verdict => ({ opinion, step: null });
  switch (signal.kind) {
    case "target": {
      const opinion = targetOpinion(signal, reading, desired, memory.running, nowMs);
      const warms = opinion.kind === "ask" && signal.measures === "average";
      const isWarm = warms && isWarmingUp(reading, service.startSeconds, memory.running);
      return stepless(isWarm ? { ...opinion, warmingUp: true } : opinion);
    }
    case "alarm":
      return alarmOpinion(signal, reading, desired, remembered(memory.alarmSteps, signal.name), nowMs);
    case "requests":
      return stepless(requestsOpinion(signal, reading, desired, nowMs));
    case "rate":
      return stepless({ kind: "none", signal: signal.name, code: null, detail: "it asks for nothing" });
    case "backlog":
      return stepless(backlogOpinion(signal, reading, desired, nowMs));
    case "latency":
      return latencyOpinion(signal, reading, desired, remembered(memory.alarmSteps, signal.name), nowMs);
    default:
      return assertNever(signal);
  }
};

/** By the datapoint alone, so that a re-read says the same after the count has changed. */
const asksForMore = (opinion: Opinion, reading: SignalReading): boolean => {
  if (opinion.kind !== "ask") return false;
  return reading.kind === "datapoint" ? opinion.ratio !== null && opinion.ratio > 1 : opinion.keeps === true;
};

const withoutVote = (signal: string, { before, after }: FutilityMemory): Opinion => ({
  kind: "none",
  signal,
  code: "signal-futile",
  detail: signal,
  numbers: {
    valueBefore: before.value,
    valueAfter: after.value,
    tasksBefore: before.tasks,
    tasksAfter: after.tasks,
  },
});
