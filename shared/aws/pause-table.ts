import { type AttributeValue, DeleteItemCommand, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Pause } from "../state/pause.ts";
import type { DynamoDb } from "./clients.ts";

type Item = Record<string, AttributeValue>;

/** The item that every function reads first. */
export const pauseKey: Item = { pk: { S: "CONTROL" }, sk: { S: "PAUSE" } };

/** @returns what is on among items that were read together; an item without a body, put there by hand, has no end */
export const pauseOf = (items: readonly Item[]): Pause | null => {
  const item = items.find((one) => one["pk"]?.S === "CONTROL" && one["sk"]?.S === "PAUSE");
  if (item === undefined) return null;
  const body = item["body"]?.S;
  return body === undefined ? { sinceMs: 0, untilMs: null, run: "", by: "" } : (JSON.parse(body) as Pause);
};

/** @throws what DynamoDB answers */
export const readPause = async (dynamoDb: DynamoDb, TableName: string): Promise<Pause | null> => {
  const { Item: item } = await dynamoDb.send(new GetItemCommand({ TableName, Key: pauseKey, ConsistentRead: true }));
  return pauseOf(item === undefined ? [] : [item]);
};

/** Done twice it is done once. @throws what DynamoDB answers */
export const putPause = async (dynamoDb: DynamoDb, TableName: string, pause: Pause): Promise<void> => {
  await dynamoDb.send(new PutItemCommand({ TableName, Item: { ...pauseKey, body: { S: JSON.stringify(pause) } } }));
};

/** @throws what DynamoDB answers; never for one that is gone already */
export const deletePause = async (dynamoDb: DynamoDb, TableName: string): Promise<void> => {
  await dynamoDb.send(new DeleteItemCommand({ TableName, Key: pauseKey }));
};
