import { type AttributeValue, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Intent } from "../plan/intents/intent.ts";
import type { DynamoDb } from "./clients.ts";

type Item = Record<string, AttributeValue>;

/** Whoever changes a domain's intents at the same moment as somebody else tries again. */
const mostTries = 5;

/** One item per domain, which `scale` reads together with the domain's state. */
export const intentsKey = (domain: string): Item => ({ pk: { S: `DOMAIN#${domain}` }, sk: { S: "INTENTS" } });

type Stored = { readonly intents: readonly Intent[] /** 0: none was ever stored. */; readonly version: number };

/** @returns what is stored among items that were read together */
export const intentsOf = (items: readonly Item[]): Stored => {
  const item = items.find((one) => one["sk"]?.S === "INTENTS");
  return item === undefined
    ? { intents: [], version: 0 }
    : { intents: JSON.parse(item["intents"]?.S ?? "[]") as readonly Intent[], version: Number(item["version"]?.N) };
};

/** @throws what DynamoDB answers */
export const readIntents = async (dynamoDb: DynamoDb, TableName: string, domain: string): Promise<Stored> => {
  const { Item: item } = await dynamoDb.send(
    new GetItemCommand({ TableName, Key: intentsKey(domain), ConsistentRead: true }),
  );
  return intentsOf(item === undefined ? [] : [item]);
};

/**
 * Changes a domain's intents: read, change, write under the version that was read.
 *
 * @param change pure; applied again where somebody else was faster
 * @throws what DynamoDB answers, and Error where somebody else is always faster
 */
export const changeIntents = async (
  dynamoDb: DynamoDb,
  TableName: string,
  domain: string,
  change: (intents: readonly Intent[]) => readonly Intent[],
): Promise<void> => {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const { intents, version } = await readIntents(dynamoDb, TableName, domain);
    try {
      await dynamoDb.send(
        new PutItemCommand({
          TableName,
          Item: {
            ...intentsKey(domain),
            intents: { S: JSON.stringify(change(intents)) },
            version: { N: String(version + 1) },
          },
          ...underVersion(version),
        }),
      );
      return;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "ConditionalCheckFailedException") throw error;
    }
  }
  throw new Error(`the intents of domain ${domain} changed under each of ${mostTries} tries`);
};

const underVersion = (version: number) =>
  version === 0
    ? { ConditionExpression: "attribute_not_exists(pk)" }
    : {
        ConditionExpression: "#version = :before",
        ExpressionAttributeNames: { "#version": "version" },
        ExpressionAttributeValues: { ":before": { N: String(version) } },
      };
