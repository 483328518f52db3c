import type { Config } from "../config/config.ts";
import type { ReadRuns, RunEntry } from "../history/history-entry.ts";
import type { HistoryLine } from "../history/history-line.ts";
import { mergeInOrder } from "../history/merge-in-order.ts";
import type { DynamoDb } from "./clients.ts";
import { type DecisionRange, type ReadDecision, readDecisions } from "./decision-table.ts";
import { readConfig } from "./kept-config.ts";

/**
 * The whole history as the lines of an export: the oldest first over all domains, each configuration before the first
 * decision that was planned with it.
 *
 * Holds one decision of each domain at a time, and the runs of the range.
 *
 * @throws what DynamoDB answers
 */
export async function* historyLines(
  dynamoDb: DynamoDb,
  tableName: string,
  domains: readonly string[],
  range: DecisionRange,
  readRuns: ReadRuns,
): AsyncGenerator<HistoryLine> {
  const told = new Set<string>();
  const runs: RunEntry[] = [];
  for await (const run of readRuns(range)) runs.push(run);
  runs.reverse();
  const streams = [
    ...domains.map((domain) => readDecisions(dynamoDb, tableName, domain, range)),
    asStream(runs),
  ] as const;
  for await (const entry of mergeInOrder<ReadDecision | RunEntry>(streams, (a, b) => atMsOf(a) - atMsOf(b))) {
    if (entry.kind === "run") yield { kind: "run", run: entry };
    else if (entry.kind === "refused") yield { ...entry, kind: "unreadable" };
    else {
      const { configHash, domain } = entry.decision;
      const config: Config | null =
        configHash === null || told.has(configHash) ? null : await readConfig(dynamoDb, tableName, domain, configHash);
      if (config !== null && configHash !== null) {
        told.add(configHash);
        yield { kind: "config", hash: configHash, config };
      }
      yield entry;
    }
  }
}

/** An id begins with its time. */
const atMsOf = (entry: ReadDecision | RunEntry): number => {
  if (entry.kind === "run") return entry.atMs;
  return entry.kind === "decision" ? entry.decision.atMs : Date.parse(entry.id.split("#")[0] ?? "");
};

async function* asStream<Entry>(entries: readonly Entry[]): AsyncGenerator<Entry> {
  yield* entries;
}
