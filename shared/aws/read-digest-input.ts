import type { Config } from "../config/config.ts";
import type { DecisionRecord, DigestInput } from "../notices/digest/digest-input.ts";
import { destinationsOf } from "../records/destination.ts";
import type { DynamoDb } from "./clients.ts";
import { listDecisions, readDecision } from "./decision-table.ts";
import { readDomain } from "./domain-table.ts";
import { inParallel } from "./in-parallel.ts";
import { makeRecordsTable } from "./records-table.ts";

const dayMs = 24 * 3600_000;
/** A decision of a month ago that nothing has followed still holds; of an older one nobody is told. */
const mostDaysBack = 31;

/** What a digest of the last 24 hours is made from. @throws what DynamoDB answers */
export const readDigestInput = async (
  dynamoDb: DynamoDb,
  table: string,
  config: Config,
  nowMs: number,
): Promise<DigestInput> => {
  const records = makeRecordsTable(dynamoDb, table);
  const decisions = await inParallel(config.domains, ({ id }) => decisionsOf(dynamoDb, table, id, nowMs));
  const domains = await inParallel(config.domains, async ({ id }) => {
    const { state } = await readDomain(dynamoDb, table, id);
    return { domain: id, notices: state.notices };
  });
  const destinations = await inParallel(destinationsOf(config), async ({ id }) => {
    const { state } = await records.read(id);
    return { domain: id, notices: state.notices };
  });
  return { decisions: decisions.flat(), states: [...domains, ...destinations] };
};

/** Of the last day, and the last one before; one that can't be read is left out. */
const decisionsOf = async (
  dynamoDb: DynamoDb,
  table: string,
  domain: string,
  nowMs: number,
): Promise<readonly DecisionRecord[]> => {
  const found: DecisionRecord[] = [];
  const range = { fromMs: nowMs - mostDaysBack * dayMs, untilMs: nowMs };
  for await (const { id, atMs, outcomes } of listDecisions(dynamoDb, table, domain, range)) {
    const read = await readDecision(dynamoDb, table, domain, id);
    if (read?.kind === "decision") found.push({ decision: read.decision, outcomes: outcomes ?? [] });
    // Newest first: this one is from before the day.
    if (atMs <= nowMs - dayMs) break;
  }
  return found;
};
