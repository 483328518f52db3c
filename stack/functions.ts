/** The Lambda functions, in the order of serverless.yml; each has its entry at functions/<name>/index.ts. */
export const functionNames = ["router", "scale", "records", "limits", "hook", "runbook"] as const;
export type FunctionName = (typeof functionNames)[number];
