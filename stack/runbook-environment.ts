import type { Config } from "../shared/config/config.ts";
import { installsNginx } from "../shared/records/destination.ts";
import type { Intrinsic } from "./intrinsics.ts";

/** What `runbook` is told of the stack's own resources. */
export const runbookEnvironment = (config: Config, prefix: string): Readonly<Record<string, string | Intrinsic>> => ({
  STACK_PREFIX: prefix,
  TABLE_NAME: { Ref: "Table" },
  TOPIC_ARN: { Ref: "Topic" },
  EVENTS_QUEUE_URL: { Ref: "EventsQueue" },
  RUNS_QUEUE_URL: { Ref: "RunsQueue" },
  EVENTS_DLQ_URL: { Ref: "EventsDeadLetterQueue" },
  SCALING_DLQ_URL: { Ref: "ScalingDeadLetterQueue" },
  RECORDS_DLQ_URL: { Ref: "RecordsDeadLetterQueue" },
  RUNS_DLQ_URL: { Ref: "RunsDeadLetterQueue" },
  ...(installsNginx(config) ? { RENDER_BUCKET: { Ref: "RendersBucket" } } : {}),
});
