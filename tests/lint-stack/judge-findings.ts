import { matchesPattern } from "../../stack/iam/iam-pattern.ts";
import type { LintFinding, LintTool } from "./lint-finding.ts";

/** What a tool says and we don't follow. `*` stands for any characters in the rule and in the resource. */
export type Waiver = {
  readonly tool: LintTool;
  readonly rule: string;
  readonly on: string;
  readonly reason: string;
};

export type Judgement = {
  /** Without a waiver: to be fixed. */
  readonly open: readonly LintFinding[];
  readonly waived: readonly LintFinding[];
  /** Waivers that no finding needs any more: to be taken out. */
  readonly idle: readonly Waiver[];
};

export const judgeFindings = (findings: readonly LintFinding[], waivers: readonly Waiver[]): Judgement => {
  const waives = (waiver: Waiver, { tool, rule, on }: LintFinding): boolean =>
    waiver.tool === tool && matchesPattern(waiver.rule, rule) && matchesPattern(waiver.on, on);
  const isWaived = (finding: LintFinding): boolean => waivers.some((waiver) => waives(waiver, finding));
  return {
    open: findings.filter((finding) => !isWaived(finding)),
    waived: findings.filter(isWaived),
    idle: waivers.filter((waiver) => !findings.some((finding) => waives(waiver, finding))),
  };
};
