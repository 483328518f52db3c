import type { ReadRuns } from "../history/history-entry.ts";
import type { DynamoDb } from "./clients.ts";

/** What the history is read from; runs are those of the runbooks. */
export type HistorySource = {
  readonly dynamoDb: DynamoDb;
  readonly table: string;
  readonly readRuns: ReadRuns;
  readonly nowMs: number;
};
