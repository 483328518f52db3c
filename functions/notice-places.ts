import type { NoticePlaces } from "../shared/notices/links/notice-links.ts";

/** What Lambda tells every function of itself. */
export type LambdaPlace = { readonly AWS_REGION: string; readonly AWS_LAMBDA_FUNCTION_NAME: string };

/** A correlation id goes from an event through these. */
const passing = ["router", "limits", "scale", "records", "runbook"] as const;

/**
 * Where the log lines about a notice are: of the function itself, and of those beside it in the stack.
 *
 * @param own the function's name in serverless.yml, with which its name on AWS ends
 */
export const noticePlaces = (
  { AWS_REGION: region, AWS_LAMBDA_FUNCTION_NAME: functionName }: LambdaPlace,
  own: string,
): NoticePlaces => {
  const groupOf = (name: string): string => `/aws/lambda/${name}`;
  if (!functionName.endsWith(`-${own}`)) return { region, logGroups: [groupOf(functionName)] };
  const prefix = functionName.slice(0, -own.length);
  return { region, logGroups: passing.map((name) => groupOf(`${prefix}${name}`)) };
};
