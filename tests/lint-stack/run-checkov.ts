import { join } from "node:path";
import type { LintFinding } from "./lint-finding.ts";
import { runTool } from "./run-tool.ts";

type Report = {
  readonly results: {
    readonly failed_checks: readonly {
      readonly check_id: string;
      readonly resource: string;
      readonly check_name: string;
    }[];
  };
  readonly summary: { readonly passed: number; readonly parsing_errors: number };
};

/**
 * @param bin of the Python environment
 * @throws Error where checkov could not read the template, or found nothing in it to check
 */
export const runCheckov = async (bin: string, templateFile: string): Promise<readonly LintFinding[]> => {
  const args = ["--file", templateFile, "--framework", "cloudformation", "--output", "json", "--quiet", "--compact"];
  // Its rules come with it; the online ones would need an account.
  const report = JSON.parse(await runTool(join(bin, "checkov"), [...args, "--skip-download"], [0, 1])) as Report;
  const { results, summary } = report;
  if (summary.parsing_errors > 0 || summary.passed === 0)
    throw new Error(`checkov could not check ${templateFile}: ${JSON.stringify(summary)}`);
  return results.failed_checks.map(({ check_id, resource, check_name }) => ({
    tool: "checkov",
    rule: check_id,
    // AWS::SQS::Queue.EventsQueue
    on: resource.split(".").at(-1)!,
    message: check_name,
  }));
};
