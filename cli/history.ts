import { hasDecisions, readDomains } from "../shared/aws/decision-table.ts";
import { historyLines } from "../shared/aws/history-lines.ts";
import type { HistorySource } from "../shared/aws/history-source.ts";
import { listHistory } from "../shared/aws/list-history.ts";
import { suggestName } from "../shared/config/nearest-name.ts";
import { count } from "../shared/history/describe-action.ts";
import { writeHistoryLine } from "../shared/history/history-line.ts";
import { type ListedEntry, renderListed } from "../shared/history/render-history.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { describeTableFailure } from "./history-table.ts";
import { writeLines } from "./write-lines.ts";

export type HistoryOptions = {
  readonly domain?: string;
  /** Only what an action or a finding of it names. */
  readonly service?: string;
  readonly sinceMs: number;
  readonly limit: number;
  readonly json?: boolean;
  /** Writes everything since then to this file instead of listing it. */
  readonly export?: string;
};

export type CommandResult = { readonly exitCode: ExitCode; readonly output: string };

/**
 * Lists what was decided and run, the newest first; or exports it whole, the oldest first.
 *
 * @throws never
 */
export const history = async (source: HistorySource, options: HistoryOptions): Promise<CommandResult> => {
  try {
    const { domain } = options;
    if (domain !== undefined && !(await hasDecisions(source.dynamoDb, source.table, domain))) {
      const known = await readDomains(source.dynamoDb, source.table);
      const output = `${source.table} has no decision of the domain ${domain}: ${suggestName(domain, known)}`;
      return { exitCode: EXIT.usage, output };
    }
    const domains = domain === undefined ? await readDomains(source.dynamoDb, source.table) : [domain];
    return options.export === undefined
      ? await list(source, domains, options)
      : await exportTo(options.export, source, domains, options);
  } catch (error) {
    return { exitCode: EXIT.failed, output: describeTableFailure(source.table, error) };
  }
};

const list = async (
  source: HistorySource,
  domains: readonly string[],
  options: HistoryOptions,
): Promise<CommandResult> => {
  const { sinceMs, limit, json } = options;
  const entries: ListedEntry[] = [];
  for await (const entry of listHistory(source, domains, options)) {
    // One more than is shown tells that there is more.
    if (entries.push(entry) > limit) break;
  }
  const shown = entries.slice(0, limit);
  const isMore = entries.length > limit;
  if (json) {
    const result = { version: 1, sinceMs, isMore, entries: shown };
    return { exitCode: EXIT.ok, output: JSON.stringify(result, null, 2) };
  }
  const since = new Date(sinceMs).toISOString();
  if (shown.length === 0) {
    return {
      exitCode: EXIT.ok,
      output: `Nothing was decided or run since ${since}. Look further back with --since 7d.`,
    };
  }
  const more = isMore ? [`There is more since ${since}: raise --limit, or write all of it with --export FILE.`] : [];
  const how = `Why: npx headgate explain ${idOf(shown[0]!)}`;
  return { exitCode: EXIT.ok, output: [...shown.map(renderListed), "", ...more, how].join("\n") };
};

const idOf = (entry: ListedEntry): string => (entry.kind === "run" ? entry.id : `'${entry.domain}/${entry.id}'`);

const exportTo = async (
  file: string,
  { dynamoDb, table, readRuns, nowMs }: HistorySource,
  domains: readonly string[],
  { sinceMs, service, json }: HistoryOptions,
): Promise<CommandResult> => {
  const counts = { decision: 0, run: 0, config: 0, unreadable: 0 };
  const lines = async function* (): AsyncGenerator<string> {
    const range = { fromMs: sinceMs, untilMs: nowMs };
    for await (const line of historyLines(dynamoDb, table, domains, range, readRuns)) {
      if (line.kind === "decision" && service !== undefined) {
        const { actions, findings } = line.decision.plan;
        if (![...actions, ...findings].some((named) => named.service === service)) continue;
      }
      counts[line.kind] += 1;
      yield writeHistoryLine(line);
    }
  };
  try {
    await writeLines(file, lines());
  } catch (error) {
    if (!isFileError(error)) throw error;
    return { exitCode: EXIT.usage, output: `${file}: can't be written: ${error.message}` };
  }
  if (json) return { exitCode: EXIT.ok, output: JSON.stringify({ version: 1, file, ...counts }, null, 2) };
  const unread = counts.unreadable === 0 ? "" : `; ${counts.unreadable} could not be read, and the file says why`;
  const said = `${count(counts.decision, "decision")} and ${count(counts.run, "run")}`;
  return { exitCode: EXIT.ok, output: `${file}: ${said}, with ${count(counts.config, "configuration")}${unread}` };
};

/** AWS's errors have no path. */
const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  typeof error === "object" && error !== null && "syscall" in error && "path" in error;
