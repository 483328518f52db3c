import { type AuditClients, readAccount, type SurveyLog } from "../shared/aws/audit/read-account.ts";
import { nameAndMessage } from "../shared/aws/failure.ts";
import type { AccountReading } from "../shared/checklist/account-reading.ts";
import { auditAccount } from "../shared/checklist/checklist.ts";
import { type ChecklistReport, renderChecklist } from "../shared/checklist/render-checklist.ts";
import { stageOf } from "../shared/checklist/stage.ts";
import { builtInBook } from "../shared/cost/book/built-in-book.ts";
import { checklistPrices } from "../shared/cost/checklist-prices.ts";
import { priceFinder } from "../shared/cost/find-price.ts";
import { awsHint } from "../shared/notices/aws-hint.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { loadConfigIfThere } from "./ports-sources.ts";

export type ChecklistOptions = { readonly region?: string; readonly config?: string; readonly json?: boolean };

export type ChecklistResult = { readonly exitCode: ExitCode; readonly output: string };

/**
 * Audits the account that the caller's credentials are for.
 *
 * @param makeClients throws where no region is set
 * @returns exit code 0: nothing was found. 1: something was, or could not be told. 2: AWS can't be asked at all, or the
 * configuration is not usable
 * @throws never
 */
export const checklist = async (
  options: ChecklistOptions,
  makeClients: () => Promise<AuditClients>,
  nowMs: number,
  log: SurveyLog,
): Promise<ChecklistResult> => {
  const loaded = loadConfigIfThere(options.config, false);
  if (loaded.kind === "failed") return { exitCode: EXIT.usage, output: loaded.output };
  let clients: AuditClients;
  try {
    clients = await makeClients();
  } catch (error) {
    const { name, message } = nameAndMessage(error);
    return unusable(`${name}: ${message}`);
  }
  const { reading, metrics } = await readAccount(clients, nowMs, log);
  const unanswered = unansweredBecause(reading);
  if (unanswered !== null) return unusable(unanswered);
  const priceOf = checklistPrices(priceFinder(builtInBook), clients.region);
  const report: ChecklistReport = {
    checklist: auditAccount(reading, loaded.config, nowMs, priceOf),
    stage: stageOf(reading, metrics, loaded.config, priceOf),
  };
  const isFine = report.checklist.checks.every(({ status }) => status === "pass");
  return {
    exitCode: isFine ? EXIT.ok : EXIT.failed,
    output: options.json ? JSON.stringify(report, null, 2) : renderChecklist(report),
  };
};

/** Nothing answered, not even who is asking: credentials or the network. @returns `null`: somebody did */
const unansweredBecause = ({ accountId, clusters, logGroups, databases }: AccountReading): string | null => {
  const failed = [accountId, clusters, logGroups, databases];
  return accountId.kind === "unknown" && failed.every((one) => one.kind === "unknown" && one.because === "failed")
    ? accountId.detail
    : null;
};

const unusable = (words: string): ChecklistResult => {
  const hint = awsHint(words);
  return { exitCode: EXIT.usage, output: `AWS can't be asked: ${words}${hint === null ? "" : `\n  fix: ${hint}`}` };
};
