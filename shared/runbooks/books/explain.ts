import type { ReadDecision } from "../../aws/decision-table.ts";
import { findEntry } from "../../aws/find-entry.ts";
import { readConfig } from "../../aws/kept-config.ts";
import { makeReadRuns } from "../../aws/read-runs.ts";
import type { Config } from "../../config/config.ts";
import { explainDecision } from "../../history/explain-decision.ts";
import type { RunEntry } from "../../history/history-entry.ts";
import { renderExplanation } from "../../history/render-explanation.ts";
import { renderRun } from "../../history/render-history.ts";
import { replan } from "../../history/replan.ts";
import { flag, text } from "../parameter.ts";
import { refuseWith } from "../refusal.ts";
import { defineRunbook } from "../runbook.ts";
import type { Step } from "../step.ts";

type Params = { readonly id: string; readonly replan?: boolean | undefined };

type Found =
  | { readonly kind: "unclear"; readonly message: string }
  | { readonly kind: "found"; readonly entry: ReadDecision | RunEntry; readonly config: Config | null };

const refusals = {
  "no-such-entry": {
    means: "No decision or run has this id, or more than one begins with it.",
    remedy: "Use one of the ids in the message, or list them with the runbook history.",
  },
  "not-explained": {
    means: "The decision can't be read or explained, for the reason in the message.",
    remedy: "Take a later decision; what an earlier release stored may lack what this one needs.",
  },
} as const;

export const explain = defineRunbook<Params, Found, never, never>({
  name: "explain",
  purpose: "Explains a decision with its arithmetic, or a run with its steps",
  about:
    "What each signal said, what the service wanted, what each database could carry line by line, who was given what, what was written and what would unlock more: from what was stored with the decision. With `replan` it is planned again from its stored snapshot and compared.",
  effect: "reads",
  parameters: {
    id: text("The id, as history lists it; its beginning is enough where that is the only one.", 200),
    replan: flag("Plan it again from its stored snapshot, and compare."),
  },
  example: { id: "2026-03-14T08:00:20.118Z#17" },
  refusals,
  grants: [],
  read: async ({ id }, _state, { clients: { dynamoDb }, stack: { tableName: table }, nowMs }): Promise<Found> => {
    const found = await findEntry({ dynamoDb, table, readRuns: makeReadRuns(dynamoDb, table), nowMs: nowMs() }, id);
    if (found.kind === "unclear") return found;
    const { entry } = found;
    const config =
      entry.kind === "run" || entry.kind === "refused" || entry.decision.configHash === null
        ? null
        : await readConfig(dynamoDb, table, entry.decision.domain, entry.decision.configHash);
    return { kind: "found", entry, config };
  },
  plan: ({ params, reading }): Step<never, never> => {
    if (reading.kind === "unclear")
      return { kind: "refused", refusal: refuseWith(refusals, "no-such-entry", reading.message, {}, "params.id") };
    const { entry, config } = reading;
    if (entry.kind === "run") return { kind: "done", report: { text: renderRun(entry), data: { run: entry } } };
    if (entry.kind === "refused") return notExplained(entry.code);
    const explanation = explainDecision(entry.decision, config);
    if (explanation.kind === "refused") return notExplained(explanation.code);
    const again = params.replan === true ? replan(entry.decision, config) : null;
    const verdict =
      again === null
        ? []
        : [
            `Planned again from its stored snapshot: ${again.kind === "same" ? "the same answer" : `another answer: ${JSON.stringify(again)}`}.`,
          ];
    const lines = [renderExplanation(explanation), ...verdict];
    return { kind: "done", report: { text: lines.join("\n\n"), data: { explanation, replanned: again } } };
  },
  apply: async () => "",
});

const notExplained = (code: string): Step<never, never> => ({
  kind: "refused",
  refusal: refuseWith(refusals, "not-explained", code, {}, "params.id"),
});
