import { describe, expect, it } from "@jest/globals";
import { listDecisions, readDecision, readDecisions, readDomains } from "../../shared/aws/decision-table.ts";
import { historyLines } from "../../shared/aws/history-lines.ts";
import { readConfig } from "../../shared/aws/kept-config.ts";
import type { BudgetExplanation } from "../../shared/history/explain-budget.ts";
import { explainDecision } from "../../shared/history/explain-decision.ts";
import { noRuns } from "../../shared/history/history-entry.ts";
import { writeHistoryLine } from "../../shared/history/history-line.ts";
import type { KeptDecision } from "../../shared/history/kept-decision.ts";
import { readHistoryLines } from "../../shared/history/read-history-lines.ts";
import { renderExplanation } from "../../shared/history/render-explanation.ts";
import { replan } from "../../shared/history/replan.ts";
import { historyCases, type PlayedHistory } from "./played-histories.ts";

const always = { fromMs: 0, untilMs: Date.UTC(2100, 0, 1) };

const readAll = async ({ cloud }: PlayedHistory): Promise<readonly KeptDecision[]> => {
  const { dynamoDb } = cloud.clients();
  const decisions: KeptDecision[] = [];
  for (const domain of await readDomains(dynamoDb, cloud.table.name)) {
    for await (const read of readDecisions(dynamoDb, cloud.table.name, domain, always)) {
      if (read.kind === "refused") throw new Error(`${read.domain} ${read.id}: ${read.code} ${read.detail}`);
      decisions.push(read.decision);
    }
  }
  return decisions;
};

let replanned = 0;
let imported = 0;
let sums = 0;
const met = new Map<string, number>();

const meet = ({ plan, snapshot }: KeptDecision): void => {
  const kinds = [
    ...plan.actions.map(({ kind }) => `action ${kind}`),
    ...plan.findings.map(({ code }) => `finding ${code}`),
    ...(plan.graph === undefined ? [] : ["posts to other domains"]),
    ...(plan.gates === undefined ? [] : ["gates"]),
    ...(plan.withdrawals === undefined ? [] : ["withdrawals"]),
    ...(snapshot?.capacity === undefined ? [] : ["capacity"]),
    ...(snapshot?.databases.some(({ proxies }) => proxies.length > 0) ? ["proxies"] : []),
  ];
  for (const kind of new Set(kinds)) met.set(kind, (met.get(kind) ?? 0) + 1);
};

/** Does the written sum again. @returns how many results were checked */
const checkSum = ({ database, lines }: BudgetExplanation): number => {
  let sum = 0;
  let checked = 0;
  for (const { sign, amount, what } of lines) {
    const value = Number(amount);
    if (sign === "") sum = value;
    else if (sign === "-") sum -= value;
    else if (sign === "=") {
      expect({ database, what, is: value }).toEqual({ database, what, is: sum });
      checked += 1;
    } else if (sign === "x") throw new Error(`${database}: no case has readers or a share`);
  }
  return checked;
};

describe.each(historyCases)("$what", ({ play }) => {
  it("every stored decision is planned again to the same answer, out of the table and out of an export", async () => {
    const played = await play();
    const { dynamoDb } = played.cloud.clients();
    const { name: table } = played.cloud.table;
    const stored = played.cloud.table.items().filter(({ sk }) => sk?.S?.startsWith("DECISION#"));
    const decisions = await readAll(played);
    expect(decisions).toHaveLength(stored.length);
    expect(decisions.length).toBeGreaterThan(2);
    for (const decision of decisions) {
      const config = await readConfig(dynamoDb, table, decision.domain, decision.configHash!);
      expect({ id: decision.id, ...replan(decision, config) }).toEqual({ id: decision.id, kind: "same" });
      expect(await readDecision(dynamoDb, table, decision.domain, decision.id)).toEqual({ kind: "decision", decision });
      meet(decision);
      const explanation = explainDecision(decision, config);
      if (explanation.kind === "refused") throw new Error(`${decision.id}: ${explanation.detail}`);
      sums += explanation.budgets.map(checkSum).filter((checked) => checked > 0).length;
      const text = renderExplanation(explanation);
      expect(text).toContain(decision.id);
      for (const { name } of decision.plan.services) expect(text).toContain(`\n${name}: `);
      expect(text).not.toMatch(/NaN|undefined|\[object|Infinity/);
    }
    replanned += decisions.length;

    const lines: string[] = [];
    for await (const line of historyLines(dynamoDb, table, await readDomains(dynamoDb, table), always, noRuns)) {
      lines.push(writeHistoryLine(line));
    }
    expect(lines.filter((line) => line.includes("\n"))).toEqual([]);
    const ids = new Set<string>();
    for await (const line of readHistoryLines(lines)) {
      if (line.kind !== "decision") throw new Error(`line ${line.line} is ${line.kind}`);
      expect({ line: line.line, ...replan(line.decision, line.config) }).toEqual({ line: line.line, kind: "same" });
      ids.add(`${line.decision.domain}/${line.decision.id}`);
    }
    expect(ids.size).toBe(decisions.length);
    imported += ids.size;

    for (const domain of await readDomains(dynamoDb, table)) {
      const listed: string[] = [];
      for await (const { id } of listDecisions(dynamoDb, table, domain, always, 7)) listed.push(id);
      const whole = decisions.filter((decision) => decision.domain === domain).map(({ id }) => id);
      expect(listed).toEqual([...whole].reverse());
    }
  });
});

describe("all of them together", () => {
  it("are hundreds, and meet what the plan can do", () => {
    console.log(`${replanned} decisions planned again out of the table, ${imported} out of exports: the same answer`);
    console.log(
      [...met]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([kind, count]) => `${kind} ${count}`)
        .join(", "),
    );
    console.log(`${sums} budgets written out, and their sums done again`);
    expect(replanned).toBeGreaterThan(300);
    expect(sums).toBeGreaterThan(150);
    expect(imported).toBe(replanned);
    for (const kind of [
      "capacity",
      "gates",
      "withdrawals",
      "proxies",
      "action set-max-capacity",
      "action set-desired-count",
    ]) {
      expect(met.has(kind)).toBe(true);
    }
  });
});
