import { type AttributeValue, BatchGetItemCommand } from "@aws-sdk/client-dynamodb";
import type { DynamoDb } from "./clients.ts";
import { chunksOf } from "./in-parallel.ts";

export type Item = Record<string, AttributeValue>;

/** BatchGetItem takes 100 keys. */
const keysPerCall = 100;

/**
 * Reads items consistently, in as many calls as that takes.
 *
 * @param keys without duplicates, which DynamoDB refuses
 * @returns those that exist, in no order
 * @throws what DynamoDB answers, and where it is so throttled that it answers none of a call's keys
 */
export const batchGetItems = async (
  dynamoDb: DynamoDb,
  table: string,
  keys: readonly Item[],
): Promise<readonly Item[]> => {
  const items: Item[] = [];
  for (const chunk of chunksOf(keys, keysPerCall)) {
    let pending: Item[] = [...chunk];
    while (pending.length > 0) {
      const answer = await dynamoDb.send(
        new BatchGetItemCommand({ RequestItems: { [table]: { Keys: pending, ConsistentRead: true } } }),
      );
      items.push(...(answer.Responses?.[table] ?? []));
      const unprocessed = answer.UnprocessedKeys?.[table]?.Keys ?? [];
      // Asking at once again would only add to what throttles the table.
      if (unprocessed.length === pending.length)
        throw new Error(`DynamoDB left ${unprocessed.length} keys unprocessed`);
      pending = unprocessed;
    }
  }
  return items;
};
