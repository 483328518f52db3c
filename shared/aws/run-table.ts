import {
  type AttributeValue,
  BatchGetItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { isOver, type Run } from "../runbooks/run.ts";
import { compress, decompress } from "../state/compressed.ts";
import type { DynamoDb } from "./clients.ts";

/**
 * Runs in the single table: RUN#<id>/STATE holds the run, RUNS/<start>#<id> lists it, RUNLOCK#<key>/LOCK holds back a
 * second run on the same thing.
 */
export type RunTable = {
  /** @returns `null`: there is none @throws what DynamoDB answers */
  readonly get: (id: string) => Promise<Run | null>;
  /**
   * Stores a new run and takes its lock, both or neither.
   *
   * @returns "exists": the id is taken. "locked": another run holds the lock
   */
  readonly create: (run: Run, lock: string | null) => Promise<"created" | "exists" | "locked">;
  /** Stores the run under its next revision, and gives the lock back where it is over. @returns false: somebody was faster */
  readonly put: (next: Run, lock: string | null) => Promise<boolean>;
  /** Newest first. @param sinceMs runs that started then or later */
  readonly list: (sinceMs: number, most: number) => Promise<readonly Run[]>;
};

type Item = Record<string, AttributeValue>;

const keysPerCall = 100;
const daySeconds = 24 * 3600;

const runKey = (id: string): Item => ({ pk: { S: `RUN#${id}` }, sk: { S: "STATE" } });
const listKey = ({ id, startedAtMs }: Run): Item => ({
  pk: { S: "RUNS" },
  sk: { S: `${new Date(startedAtMs).toISOString()}#${id}` },
});
const lockKey = (lock: string): Item => ({ pk: { S: `RUNLOCK#${lock}` }, sk: { S: "LOCK" } });

/** @param retentionDays for which a run stays in the history */
export const makeRunTable = (dynamoDb: DynamoDb, TableName: string, retentionDays: number): RunTable => {
  const expiry = ({ startedAtMs }: Run): Item => ({
    expiresAtSeconds: { N: String(Math.ceil(startedAtMs / 1000) + retentionDays * daySeconds) },
  });
  const itemOf = (run: Run): Item => ({
    ...runKey(run.id),
    ...expiry(run),
    revision: { N: String(run.revision) },
    body: { B: compress(run) },
  });
  return {
    get: async (id) => {
      const { Item: item } = await dynamoDb.send(
        new GetItemCommand({ TableName, Key: runKey(id), ConsistentRead: true }),
      );
      return item === undefined ? null : runOf(item);
    },

    create: async (run, lock) => {
      const isNew = { ConditionExpression: "attribute_not_exists(pk)" };
      const puts: TransactWriteItem[] = [
        { Put: { TableName, Item: itemOf(run), ...isNew } },
        { Put: { TableName, Item: { ...listKey(run), ...expiry(run), run: { S: run.id } } } },
        ...(lock === null || isOver(run)
          ? []
          : [{ Put: { TableName, Item: { ...lockKey(lock), run: { S: run.id } }, ...isNew } }]),
      ];
      try {
        await dynamoDb.send(new TransactWriteItemsCommand({ TransactItems: puts }));
        return "created";
      } catch (error) {
        const codes = cancellationCodes(error);
        if (codes[0] === "ConditionalCheckFailed") return "exists";
        if (codes[2] === "ConditionalCheckFailed") return "locked";
        throw error;
      }
    },

    put: async (next, lock) => {
      const before = {
        ConditionExpression: "#revision = :before",
        ExpressionAttributeNames: { "#revision": "revision" },
        ExpressionAttributeValues: { ":before": { N: String(next.revision - 1) } },
      };
      const Item = itemOf(next);
      try {
        if (lock === null || !isOver(next)) {
          await dynamoDb.send(new PutItemCommand({ TableName, Item, ...before }));
        } else {
          await dynamoDb.send(
            new TransactWriteItemsCommand({
              TransactItems: [{ Put: { TableName, Item, ...before } }, { Delete: { TableName, Key: lockKey(lock) } }],
            }),
          );
        }
        return true;
      } catch (error) {
        const isFaster =
          (error instanceof Error && error.name === "ConditionalCheckFailedException") ||
          cancellationCodes(error)[0] === "ConditionalCheckFailed";
        if (isFaster) return false;
        throw error;
      }
    },

    list: async (sinceMs, most) => {
      const ids: string[] = [];
      let from: Item | undefined;
      do {
        const answer = await dynamoDb.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: "pk = :runs AND sk >= :since",
            ExpressionAttributeValues: { ":runs": { S: "RUNS" }, ":since": { S: new Date(sinceMs).toISOString() } },
            ScanIndexForward: false,
            Limit: Math.min(most - ids.length, 1_000),
            ...(from === undefined ? {} : { ExclusiveStartKey: from }),
          }),
        );
        ids.push(...(answer.Items ?? []).map((item) => item["run"]?.S ?? ""));
        from = answer.LastEvaluatedKey;
      } while (from !== undefined && ids.length < most);
      return readAll(dynamoDb, TableName, ids);
    },
  };
};

/** In the order of the ids. */
const readAll = async (dynamoDb: DynamoDb, table: string, ids: readonly string[]): Promise<readonly Run[]> => {
  const found = new Map<string, Run>();
  let pending = ids.map(runKey);
  while (pending.length > 0) {
    const Keys = pending.slice(0, keysPerCall);
    const answer = await dynamoDb.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys } } }));
    for (const item of answer.Responses?.[table] ?? []) {
      const run = runOf(item);
      found.set(run.id, run);
    }
    const unprocessed = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    if (unprocessed.length === Keys.length) throw new Error(`DynamoDB left ${unprocessed.length} keys unprocessed`);
    pending = [...unprocessed, ...pending.slice(keysPerCall)];
  }
  return ids.flatMap((id) => found.get(id) ?? []);
};

const runOf = (item: Item): Run => decompress<Run>(item["body"]!.B!);

/** One per item of the transaction; none where it is another error. */
const cancellationCodes = (error: unknown): readonly string[] =>
  error instanceof Error && "CancellationReasons" in error && Array.isArray(error.CancellationReasons)
    ? error.CancellationReasons.map((reason: { Code?: string }) => reason.Code ?? "None")
    : [];
