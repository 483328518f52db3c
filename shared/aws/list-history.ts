import type { RunEntry } from "../history/history-entry.ts";
import { mergeInOrder } from "../history/merge-in-order.ts";
import type { ListedEntry } from "../history/render-history.ts";
import { listDecisions } from "./decision-table.ts";
import type { HistorySource } from "./history-source.ts";

export type HistoryFilter = {
  /** Only what an action, a finding or a parameter of it names. */
  readonly service?: string;
  /** Decisions of this domain alone; runs belong to none. */
  readonly domain?: string;
  readonly sinceMs: number;
  /** How many somebody will look at; pages are no larger. >= 1 */
  readonly limit: number;
};

/** Decisions and runs, the newest first. @throws what DynamoDB answers, while it is iterated */
export async function* listHistory(
  { dynamoDb, table, readRuns, nowMs }: HistorySource,
  domains: readonly string[],
  { service, sinceMs, domain, limit }: HistoryFilter,
): AsyncGenerator<ListedEntry> {
  const range = { fromMs: sinceMs, untilMs: nowMs };
  const pageItems = Math.min(100, limit + 1);
  const decisions = domains.map(async function* (id): AsyncGenerator<ListedEntry> {
    for await (const decision of listDecisions(dynamoDb, table, id, range, pageItems)) {
      const isNamed = service === undefined || (decision.summary?.services.includes(service) ?? false);
      const isActedOn = decision.actions.some((action) => action.service === service);
      if (isNamed || isActedOn) yield { kind: "decision", ...decision };
    }
  });
  const runs = async function* (): AsyncGenerator<ListedEntry> {
    if (domain !== undefined) return;
    for await (const run of readRuns(range)) if (service === undefined || namesService(run, service)) yield run;
  };
  yield* mergeInOrder<ListedEntry>([...decisions, runs()], (a, b) => b.atMs - a.atMs);
}

const namesService = ({ params }: RunEntry, service: string): boolean =>
  [params["service"], params["services"]].flat().includes(service);
