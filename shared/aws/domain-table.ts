import {
  type AttributeValue,
  BatchGetItemCommand,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { Config } from "../config/config.ts";
import type { Intent } from "../plan/intents/intent.ts";
import { compress, decompress } from "../state/compressed.ts";
import type { Decision, Outcome } from "../state/decision.ts";
import { decisionExpiry } from "../state/decision-expiry.ts";
import { type DomainState, type KeptConfig, newDomainState } from "../state/domain-state.ts";
import type { Pause } from "../state/pause.ts";
import type { DynamoDb } from "./clients.ts";
import { decisionItem, decisionKey, domainKey } from "./decision-item.ts";
import { chunksOf } from "./in-parallel.ts";
import { intentsKey, intentsOf } from "./intent-table.ts";
import { putConfig } from "./kept-config.ts";
import { pauseKey, pauseOf } from "./pause-table.ts";
import { putBody } from "./stored-body.ts";

/**
 * The single table. `pk`/`sk`: DOMAIN#<id>/STATE, .../INTENTS, .../DECISION#<id>, .../CONFIG#<hash>,
 * .../PART#<hash>#<n>, CONTROL/PAUSE.
 */
export type DomainTable = {
  /** Consistent. @throws when the table can't be read: without its state a domain is not decided */
  readonly read: (domain: string) => Promise<DomainReading>;
  /** Stores a configuration under its hash, before the first decision that refers to it. @throws what DynamoDB answers */
  readonly keepConfig: (domain: string, config: Config, kept: KeptConfig) => Promise<void>;
  /**
   * Stores the next state, and the decision where there is one, if the version is still the one before.
   *
   * @returns false when another invocation was faster
   */
  readonly record: (next: DomainState, decision: Decision | null, retentionDays: number) => Promise<boolean>;
  /** Is this version still the newest? Read again right before each write. */
  readonly isCurrent: (domain: string, version: number) => Promise<boolean>;
  /** What became of a recorded plan: outcomes on the decision, outbox and breaker on the state. @returns false when superseded */
  readonly settle: (state: DomainState, decision: Decision | null, outcomes: readonly Outcome[]) => Promise<boolean>;
};

/** What the table holds of a domain. */
export type DomainReading = {
  readonly state: DomainState;
  readonly pause: Pause | null;
  /** What people have asked for, ended or not. */
  readonly intents: readonly Intent[];
};

type Item = Record<string, AttributeValue>;

/** BatchGetItem takes 100 keys. */
const keysPerCall = 100;

const stateKey = (domain: string): Item => ({ pk: { S: domainKey(domain) }, sk: { S: "STATE" } });

/** @throws when the table can't be read */
export const readDomain = async (dynamoDb: DynamoDb, tableName: string, domain: string): Promise<DomainReading> => {
  const items = await batchGet(dynamoDb, tableName, [stateKey(domain), intentsKey(domain), pauseKey], true);
  const state = items.find((item) => item["sk"]?.S === "STATE");
  return {
    state: state === undefined ? newDomainState(domain) : stateOf(state),
    pause: pauseOf(items),
    intents: intentsOf(items).intents,
  };
};

export const makeDomainTable = (dynamoDb: DynamoDb, TableName: string): DomainTable => {
  const itemOfDecision = async (decision: Decision, retentionDays: number): Promise<Item> => {
    const expiresAtSeconds = decisionExpiry(decision.atMs, retentionDays);
    const place = { pk: domainKey(decision.domain), expiresAtSeconds };
    const body = await putBody(dynamoDb, TableName, place, compress(decision));
    return decisionItem(decision, body, expiresAtSeconds);
  };
  return {
    read: (domain) => readDomain(dynamoDb, TableName, domain),

    keepConfig: (domain, config, kept) => putConfig(dynamoDb, TableName, domain, config, kept),

    record: async (next, decision, retentionDays) => {
      const before = next.version - 1;
      const condition =
        before === 0
          ? { ConditionExpression: "attribute_not_exists(pk)" }
          : {
              ConditionExpression: "#version = :before",
              ExpressionAttributeNames: { "#version": "version" },
              ExpressionAttributeValues: { ":before": { N: String(before) } },
            };
      const puts = [{ Put: { TableName, Item: itemOf(next), ...condition } }];
      const item = decision === null ? null : await itemOfDecision(decision, retentionDays);
      const decisions = item === null ? [] : [{ Put: { TableName, Item: item } }];
      try {
        await dynamoDb.send(new TransactWriteItemsCommand({ TransactItems: [...puts, ...decisions] }));
        return true;
      } catch (error) {
        if (isConflict(error)) return false;
        throw error;
      }
    },

    isCurrent: async (domain, version) => {
      const answer = await dynamoDb.send(
        new GetItemCommand({
          TableName,
          Key: stateKey(domain),
          ConsistentRead: true,
          ProjectionExpression: "#version",
          ExpressionAttributeNames: { "#version": "version" },
        }),
      );
      return Number(answer.Item?.["version"]?.N ?? "0") === version;
    },

    settle: async (state, decision, outcomes) => {
      try {
        await dynamoDb.send(
          new PutItemCommand({
            TableName,
            Item: itemOf(state),
            ConditionExpression: "#version = :version",
            ExpressionAttributeNames: { "#version": "version" },
            ExpressionAttributeValues: { ":version": { N: String(state.version) } },
          }),
        );
      } catch (error) {
        if (isConflict(error)) return false;
        throw error;
      }
      if (decision === null || outcomes.length === 0) return true;
      await dynamoDb.send(
        new UpdateItemCommand({
          TableName,
          Key: decisionKey(decision),
          UpdateExpression: "SET outcomes = :outcomes",
          ExpressionAttributeValues: { ":outcomes": { S: JSON.stringify(outcomes) } },
        }),
      );
      return true;
    },
  };
};

/**
 * The domains whose next read has come; a domain that was never read is due.
 *
 * @throws when the table can't be read
 */
export const readDueDomains = async (
  dynamoDb: DynamoDb,
  tableName: string,
  config: Config,
  nowMs: number,
): Promise<readonly string[]> => {
  const nextReads = new Map<string, number>();
  for (const domains of chunksOf(config.domains, keysPerCall)) {
    const keys = domains.map((domain) => stateKey(domain.id));
    for (const item of await batchGet(dynamoDb, tableName, keys, false)) {
      nextReads.set(item["pk"]?.S ?? "", Number(item["nextReadAtMs"]?.N ?? "0"));
    }
  }
  return config.domains.map(({ id }) => id).filter((id) => (nextReads.get(domainKey(id)) ?? 0) <= nowMs);
};

const batchGet = async (dynamoDb: DynamoDb, table: string, keys: Item[], whole: boolean): Promise<readonly Item[]> => {
  const items: Item[] = [];
  const projection = whole ? {} : { ProjectionExpression: "pk, sk, nextReadAtMs" };
  let pending: Item[] = keys;
  while (pending.length > 0) {
    const answer = await dynamoDb.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys: pending, ConsistentRead: true, ...projection } } }),
    );
    items.push(...(answer.Responses?.[table] ?? []));
    const unprocessed = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    // Nothing at all came back: the table is throttled, and asking at once again would only add to it.
    if (unprocessed.length === pending.length) throw new Error(`DynamoDB left ${unprocessed.length} keys unprocessed`);
    pending = unprocessed;
  }
  return items;
};

type StoredBody = Omit<DomainState, "version" | "nextReadAtMs">;

const itemOf = ({ version, nextReadAtMs, ...body }: DomainState): Item => ({
  ...stateKey(body.domain),
  version: { N: String(version) },
  nextReadAtMs: { N: String(nextReadAtMs) },
  body: { B: compress(body) },
});

const stateOf = (item: Item): DomainState => ({
  ...decompress<StoredBody>(item["body"]!.B!),
  version: Number(item["version"]?.N),
  nextReadAtMs: Number(item["nextReadAtMs"]?.N),
});

/** Both names mean: the version is not ours any more, or somebody is writing it right now. */
const isConflict = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === "TransactionCanceledException" || error.name === "ConditionalCheckFailedException") &&
  /ConditionalCheckFailed|TransactionConflict|conditional request failed/i.test(`${error.message} ${reasonsOf(error)}`);

const reasonsOf = (error: Error): string =>
  "CancellationReasons" in error && Array.isArray(error.CancellationReasons)
    ? error.CancellationReasons.map((reason: { Code?: string }) => reason.Code ?? "").join(" ")
    : "";
