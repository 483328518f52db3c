import { App, Stack } from "aws-cdk-lib";
import { CfnInclude } from "aws-cdk-lib/cloudformation-include";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import type { LintFinding } from "./lint-finding.ts";

const id = "packaged";

/** The packs AwsSolutions and Serverless over a template that CDK has not made. */
export const runCdkNag = (templateFile: string): readonly LintFinding[] => {
  const stack = new Stack(new App({ analyticsReporting: false }), id);
  new CfnInclude(stack, id, { templateFile });
  return [new AwsSolutionsChecks(), new ServerlessChecks()].flatMap((pack) =>
    pack.validateScope(stack).violations.flatMap(({ ruleName, description, violatingResources }) =>
      violatingResources.map(({ resourceLogicalId, constructPath }) => ({
        tool: "cdk-nag" as const,
        rule: ruleName,
        on: (resourceLogicalId ?? constructPath ?? "template").split("/").at(-1)!,
        message: description,
      })),
    ),
  );
};
