import { arn } from "./intrinsics.ts";
import type { Statement } from "./statement.ts";

/** What every function needs of AWS to run: its log and its traces. */
export const runtimeStatements = (logGroup: string): readonly Statement[] => [
  {
    Sid: "WriteLogs",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: [arn("logs", `log-group:${logGroup}:log-stream:*`)],
  },
  {
    Sid: "Trace",
    Effect: "Allow",
    Action: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
    Resource: "*",
  },
];
