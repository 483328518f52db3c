import { describe, expect, it } from "@jest/globals";
import { explainDecision } from "../../shared/history/explain-decision.ts";
import { describeRefusal } from "../../shared/history/history-codes.ts";
import type { RunEntry } from "../../shared/history/history-entry.ts";
import { type ImportedLine, readHistoryLines } from "../../shared/history/read-history-lines.ts";
import { renderExplanation } from "../../shared/history/render-explanation.ts";
import { renderRun } from "../../shared/history/render-history.ts";

const atMs = Date.UTC(2026, 2, 14);

const run: RunEntry = {
  kind: "run",
  id: "incident-42",
  runbook: "scale",
  params: { service: "order", to: 6 },
  requestedBy: "",
  approvedBy: null,
  atMs,
  endedAtMs: null,
  state: "running",
  steps: [{ atMs, step: "1", did: ["asked for 6 tasks"] }],
  correlationId: "incident-42",
};

const decision = {
  id: "2026-03-14T00:00:00.000Z#1",
  domain: "order",
  atMs,
  version: 1,
  correlationId: "event-1",
  causes: ["tick"],
  snapshot: null,
  memoryBefore: { services: {}, databases: {}, loop: {} },
  plan: {
    nowMs: atMs,
    services: [] as readonly object[],
    budgets: [],
    actions: [],
    findings: [],
    nextRead: { kind: "calm", inSeconds: 300 },
  },
};

const planned = {
  name: "order",
  stance: "scaled",
  counts: { desired: 4, running: 4, pending: 0, stopping: 0, deployment: { kind: "none" } },
  admission: { kind: "full", tasks: 4 },
  targetTasks: 4,
};

const readOne = async (line: object): Promise<ImportedLine> => {
  for await (const read of readHistoryLines([JSON.stringify(line)])) return read;
  throw new Error("nothing was read");
};

describe("a line of an export", () => {
  it.each<{ when: string; line: object }>([
    { when: "a run", line: { kind: "run", run } },
    { when: "a run that nobody has approved in time", line: { kind: "run", run: { ...run, state: "expired" } } },
    { when: "a decision", line: { kind: "decision", decision } },
    {
      when: "a decision that was not to be read",
      line: { kind: "unreadable", domain: "order", id: "1", code: "decision-incomplete", detail: "" },
    },
  ])("is read: $when", async ({ line }) => {
    expect(await readOne(line)).toMatchObject({ line: 1, kind: (line as { kind: string }).kind });
  });

  it.each<{ when: string; line: object }>([
    { when: "a run of a time that no calendar has", line: { kind: "run", run: { ...run, atMs: 9e15 } } },
    { when: "a run that ended at such a time", line: { kind: "run", run: { ...run, endedAtMs: -9e15 } } },
    {
      when: "a run with a step at such a time",
      line: { kind: "run", run: { ...run, steps: [{ ...run.steps[0], atMs: 9e15 }] } },
    },
    { when: "a decision of such a time", line: { kind: "decision", decision: { ...decision, atMs: 9e15 } } },
    {
      when: "a code that nobody knows",
      line: { kind: "unreadable", domain: "order", id: "1", code: "toString", detail: "" },
    },
  ])("is refused with a code: $when", async ({ line }) => {
    const read = await readOne(line);
    expect(read).toMatchObject({ kind: "refused", code: "decision-form" });
    if (read.kind === "refused") expect(describeRefusal(read)).toMatch(/^decision-form: /);
  });

  it("that is read is shown", async () => {
    const read = await readOne({ kind: "run", run });
    if (read.kind !== "run") throw new Error(read.kind);
    expect(renderRun(read.run)).toContain("asked for 6 tasks");
  });

  it("with an opinion that this release doesn't know is refused, not shown in part", async () => {
    const want = {
      kind: "wants",
      askTasks: 4,
      wantedTasks: 4,
      counts: planned.counts,
      heldByDeployment: null,
      demand: { tasks: 4, holds: [], notes: [], opinions: [{ signal: "cpu", kind: "guess" }] },
      bounds: { tasks: 4, floor: null, ceiling: null },
      pin: null,
    };
    const services = [{ ...planned, want }];
    const read = await readOne({ kind: "decision", decision: { ...decision, plan: { ...decision.plan, services } } });
    if (read.kind !== "decision") throw new Error(JSON.stringify(read));
    const explanation = explainDecision(read.decision, null);
    expect(explanation.kind === "explanation" ? renderExplanation(explanation) : explanation.code).toBe(
      "decision-form",
    );
  });
});
