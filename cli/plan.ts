import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { readDomain } from "../shared/aws/domain-table.ts";
import { readFronts } from "../shared/aws/read-fronts.ts";
import { readSnapshot } from "../shared/aws/read-snapshot.ts";
import type { Config } from "../shared/config/config.ts";
import { suggestName } from "../shared/config/nearest-name.ts";
import { type Explanation, explainDecision } from "../shared/history/explain-decision.ts";
import { describeRefusal, type HistoryRefusal } from "../shared/history/history-codes.ts";
import type { KeptDecision } from "../shared/history/kept-decision.ts";
import { readHistoryLines } from "../shared/history/read-history-lines.ts";
import { renderExplanation } from "../shared/history/render-explanation.ts";
import { planAgain } from "../shared/history/replan.ts";
import { plan as planDomain } from "../shared/plan/plan.ts";
import { configHash } from "../shared/state/config-hash.ts";
import { EXIT } from "./exit-codes.ts";
import type { CommandResult } from "./history.ts";
import { describeTableFailure } from "./history-table.ts";
import type { PlanSource } from "./plan-clients.ts";

export type PlanOptions = {
  readonly domain?: string;
  /** The domain that it is in. */
  readonly service?: string;
  readonly json?: boolean;
};

/**
 * Reads the world now as `scale` does and prints what it would decide. Writes nothing.
 *
 * @param release Headgate's version
 * @returns exit code 0: planned. 1: the table can't be read. 2: no such domain or service
 * @throws never
 */
export const plan = async (
  source: PlanSource,
  config: Config,
  release: string,
  options: PlanOptions,
): Promise<CommandResult> => {
  const chosen = chooseDomains(config, options);
  if (typeof chosen === "string") return { exitCode: EXIT.usage, output: chosen };
  try {
    const decisions: KeptDecision[] = [];
    for (const domain of chosen) decisions.push(await planNow(source, config, release, domain));
    return report(decisions, config, options);
  } catch (error) {
    return { exitCode: EXIT.failed, output: describeTableFailure(source.table, error) };
  }
};

/**
 * Plans from stored or exported decisions instead of reading: the last of each chosen domain in a file, under this
 * configuration.
 *
 * @returns exit code 0: planned. 1: one can't be planned. 2: the file or the domain is not usable
 * @throws never
 */
export const planFromFile = async (file: string, config: Config, options: PlanOptions): Promise<CommandResult> => {
  const chosen = chooseDomains(config, options);
  if (typeof chosen === "string") return { exitCode: EXIT.usage, output: chosen };
  const last = new Map<string, KeptDecision>();
  try {
    for await (const line of readHistoryLines(
      createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY }),
    )) {
      if (line.kind === "decision") last.set(line.decision.domain, line.decision);
      else if (line.kind === "refused") {
        return { exitCode: EXIT.usage, output: `${file}:${line.line}: ${describeRefusal(line)}` };
      }
    }
  } catch (error) {
    return { exitCode: EXIT.usage, output: `${file}: can't be read: ${(error as Error).message}` };
  }
  const decisions = chosen.flatMap((domain) => last.get(domain) ?? []);
  if (decisions.length === 0) {
    const output = `${file} has no decision of ${chosen.join(", ")}, only of ${[...last.keys()].sort().join(", ") || "none"}.`;
    return { exitCode: EXIT.usage, output };
  }
  const planned: KeptDecision[] = [];
  for (const decision of decisions) {
    const again = planAgain(decision, config);
    if (again.kind === "refused") return { exitCode: EXIT.failed, output: `${decision.id}: ${describeRefusal(again)}` };
    planned.push({ ...decision, plan: again.plan, outcomes: null });
  }
  return report(planned, config, options);
};

const chooseDomains = (config: Config, { domain, service }: PlanOptions): readonly string[] | string => {
  const ids = config.domains.map(({ id }) => id);
  if (domain !== undefined) {
    return ids.includes(domain) ? [domain] : `--domain: there is no domain ${domain}: ${suggestName(domain, ids)}`;
  }
  if (service === undefined) return ids;
  const own = config.domains.find(({ services }) => services.includes(service));
  if (own !== undefined) return [own.id];
  const names = config.services.map(({ name }) => name);
  return `--service: there is no service ${service}: ${suggestName(service, names)}`;
};

/** As `functions/scale/reconcile.ts` reads and plans, without what it stores and writes. */
const planNow = async (
  { clients, table, siblingQueueUrl, nowMs }: PlanSource,
  config: Config,
  release: string,
  domain: string,
): Promise<KeptDecision> => {
  const { state } = await readDomain(clients.dynamoDb, table, domain);
  const fronts = (services: Config["services"]) => readFronts(clients, table, services, config, state.memory);
  const snapshot = await readSnapshot(clients, config, domain, nowMs, siblingQueueUrl, table, fronts);
  const { memory: _, ...planned } = planDomain(snapshot, state.memory, config, nowMs);
  const about = { id: `${new Date(nowMs).toISOString()}#plan`, domain, atMs: nowMs, version: state.version };
  const inputs = { snapshot, memoryBefore: state.memory, release, configHash: configHash(config) };
  return { ...about, ...inputs, correlationId: "none", causes: ["headgate plan"], plan: planned, outcomes: null };
};

const report = (decisions: readonly KeptDecision[], config: Config, { json }: PlanOptions): CommandResult => {
  const explained = decisions.map((decision) => ({ decision, explanation: explainDecision(decision, config) }));
  const refused = explained.find(({ explanation }) => explanation.kind === "refused");
  if (refused !== undefined) {
    return { exitCode: EXIT.failed, output: describeRefusal(refused.explanation as HistoryRefusal) };
  }
  const plans = explained.map(({ decision, explanation }) => ({
    decision,
    explanation: unwritten(explanation as Explanation),
  }));
  if (json) return { exitCode: EXIT.ok, output: JSON.stringify({ version: 1, plans }, null, 2) };
  return {
    exitCode: EXIT.ok,
    output: plans.map(({ explanation }) => renderExplanation(explanation, "What it would do")).join("\n\n\n"),
  };
};

/** Nothing became of its writes, and nothing will. */
const unwritten = (explanation: Explanation): Explanation => ({
  ...explanation,
  writes: explanation.writes.map(({ what }) => ({ what, outcome: "only planned, not written" })),
  told: explanation.told.map((line) => `only planned, not told: ${line}`),
});
