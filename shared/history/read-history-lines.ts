import type { Config } from "../config/config.ts";
import type { HistoryRefusal } from "./history-codes.ts";
import type { RunEntry } from "./history-entry.ts";
import { type HistoryLine, readHistoryLine } from "./history-line.ts";
import type { KeptDecision } from "./kept-decision.ts";

/** What a line of an export says, a decision together with its configuration. */
export type ImportedLine = { readonly line: number } & (
  | {
      readonly kind: "decision";
      readonly decision: KeptDecision /** `null`: not in the file, at least not before it. */;
      readonly config: Config | null;
    }
  | { readonly kind: "run"; readonly run: RunEntry }
  | Extract<HistoryLine, { kind: "unreadable" }>
  | HistoryRefusal
);

/**
 * Reads an export back, line by line. A line that can't be used is told with its number and keeps no other from it.
 *
 * @throws what `lines` throws
 */
export async function* readHistoryLines(lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<ImportedLine> {
  const configs = new Map<string, Config>();
  let number = 0;
  for await (const text of lines) {
    number += 1;
    if (text.trim() === "") continue;
    const read = readHistoryLine(text);
    if (read.kind === "config") configs.set(read.hash, read.config);
    else if (read.kind === "decision") {
      const { configHash } = read.decision;
      yield { line: number, ...read, config: configHash === null ? null : (configs.get(configHash) ?? null) };
    } else yield { line: number, ...read };
  }
}
