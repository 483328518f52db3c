import type { ReadDecision } from "../shared/aws/decision-table.ts";
import { findEntry } from "../shared/aws/find-entry.ts";
import type { HistorySource } from "../shared/aws/history-source.ts";
import { readConfig } from "../shared/aws/kept-config.ts";
import type { Config } from "../shared/config/config.ts";
import { explainDecision } from "../shared/history/explain-decision.ts";
import { describeRefusal } from "../shared/history/history-codes.ts";
import type { RunEntry } from "../shared/history/history-entry.ts";
import type { KeptDecision } from "../shared/history/kept-decision.ts";
import { renderExplanation } from "../shared/history/render-explanation.ts";
import { renderRun } from "../shared/history/render-history.ts";
import { type Replanned, replan } from "../shared/history/replan.ts";
import { EXIT } from "./exit-codes.ts";
import type { CommandResult } from "./history.ts";
import { describeTableFailure } from "./history-table.ts";
import { loadConfig } from "./load-config.ts";

export type ExplainOptions = {
  /** Plan it again from its stored snapshot, and compare. */
  readonly replan?: boolean;
  /** A configuration instead of the stored one. */
  readonly config?: string;
  readonly json?: boolean;
};

/**
 * Explains one decision or run.
 *
 * @returns exit code 0: explained, and with `replan` the same answer. 1: another answer, or it can't be read. 2: no such id
 * @throws never
 */
export const explain = async (source: HistorySource, id: string, options: ExplainOptions): Promise<CommandResult> => {
  let given: Config | null = null;
  if (options.config !== undefined) {
    const loaded = loadConfig(options.config);
    if (loaded.kind === "failed") return { exitCode: EXIT.usage, output: loaded.output };
    given = loaded.config;
  }
  try {
    const found = await findEntry(source, id);
    if (found.kind === "unclear") return { exitCode: EXIT.usage, output: found.message };
    return await explainEntry(source, found.entry, given, options);
  } catch (error) {
    return { exitCode: EXIT.failed, output: describeTableFailure(source.table, error) };
  }
};

const explainEntry = async (
  { dynamoDb, table }: HistorySource,
  entry: ReadDecision | RunEntry,
  given: Config | null,
  options: ExplainOptions,
): Promise<CommandResult> => {
  if (entry.kind === "run") {
    const output = options.json ? JSON.stringify({ version: 1, entry }, null, 2) : renderRun(entry);
    return { exitCode: EXIT.ok, output };
  }
  if (entry.kind === "refused") return { exitCode: EXIT.failed, output: describeRefusal(entry) };
  const { decision } = entry;
  const { configHash, domain } = decision;
  const stored = configHash === null ? null : await readConfig(dynamoDb, table, domain, configHash);
  return explainKept(decision, given ?? stored, options);
};

/** @param config what to explain and plan with; `null`: none is stored */
export const explainKept = (decision: KeptDecision, config: Config | null, options: ExplainOptions): CommandResult => {
  const explanation = explainDecision(decision, config);
  if (explanation.kind === "refused") return { exitCode: EXIT.failed, output: describeRefusal(explanation) };
  const again = options.replan === true ? replan(decision, config) : null;
  const exitCode = again === null || again.kind === "same" ? EXIT.ok : EXIT.failed;
  if (options.json) {
    const result = { version: 1, explanation, ...(again === null ? {} : { replanned: again }) };
    return { exitCode, output: JSON.stringify(result, null, 2) };
  }
  const verdict = again === null ? "" : `\n\n${describeReplanned(again, decision)}`;
  return { exitCode, output: `${renderExplanation(explanation)}${verdict}` };
};

const describeReplanned = (again: Replanned, { release }: KeptDecision): string => {
  switch (again.kind) {
    case "same":
      return "Planned again from its stored snapshot: the same answer.";
    case "differs": {
      const values = `  was ${shown(again.was)}\n  is  ${shown(again.is)}`;
      return `Planned again from its stored snapshot: another answer, first at ${again.at}\n${values}\nIt was planned by Headgate ${release ?? "of an earlier release"}; where this is another release, or --config another file, that may be why.`;
    }
    case "refused":
      return `It can't be planned again: ${describeRefusal(again)}`;
  }
};

const shown = (value: unknown): string => (value === undefined ? "nothing" : JSON.stringify(value).slice(0, 200));
