import { type AttributeValue, BatchGetItemCommand, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { DatabaseFacts } from "../limits/database-facts.ts";
import { noFacts } from "../plan/readings/database-reading.ts";
import type { Reading, Unknown } from "../reading.ts";
import { compress, decompress } from "../state/compressed.ts";
import type { DynamoDb } from "./clients.ts";
import { unknownBecause } from "./failure.ts";
import { chunksOf } from "./in-parallel.ts";
import { notOlder, unlessNewer } from "./unless-newer.ts";

/** What a database's item holds. `pk`/`sk` in the single table: FACTS/DATABASE#<name>, FACTS/QUOTAS. */
export type StoredFacts = {
  /** What was found; unknown where RDS has no such database, or where no reading has succeeded yet. */
  readonly found: Reading<DatabaseFacts>;
  /** Names of instances, clusters, parameter groups and proxies that it was read from: an event about one is about it. */
  readonly sources: readonly string[];
  /** By DbiResourceId: the parameter group's `max_connections` when it was last seen in sync, which rules until a reboot. */
  readonly inForce: Readonly<Record<string, { readonly value: string | null }>>;
  /** The newest reading, where it failed; what was found before it is kept. */
  readonly failure: { readonly atMs: number; readonly because: Unknown } | null;
};

/** What a successful reading writes. */
export type StoredBody = Omit<StoredFacts, "failure">;

/** Quotas of the account in this region. */
export type AccountQuotas = {
  readonly readAtMs: number;
  /** vCPU that Fargate tasks may have together. */
  readonly fargateVcpus: Reading<number>;
};

export type FactsTable = {
  /** @returns the databases that have an item. @throws what DynamoDB answers */
  readonly read: (databases: readonly string[]) => Promise<ReadonlyMap<string, StoredFacts>>;
  /** @returns false when a newer reading is there already. @throws what DynamoDB answers */
  readonly storeFound: (database: string, readAtMs: number, body: StoredBody) => Promise<boolean>;
  /** Keeps what was found before. @returns and throws as `storeFound` */
  readonly storeFailure: (database: string, readAtMs: number, because: Unknown) => Promise<boolean>;
  /** @param onlyOverOlderThanMs what was stored less than this ago stays @returns and throws as `storeFound` */
  readonly storeQuotas: (quotas: AccountQuotas, onlyOverOlderThanMs?: number) => Promise<boolean>;
};

type Item = Record<string, AttributeValue>;

/** The one partition of everything that `limits` writes: its role is held to it. */
export const factsPartition = "FACTS";
const databasePrefix = "DATABASE#";
const quotasKey: Item = { pk: { S: factsPartition }, sk: { S: "QUOTAS" } };
const databaseKey = (database: string): Item => ({
  pk: { S: factsPartition },
  sk: { S: `${databasePrefix}${database}` },
});

/** BatchGetItem takes 100 keys. */
const keysPerCall = 100;

export const makeFactsTable = (dynamoDb: DynamoDb, TableName: string): FactsTable => ({
  read: (databases) => readStored(dynamoDb, TableName, databases),

  storeFound: (database, readAtMs, body) =>
    unlessNewer(() =>
      dynamoDb.send(
        new PutItemCommand({
          TableName,
          Item: { ...databaseKey(database), readAtMs: { N: String(readAtMs) }, body: { B: compress(body) } },
          ...notOlder,
          ExpressionAttributeValues: { ":readAtMs": { N: String(readAtMs) } },
        }),
      ),
    ),

  storeFailure: (database, readAtMs, because) =>
    unlessNewer(() =>
      dynamoDb.send(
        new UpdateItemCommand({
          TableName,
          Key: databaseKey(database),
          UpdateExpression: "SET readAtMs = :readAtMs, failure = :failure",
          ...notOlder,
          ExpressionAttributeValues: {
            ":readAtMs": { N: String(readAtMs) },
            ":failure": { S: JSON.stringify(because) },
          },
        }),
      ),
    ),

  storeQuotas: (quotas, onlyOverOlderThanMs = 0) =>
    unlessNewer(() =>
      dynamoDb.send(
        new PutItemCommand({
          TableName,
          Item: { ...quotasKey, readAtMs: { N: String(quotas.readAtMs) }, body: { B: compress(quotas) } },
          ...notOlder,
          ExpressionAttributeValues: { ":readAtMs": { N: String(quotas.readAtMs - onlyOverOlderThanMs) } },
        }),
      ),
    ),
});

/**
 * What `limits` has found, for a plan. However old: each reading says when it was, and the plan decides.
 *
 * @returns every database answered, and the quotas; "no-data" for what was never read
 * @throws never
 */
export const readFactsAndQuotas = async (
  dynamoDb: DynamoDb,
  tableName: string,
  databases: readonly string[],
): Promise<{
  readonly facts: ReadonlyMap<string, Reading<DatabaseFacts>>;
  readonly quotas: Reading<AccountQuotas>;
}> => {
  try {
    const items = await readItems(dynamoDb, tableName, [...databases.map(databaseKey), quotasKey]);
    const stored = storedIn(items);
    const facts = new Map(databases.map((database) => [database, factsOf(stored.get(database))]));
    return { facts, quotas: quotasOf(items.find((item) => item["sk"]!.S === quotasKey["sk"]!.S)) };
  } catch (error) {
    const unknown = unknownBecause("dynamodb:BatchGetItem of what the function limits has found", error);
    return { facts: new Map(databases.map((database) => [database, unknown])), quotas: unknown };
  }
};

const quotasOf = (item: Item | undefined): Reading<AccountQuotas> =>
  item === undefined ? noFacts : bodyOf<AccountQuotas>(item["body"]!.B!);

const factsOf = (stored: StoredFacts | undefined): Reading<DatabaseFacts> => {
  if (stored === undefined) return noFacts;
  const { found, failure } = stored;
  if (failure === null) return found;
  return found.kind === "known" ? { kind: "known", value: { ...found.value, laterFailure: failure } } : failure.because;
};

const readStored = async (
  dynamoDb: DynamoDb,
  table: string,
  databases: readonly string[],
): Promise<ReadonlyMap<string, StoredFacts>> => storedIn(await readItems(dynamoDb, table, databases.map(databaseKey)));

const storedIn = (items: readonly Item[]): ReadonlyMap<string, StoredFacts> =>
  new Map(
    items
      .map((item) => [item["sk"]!.S!, item] as const)
      .filter(([sk]) => sk.startsWith(databasePrefix))
      .map(([sk, item]) => [sk.slice(databasePrefix.length), storedOf(item)]),
  );

const readItems = async (dynamoDb: DynamoDb, table: string, keys: readonly Item[]): Promise<readonly Item[]> => {
  const items: Item[] = [];
  for (const chunk of chunksOf(keys, keysPerCall)) {
    let pending: Item[] = [...chunk];
    while (pending.length > 0) {
      const answer = await dynamoDb.send(
        new BatchGetItemCommand({ RequestItems: { [table]: { Keys: pending, ConsistentRead: true } } }),
      );
      items.push(...(answer.Responses?.[table] ?? []));
      const unprocessed = answer.UnprocessedKeys?.[table]?.Keys ?? [];
      // Nothing at all came back: the table is throttled, and asking at once again would only add to it.
      if (unprocessed.length === pending.length) {
        throw new Error(`DynamoDB left ${unprocessed.length} keys unprocessed`);
      }
      pending = unprocessed;
    }
  }
  return items;
};

const storedOf = (item: Item): StoredFacts => {
  const readAtMs = Number(item["readAtMs"]?.N);
  const failed = item["failure"]?.S;
  const body = item["body"]?.B;
  const stored = body === undefined ? noFacts : bodyOf<StoredBody>(body);
  return {
    // An item that only ever failed has no body.
    ...(stored.kind === "known" ? stored.value : { found: stored, sources: [], inForce: {} }),
    failure: failed === undefined ? null : { atMs: readAtMs, because: JSON.parse(failed) as Unknown },
  };
};

/** One item that can't be understood takes no other along; the next reading replaces it. */
const bodyOf = <Body>(body: Uint8Array): Reading<Body> => {
  try {
    return { kind: "known", value: decompress<Body>(body) };
  } catch (error) {
    return unknownBecause("an item that the function limits has stored", error);
  }
};
