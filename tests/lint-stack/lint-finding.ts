export type LintTool = "cdk-nag" | "cfn-lint" | "checkov";

/** One rule of one tool that one resource of the packaged template doesn't keep. */
export type LintFinding = {
  readonly tool: LintTool;
  /** As the tool names it: `W3005`, `CKV_AWS_18`, `AwsSolutions-S1`. */
  readonly rule: string;
  /** Logical id of the resource, or what the template's part is called where it is none. */
  readonly on: string;
  readonly message: string;
};
