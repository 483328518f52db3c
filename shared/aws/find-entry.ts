import { suggestName } from "../config/nearest-name.ts";
import type { RunEntry } from "../history/history-entry.ts";
import {
  findDecisionIds,
  hasDecisions,
  neighbourIds,
  type ReadDecision,
  readDecision,
  readDomains,
} from "./decision-table.ts";
import type { HistorySource } from "./history-source.ts";

export type FoundEntry =
  | { readonly kind: "found"; readonly entry: ReadDecision | RunEntry }
  /** With what is near, or with all that it may mean. */
  | { readonly kind: "unclear"; readonly message: string };

const mostNamed = 6;

/**
 * Finds a decision or a run by its id or its beginning: `2026-03-14T08:00:20.000Z#17`, with `<domain>/` before it where
 * two domains decided at the same moment.
 *
 * @throws what DynamoDB answers
 */
export const findEntry = async (source: HistorySource, text: string): Promise<FoundEntry> => {
  const { dynamoDb, table } = source;
  const known = await readDomains(dynamoDb, table);
  const slash = text.indexOf("/");
  const named = slash < 0 ? null : text.slice(0, slash);
  if (named !== null && !(await hasDecisions(dynamoDb, table, named))) {
    return unclear(`${table} has no decision of the domain ${named}: ${suggestName(named, known)}`);
  }
  const domains = named === null ? known : [named];
  const beginning = text.slice(slash + 1);
  const found: { readonly domain: string; readonly id: string }[] = [];
  for (const domain of domains) {
    const ids = await findDecisionIds(dynamoDb, table, domain, beginning, mostNamed);
    // The id ...#1 is also the beginning of ...#12.
    const whole = ids.filter((id) => id === beginning);
    for (const id of whole.length > 0 ? whole : ids) found.push({ domain, id });
  }
  const runs = named === null ? await runsOf(source, beginning) : [];
  const [first] = found;
  if (found.length === 1 && runs.length === 0 && first !== undefined) {
    const entry = await readDecision(dynamoDb, table, first.domain, first.id);
    return entry === null ? unclear(`${first.domain}/${first.id} has just expired`) : { kind: "found", entry };
  }
  if (runs.length === 1 && found.length === 0) return { kind: "found", entry: runs[0]! };
  const all = [...found.map(({ domain, id }) => `${domain}/${id}`), ...runs.map(({ id }) => id)];
  if (all.length > 1) return unclear(`${text} begins more than one id; write more of it:\n${listOf(all)}`);
  const near: string[] = [];
  for (const domain of domains) {
    const ids = await neighbourIds(dynamoDb, table, domain, beginning, 2);
    near.push(...ids.map((id) => `${domain}/${id}`));
  }
  const nearest = near.length === 0 ? "It has no decisions at all." : `The nearest are:\n${listOf(near)}`;
  return unclear(`${table} has no decision or run ${text}. ${nearest}`);
};

const runsOf = async ({ readRuns, nowMs }: HistorySource, beginning: string): Promise<readonly RunEntry[]> => {
  const runs: RunEntry[] = [];
  for await (const run of readRuns({ fromMs: 0, untilMs: nowMs })) {
    if (run.id === beginning) return [run];
    if (run.id.startsWith(beginning)) runs.push(run);
  }
  return runs;
};

const listOf = (ids: readonly string[]): string =>
  [...ids.slice(0, mostNamed).map((id) => `  ${id}`), ...(ids.length > mostNamed ? ["  ..."] : [])].join("\n");

const unclear = (message: string): FoundEntry => ({ kind: "unclear", message });
