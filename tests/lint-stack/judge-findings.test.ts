import { describe, expect, it } from "@jest/globals";
import { judgeFindings, type Waiver } from "./judge-findings.ts";
import type { LintFinding } from "./lint-finding.ts";

const finding = (changes: Partial<LintFinding> = {}): LintFinding => ({
  tool: "checkov",
  rule: "CKV_AWS_27",
  on: "EventsQueue",
  message: "not encrypted",
  ...changes,
});
const waiver = (changes: Partial<Waiver> = {}): Waiver => ({
  tool: "checkov",
  rule: "CKV_AWS_27",
  on: "*Queue",
  reason: "encrypted by SQS",
  ...changes,
});

describe("a finding of the template's linters", () => {
  it.each<{ when: string; waivers: readonly Waiver[]; open: number; idle: number }>([
    { when: "is open without a waiver", waivers: [], open: 1, idle: 0 },
    { when: "is waived by its rule and resource", waivers: [waiver()], open: 0, idle: 0 },
    { when: "is open where the waiver is another resource's", waivers: [waiver({ on: "*Table" })], open: 1, idle: 1 },
    { when: "is open where the waiver is another rule's", waivers: [waiver({ rule: "CKV_AWS_2" })], open: 1, idle: 1 },
    { when: "is open where the waiver is another tool's", waivers: [waiver({ tool: "cdk-nag" })], open: 1, idle: 1 },
    {
      when: "is waived, and a waiver that waives nothing is told",
      waivers: [waiver(), waiver({ on: "Table" })],
      open: 0,
      idle: 1,
    },
  ])("$when", ({ waivers, open, idle }) => {
    const judged = judgeFindings([finding()], waivers);
    expect({ open: judged.open.length, idle: judged.idle.length }).toEqual({ open, idle });
    expect(judged.waived).toHaveLength(1 - open);
  });
});
