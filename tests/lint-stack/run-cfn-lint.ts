import { join } from "node:path";
import type { LintFinding } from "./lint-finding.ts";
import { runTool } from "./run-tool.ts";

type Match = {
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Location: { readonly Path: readonly (number | string)[] | null };
};

/** @param bin of the Python environment. @see cfn-lint's documentation, exit codes: bits of errors, warnings, informational */
export const runCfnLint = async (bin: string, templateFile: string): Promise<readonly LintFinding[]> => {
  const args = ["--format", "json", "--template", templateFile];
  const matches = JSON.parse(
    await runTool(join(bin, "cfn-lint"), args, [0, 2, 4, 6, 8, 10, 12, 14]),
  ) as readonly Match[];
  return matches.map(({ Rule, Message, Location }) => ({
    tool: "cfn-lint",
    rule: Rule.Id,
    // Resources/<id>/..., Conditions/<id>/...
    on: String(Location.Path?.[1] ?? Location.Path?.[0] ?? "template"),
    message: Message,
  }));
};
