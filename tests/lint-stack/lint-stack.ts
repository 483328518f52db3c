import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NoPythonEnvironment, pythonEnvironment } from "../../emulators/python-environment.ts";
import { packageFixtures } from "../stack/packaged-fixtures.ts";
import { judgeFindings } from "./judge-findings.ts";
import type { LintFinding } from "./lint-finding.ts";
import { runCdkNag } from "./run-cdk-nag.ts";
import { runCfnLint } from "./run-cfn-lint.ts";
import { runCheckov } from "./run-checkov.ts";
import { waivers } from "./waivers.ts";

// npm run lint:stack: cfn-lint, checkov and cdk-nag over packaged templates that between them hold every kind of resource.
// Fails at a finding without a waiver, and at a waiver without a finding.

const lint = async (bin: string, template: object): Promise<readonly LintFinding[]> => {
  const directory = await mkdtemp(join(tmpdir(), "headgate-lint-"));
  try {
    const file = join(directory, "template.json");
    await writeFile(file, JSON.stringify(template, null, 1));
    const [cfnLint, checkov] = await Promise.all([runCfnLint(bin, file), runCheckov(bin, file)]);
    return [...cfnLint, ...checkov, ...runCdkNag(file)];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};

try {
  const { bin } = await pythonEnvironment("lint", (line) => console.log(line));
  const findings: LintFinding[] = [];
  for (const { template } of await packageFixtures(["every mode", "widest"]))
    findings.push(...(await lint(bin, template)));
  const { open, waived, idle } = judgeFindings(findings, waivers);
  const lines = new Set(open.map(({ tool, rule, on, message }) => `${tool} ${rule} ${on}: ${message}`));
  for (const line of lines) console.error(line);
  for (const { tool, rule, on } of idle)
    console.error(`the waiver of ${tool} ${rule} on ${on} matches nothing any more`);
  const counts = (["cfn-lint", "checkov", "cdk-nag"] as const).map(
    (tool) => `${tool} ${waived.filter((finding) => finding.tool === tool).length}`,
  );
  console.log(
    `waived: ${counts.join(", ")}, for ${waivers.length} reasons; open: ${lines.size}; idle waivers: ${idle.length}`,
  );
  process.exitCode = open.length + idle.length === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof NoPythonEnvironment)) throw error;
  console.error(`npm run lint:stack: ${error.message}`);
  process.exitCode = 2;
}
