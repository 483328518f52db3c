import { readDomains } from "../../../shared/aws/decision-table.ts";
import { historyLines } from "../../../shared/aws/history-lines.ts";
import { explainDecision } from "../../../shared/history/explain-decision.ts";
import { describeRefusal, historyCodes } from "../../../shared/history/history-codes.ts";
import type { RunEntry } from "../../../shared/history/history-entry.ts";
import { writeHistoryLine } from "../../../shared/history/history-line.ts";
import { type ImportedLine, readHistoryLines } from "../../../shared/history/read-history-lines.ts";
import { renderExplanation } from "../../../shared/history/render-explanation.ts";
import { renderRun } from "../../../shared/history/render-history.ts";
import { replan } from "../../../shared/history/replan.ts";
import { smallStack } from "../../scale/small-stack.ts";
import { fullConnections, highRequests, stackConfig, worldSpec } from "../../scale/small-world.ts";
import type { Dice } from "../dice.ts";
import { accepted, type FuzzTarget, promise, rejected } from "../fuzz-target.ts";
import { mutateJson } from "../mutate/mutate-json.ts";
import { mutateText } from "../mutate/mutate-text.ts";

const run: RunEntry = {
  kind: "run",
  id: "incident-42",
  runbook: "scale",
  params: { service: "checkout", to: 6 },
  requestedBy: "arn:aws:iam::123456789012:user/ann",
  approvedBy: null,
  atMs: Date.UTC(2026, 2, 14, 0, 1),
  endedAtMs: null,
  state: "running",
  steps: [{ atMs: Date.UTC(2026, 2, 14, 0, 1), step: "1", did: ["checkout: asked for 6 tasks"] }],
  correlationId: "incident-42",
};

/** Two minutes of decisions on the embedded cloud, as an export of the table. */
const exported = async (): Promise<readonly string[]> => {
  const stack = smallStack(worldSpec(highRequests, fullConnections), stackConfig());
  stack.warmUp(300);
  await stack.run(120);
  const { dynamoDb } = stack.cloud.clients();
  const { name } = stack.cloud.table;
  const lines: string[] = [];
  const always = { fromMs: 0, untilMs: Date.UTC(2030, 0) };
  const domains = await readDomains(dynamoDb, name);
  const runs = async function* () {
    yield run;
  };
  lines.push(
    writeHistoryLine({ kind: "unreadable", domain: "checkout", id: "1", code: "decision-incomplete", detail: "" }),
  );
  for await (const line of historyLines(dynamoDb, name, domains, always, runs)) lines.push(writeHistoryLine(line));
  return lines;
};

/** An export that was edited or cut: every line is read, or refused with its number, and keeps no other from it. */
export const historyTarget: FuzzTarget = {
  name: "history",
  share: 30,
  codes: new Set(Object.keys(historyCodes)),
  prepare: async () => {
    const lines = await exported();
    const configs = lines.filter((line) => line.startsWith('{"kind":"config"'));
    const entries = lines.filter((line) => !configs.includes(line));
    if (configs.length === 0 || entries.length < 3) throw new Error("nothing was decided that could be exported");
    return {
      generate: (dice) => exportOf(dice, configs, entries),
      run: (text) => readExport(text),
    };
  },
};

/** A configuration and a few entries, one or two of them changed. */
const exportOf = (dice: Dice, configs: readonly string[], entries: readonly string[]): string => {
  const lines = [...configs, ...Array.from({ length: dice.between(1, 3) }, () => dice.pick(entries))];
  const changed = dice.chance(0.8) ? lines.length - 1 : dice.below(lines.length);
  lines[changed] = mutateJson(dice, JSON.parse(lines[changed]!)).replaceAll("\n", " ");
  const text = lines.join(dice.chance(0.1) ? "\r\n" : "\n");
  return dice.chance(0.1) ? mutateText(dice, text, ["\n", "{", "}", '"', "\u0000", "null\n", "{}\n"], 1) : text;
};

const readExport = async (text: string) => {
  const written = text.split("\n");
  const read: ImportedLine[] = [];
  for await (const line of readHistoryLines(written)) read.push(line);
  const numbers = read.map(({ line }) => line);
  promise(
    numbers.every((number, at) => number > (numbers[at - 1] ?? 0) && number <= written.length),
    "a line has no number",
  );
  const codes: string[] = [];
  for (const line of read) {
    if (line.kind === "refused" || line.kind === "unreadable") {
      codes.push(line.code);
      promise(describeRefusal(line) !== "", "a refusal says nothing");
    } else if (line.kind === "run") {
      promise(renderRun(line.run) !== "", "a run says nothing");
    } else {
      const { decision, config } = line;
      const again = replan(decision, config);
      if (again.kind === "refused") codes.push(again.code);
      const explanation = explainDecision(decision, config);
      if (explanation.kind === "refused") codes.push(explanation.code);
      else promise(renderExplanation(explanation) !== "", "an explanation says nothing");
    }
  }
  return codes.length > 0 ? rejected(codes) : accepted();
};
