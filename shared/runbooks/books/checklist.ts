import { accountActions, readAccount } from "../../aws/audit/read-account.ts";
import type { AccountMetrics } from "../../checklist/account-metrics.ts";
import type { AccountReading } from "../../checklist/account-reading.ts";
import { auditAccount } from "../../checklist/checklist.ts";
import { renderChecklist } from "../../checklist/render-checklist.ts";
import { stageOf } from "../../checklist/stage.ts";
import { builtInBook } from "../../cost/book/built-in-book.ts";
import { checklistPrices } from "../../cost/checklist-prices.ts";
import { priceFinder } from "../../cost/find-price.ts";
import { defineRunbook } from "../runbook.ts";

type Params = Readonly<Record<never, never>>;

type Seen = { readonly reading: AccountReading; readonly metrics: AccountMetrics };

export const checklist = defineRunbook<Params, Seen, never, never>({
  name: "checklist",
  purpose: "Holds the account against the day-one list, and names the one next step",
  about:
    "Log groups, alarms, drift, budgets, managed instances, detectors, Multi-AZ, backups, zones, deletion protection and secrets: each finding with why it matters, the fix as a command, and what it costs. A right that is missing is a finding too. Then the stage of the scaling journey that the account is at, and the one step that its metrics ask for next. It only reads; `npx headgate checklist` does the same with your own credentials.",
  effect: "reads",
  parameters: {},
  example: {},
  refusals: {},
  grants: [{ actions: accountActions, on: "account" }],
  read: async (_params, _state, { audit, nowMs }) => readAccount(await audit(), nowMs()),
  plan: ({ reading: { reading, metrics }, config, nowMs }) => {
    const priceOf = checklistPrices(priceFinder(builtInBook), reading.region);
    const report = {
      checklist: auditAccount(reading, config, nowMs, priceOf),
      stage: stageOf(reading, metrics, config, priceOf),
    };
    return { kind: "done", report: { text: renderChecklist(report), data: report } };
  },
  apply: async () => "",
});
