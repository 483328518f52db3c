import { setTimeout } from "node:timers/promises";
import type { Config } from "../shared/config/config.ts";
import { awsHint } from "../shared/notices/aws-hint.ts";
import { downloadHistory, downloadSize } from "../simulator/backtest/download-history.ts";
import type { History } from "../simulator/backtest/history.ts";
import { readHistoryCsv } from "../simulator/backtest/read-history-csv.ts";
import type { BacktestClient } from "./backtest-client.ts";
import type { BacktestOptions } from "./backtest-options.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { progressOutput } from "./terminal-output.ts";

export type HistorySource =
  | { readonly kind: "ok"; readonly history: History; readonly notes: readonly string[] }
  | { readonly kind: "failed"; readonly exitCode: ExitCode; readonly message: string };

const folder = ".headgate/backtest";
/** What AWS charges for a thousand metrics that GetMetricData is asked for. */
const dollarsPerThousandMetrics = 0.01;

/** The recording, from files or from CloudWatch. @throws what the file system says when a download can't be kept */
export async function readBacktestHistory(
  options: BacktestOptions,
  config: Config,
  client: BacktestClient,
  nowMs: number,
): Promise<HistorySource> {
  if (options.csv.length > 0) {
    const reading = await readHistoryCsv(options.csv, config);
    if (reading.kind === "ok") return { kind: "ok", history: reading.history, notes: [] };
    const lines = reading.problems.map(
      ({ file, line, code, message, fix }) => `${file}${line > 0 ? `:${line}` : ""}: ${message} (${code})\n  ${fix}`,
    );
    const more = reading.problemCount - reading.problems.length;
    if (more > 0) lines.push(`and ${more} more`);
    return { kind: "failed", exitCode: EXIT.usage, message: lines.join("\n") };
  }
  const say = options.quiet ? () => {} : startSaying(config, options.days, nowMs);
  const download = await downloadHistory({
    client: client.cloudWatch(),
    config,
    days: options.days,
    nowMs,
    folder,
    scope: client.scope,
    refresh: options.refresh ?? false,
    sleep: async (ms) => void (await setTimeout(ms)),
    onPart: say,
  });
  if (download.kind === "ok") return { kind: "ok", history: download.history, notes: download.unread };
  const hint = awsHint(download.message);
  const message = `The recording can't be downloaded: ${download.message}\n  ${hint ?? download.fix}`;
  return { kind: "failed", exitCode: EXIT.failed, message };
}

/** One line a second at most; redrawn on a terminal. */
function startSaying(config: Config, days: number, nowMs: number) {
  const output = progressOutput();
  const startMs = output.nowMs();
  const { metrics } = downloadSize(config, days, nowMs);
  const dollars = (metrics / 1000) * dollarsPerThousandMetrics;
  output.write(`Downloading up to ${days} days: ${metrics} metrics, at most $${dollars.toFixed(3)}.\n`);
  let saidMs = startMs;
  let asked = 0;
  return ({ doneParts, parts, isCached }: { doneParts: number; parts: number; isCached: boolean }): void => {
    if (!isCached) asked += 1;
    const atMs = output.nowMs();
    if (doneParts < parts && atMs - saidMs < 1000) return;
    saidMs = atMs;
    const left = asked === 0 ? 0 : ((atMs - startMs) / asked) * (parts - doneParts);
    const text = `${doneParts} of ${parts} parts${doneParts < parts ? `, about ${Math.ceil(left / 1000)} s left` : ""}`;
    const end = doneParts === parts ? `\r\u001b[K${text}\n` : `\r${text}\u001b[K`;
    output.write(output.live ? end : `${text}\n`);
  };
}
