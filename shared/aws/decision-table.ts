import { type AttributeValue, GetItemCommand, QueryCommand, type QueryCommandInput } from "@aws-sdk/client-dynamodb";
import { type HistoryRefusal, refuse } from "../history/history-codes.ts";
import type { KeptDecision } from "../history/kept-decision.ts";
import { readKeptDecision } from "../history/read-kept-decision.ts";
import type { Action } from "../plan/policy/action.ts";
import { decompress } from "../state/compressed.ts";
import type { Outcome } from "../state/decision.ts";
import type { DecisionSummary } from "../state/decision-summary.ts";
import type { DynamoDb } from "./clients.ts";
import { decisionForm, decisionKey, decisionPrefix, domainKey } from "./decision-item.ts";
import { directoryKey } from "./kept-config.ts";
import { readBody } from "./stored-body.ts";

type Item = Record<string, AttributeValue>;

/** A line of a list. */
export type ListedDecision = {
  readonly domain: string;
  readonly id: string;
  readonly atMs: number;
  /** `null`: an earlier release stored none. */
  readonly summary: DecisionSummary | null;
  readonly actions: readonly Action[];
  /** `null`: nothing is known of them, or there is no action. */
  readonly outcomes: readonly Outcome[] | null;
};

/** Which decisions of a domain, both ends included. */
export type DecisionRange = { readonly fromMs: number; readonly untilMs: number };

export type ReadDecision =
  | { readonly kind: "decision"; readonly decision: KeptDecision }
  | (HistoryRefusal & { readonly domain: string; readonly id: string });

const listed = ["pk", "sk", "atMs", "summary", "actions", "outcomes"] as const;

/**
 * The decisions of one domain, the newest first, without their bodies.
 *
 * @param pageItems items that are read at a time: what a caller stops at costs at most one page more
 * @throws what DynamoDB answers
 */
export async function* listDecisions(
  dynamoDb: DynamoDb,
  tableName: string,
  domain: string,
  range: DecisionRange,
  pageItems = 100,
): AsyncGenerator<ListedDecision> {
  const input = {
    ...inRange(tableName, domain, range),
    ScanIndexForward: false,
    Limit: pageItems,
    ProjectionExpression: listed.map((name) => `#${name}`).join(", "),
    ExpressionAttributeNames: Object.fromEntries(listed.map((name) => [`#${name}`, name])),
  };
  for await (const item of queried(dynamoDb, input)) yield listedOf(domain, item);
}

/**
 * The decisions of one domain, the oldest first, whole. One that can't be read is told in its place.
 *
 * @throws what DynamoDB answers
 */
export async function* readDecisions(
  dynamoDb: DynamoDb,
  tableName: string,
  domain: string,
  range: DecisionRange,
): AsyncGenerator<ReadDecision> {
  for await (const item of queried(dynamoDb, inRange(tableName, domain, range))) {
    yield decisionOf(dynamoDb, tableName, domain, item);
  }
}

/** @returns `null`: there is none; @throws what DynamoDB answers */
export const readDecision = async (
  dynamoDb: DynamoDb,
  TableName: string,
  domain: string,
  id: string,
): Promise<ReadDecision | null> => {
  const { Item } = await dynamoDb.send(new GetItemCommand({ TableName, Key: decisionKey({ domain, id }) }));
  return Item === undefined ? null : decisionOf(dynamoDb, TableName, domain, Item);
};

/**
 * Ids of one domain that begin as said, the newest first.
 *
 * @param most at most so many
 * @throws what DynamoDB answers
 */
export const findDecisionIds = async (
  dynamoDb: DynamoDb,
  TableName: string,
  domain: string,
  beginning: string,
  most: number,
): Promise<readonly string[]> => {
  const { Items = [] } = await dynamoDb.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
      ExpressionAttributeValues: { ":pk": { S: domainKey(domain) }, ":sk": { S: `${decisionPrefix}${beginning}` } },
      ProjectionExpression: "sk",
      ScanIndexForward: false,
      Limit: most,
    }),
  );
  return Items.map(idOf);
};

/**
 * Ids of one domain that stand next to a text in their order, before and after: for who has mistyped one.
 *
 * @throws what DynamoDB answers
 */
export const neighbourIds = async (
  dynamoDb: DynamoDb,
  TableName: string,
  domain: string,
  text: string,
  mostEachSide: number,
): Promise<readonly string[]> => {
  const between = async (from: string, until: string, ScanIndexForward: boolean): Promise<readonly string[]> => {
    const { Items = [] } = await dynamoDb.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :until",
        ExpressionAttributeValues: { ":pk": { S: domainKey(domain) }, ":from": { S: from }, ":until": { S: until } },
        ProjectionExpression: "sk",
        ScanIndexForward,
        Limit: mostEachSide,
      }),
    );
    return Items.map(idOf);
  };
  const at = `${decisionPrefix}${text}`;
  const [before, after] = await Promise.all([
    between(decisionPrefix, at, false),
    // Digits and letters of an id all come before "~".
    at < `${decisionPrefix}~` ? between(at, `${decisionPrefix}~`, true) : [],
  ]);
  return [...new Set([...before, ...after])];
};

/** Domains that have decisions, sorted. @throws what DynamoDB answers */
export const readDomains = async (dynamoDb: DynamoDb, TableName: string): Promise<readonly string[]> => {
  const domains: string[] = [];
  const input = {
    TableName,
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": { S: directoryKey } },
  };
  for await (const item of queried(dynamoDb, input)) domains.push((item["sk"]?.S ?? "").slice(domainKey("").length));
  return domains.sort();
};

/** Also of one that the directory doesn't have: an earlier release stored its decisions. @throws what DynamoDB answers */
export const hasDecisions = async (dynamoDb: DynamoDb, tableName: string, domain: string): Promise<boolean> =>
  (await findDecisionIds(dynamoDb, tableName, domain, "", 1)).length > 0;

/** Ids begin with the time, so they are in its order. */
const inRange = (TableName: string, domain: string, { fromMs, untilMs }: DecisionRange) => ({
  TableName,
  KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :until",
  ExpressionAttributeValues: {
    ":pk": { S: domainKey(domain) },
    ":from": { S: `${decisionPrefix}${new Date(fromMs).toISOString()}` },
    // After the time comes "#" and the version.
    ":until": { S: `${decisionPrefix}${new Date(untilMs).toISOString()}~` },
  },
});

async function* queried(dynamoDb: DynamoDb, input: QueryCommandInput): AsyncGenerator<Item> {
  let from: Item | undefined;
  do {
    const answer = await dynamoDb.send(new QueryCommand({ ...input, ExclusiveStartKey: from }));
    yield* answer.Items ?? [];
    from = answer.LastEvaluatedKey;
  } while (from !== undefined);
}

const decisionOf = async (dynamoDb: DynamoDb, tableName: string, domain: string, item: Item): Promise<ReadDecision> => {
  const about = { domain, id: idOf(item) };
  const form = Number(item["form"]?.N ?? "1");
  if (form > decisionForm) return { ...refuse("decision-form", `form ${form}`), ...about };
  const body = await readBody(dynamoDb, tableName, item);
  if (body.kind === "incomplete") return { ...refuse("decision-incomplete", body.detail), ...about };
  const read = readKeptDecision(jsonOf(body.bytes), parsed(item["outcomes"]?.S));
  return read.kind === "refused" ? { ...read, ...about } : read;
};

const listedOf = (domain: string, item: Item): ListedDecision => ({
  domain,
  id: idOf(item),
  atMs: Number(item["atMs"]?.N),
  summary: parsed(item["summary"]?.S) as DecisionSummary | null,
  actions: (parsed(item["actions"]?.S) ?? []) as readonly Action[],
  outcomes: parsed(item["outcomes"]?.S) as readonly Outcome[] | null,
});

const idOf = (item: Item): string => (item["sk"]?.S ?? "").slice(decisionPrefix.length);

const parsed = (text: string | undefined): unknown => (text === undefined ? null : JSON.parse(text));

/** @returns `null`, which is no decision, where the bytes are not ours */
const jsonOf = (bytes: Uint8Array): unknown => {
  try {
    return decompress<unknown>(bytes);
  } catch {
    return null;
  }
};
