import type { LogEntry, Run, RunPhase } from "../runbooks/run.ts";
import type { RunEntry, RunState, RunStep } from "./history-entry.ts";

/** A stored run as the history shows it. */
export const runEntryOf = (run: Run): RunEntry => ({
  kind: "run",
  id: run.id,
  runbook: run.runbook,
  params: run.params,
  requestedBy: run.requestedBy,
  approvedBy: run.approvedBy,
  atMs: run.startedAtMs,
  endedAtMs: run.endedAtMs,
  state: states[run.phase],
  steps: stepsOf(run),
  correlationId: run.id,
});

const states: Readonly<Record<RunPhase, RunState>> = {
  waiting: "waiting-for-approval",
  running: "running",
  done: "done",
  refused: "refused",
  aborted: "aborted",
  expired: "expired",
  failed: "failed",
};

/** One per step, with how it ended last. */
const stepsOf = ({ log, report, refusal, endedAtMs, startedAtMs, step }: Run): readonly RunStep[] => {
  const steps = new Map<number, LogEntry[]>();
  for (const entry of log) steps.set(entry.step, [...(steps.get(entry.step) ?? []), entry]);
  const done = [...steps].map(([number, entries]): RunStep => {
    return { atMs: entries[0]!.atMs, step: String(number), did: entries.map(({ says }) => says) };
  });
  const end = [
    ...(report === null || report.text === "" ? [] : report.text.split("\n")),
    ...(refusal === null ? [] : [`${refusal.code}: ${refusal.message}`]),
  ];
  return end.length === 0 ? done : [...done, { atMs: endedAtMs ?? startedAtMs, step: `${step}, the end`, did: end }];
};
