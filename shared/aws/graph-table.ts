import { type AttributeValue, BatchGetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { ServicePost } from "../plan/graph/service-post.ts";
import type { NeighbourReading } from "../plan/snapshot.ts";
import type { Reading } from "../reading.ts";
import type { DynamoDb } from "./clients.ts";
import { unknownBecause } from "./failure.ts";
import { chunksOf, inParallel } from "./in-parallel.ts";

/** What domains tell each other of their services. `pk`/`sk` in the single table: GRAPH/SERVICE#<name>. */
export type GraphTable = {
  /** Stores posts, each unless a newer one of its service is there. @throws what DynamoDB answers */
  readonly post: (posts: readonly ServicePost[]) => Promise<void>;
};

type Item = Record<string, AttributeValue>;

/** BatchGetItem takes 100 keys. */
const keysPerCall = 100;
/** What nobody has renewed for a day is of no use to anybody, expired or not. */
const keptSeconds = 24 * 3600;

const keyOf = (service: string): Item => ({ pk: { S: "GRAPH" }, sk: { S: `SERVICE#${service}` } });

export const makeGraphTable = (dynamoDb: DynamoDb, TableName: string): GraphTable => ({
  post: async (posts) => {
    await inParallel(posts, async (post) => {
      try {
        await dynamoDb.send(
          new PutItemCommand({
            TableName,
            Item: itemOf(post),
            ConditionExpression: "attribute_not_exists(pk) OR atMs <= :atMs",
            ExpressionAttributeValues: { ":atMs": { N: String(post.atMs) } },
          }),
        );
      } catch (error) {
        // A newer plan of the same domain was faster: its post is the one that holds.
        if (!(error instanceof Error) || error.name !== "ConditionalCheckFailedException") throw error;
      }
    });
  },
});

/**
 * Reads what other domains have posted of services.
 *
 * @returns one per service, in the same order; "no-data" where nothing was posted yet
 * @throws never
 */
export const readNeighbours = async (
  dynamoDb: DynamoDb,
  tableName: string,
  services: readonly string[],
): Promise<readonly NeighbourReading[]> => {
  const readings = await inParallel(chunksOf(services, keysPerCall), async (chunk) => {
    try {
      const found = await batchGet(dynamoDb, tableName, chunk);
      return chunk.map((service) => ({ service, post: found.get(service) ?? nothingPosted }));
    } catch (error) {
      const post = unknownBecause("dynamodb:BatchGetItem", error);
      return chunk.map((service) => ({ service, post }));
    }
  });
  return readings.flat();
};

const nothingPosted: Reading<ServicePost> = {
  kind: "unknown",
  because: "no-data",
  detail: "its domain has posted nothing yet",
};

const batchGet = async (
  dynamoDb: DynamoDb,
  tableName: string,
  services: readonly string[],
): Promise<ReadonlyMap<string, Reading<ServicePost>>> => {
  const found = new Map<string, Reading<ServicePost>>();
  let pending: Item[] = services.map(keyOf);
  while (pending.length > 0) {
    const answer = await dynamoDb.send(
      new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: pending, ConsistentRead: true } } }),
    );
    for (const item of answer.Responses?.[tableName] ?? []) {
      const post = JSON.parse(item["post"]?.S ?? "") as ServicePost;
      found.set(post.service, { kind: "known", value: post });
    }
    const unprocessed = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
    // Nothing at all came back: the table is throttled, and asking at once again would only add to it.
    if (unprocessed.length === pending.length) throw new Error(`DynamoDB left ${unprocessed.length} keys unprocessed`);
    pending = unprocessed;
  }
  return found;
};

const itemOf = (post: ServicePost): Item => ({
  ...keyOf(post.service),
  atMs: { N: String(post.atMs) },
  post: { S: JSON.stringify(post) },
  expiresAtSeconds: { N: String(Math.ceil(post.atMs / 1000) + keptSeconds) },
});
