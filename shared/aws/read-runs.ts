import type { ReadRuns } from "../history/history-entry.ts";
import { runEntryOf } from "../history/run-entry.ts";
import type { DynamoDb } from "./clients.ts";
import { makeRunTable } from "./run-table.ts";

/** A person who looks further back exports. */
const mostRuns = 10_000;

/** The runs of a stack, the newest first. @throws what DynamoDB answers, while it is iterated */
export const makeReadRuns = (dynamoDb: DynamoDb, tableName: string): ReadRuns =>
  async function* ({ fromMs, untilMs }) {
    // Nothing is written, so for how long runs are kept is nobody's question here.
    for (const run of await makeRunTable(dynamoDb, tableName, 0).list(fromMs, mostRuns))
      if (run.startedAtMs <= untilMs) yield runEntryOf(run);
  };
