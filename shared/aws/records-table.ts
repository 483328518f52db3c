import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { type DestinationState, newDestinationState } from "../records/destination-state.ts";
import { compress, decompress } from "../state/compressed.ts";
import type { Pause } from "../state/pause.ts";
import { batchGetItems, type Item } from "./batch-get-items.ts";
import type { DynamoDb } from "./clients.ts";
import { pauseKey, pauseOf } from "./pause-table.ts";

/** What `records` keeps of destinations. `pk`/`sk` in the single table: RECORDS#<id>/STATE, and CONTROL/PAUSE. */
export type RecordsTable = {
  /** Consistent. @throws when the table can't be read: without its state nothing is written to a destination */
  readonly read: (destination: string) => Promise<{ readonly state: DestinationState; readonly pause: Pause | null }>;
  /** Stores the next state if the version is still the one before. @returns false when another invocation was faster */
  readonly record: (next: DestinationState) => Promise<boolean>;
  /** Is this version still the newest? Read again right before each write. */
  readonly isCurrent: (destination: string, version: number) => Promise<boolean>;
  /** Stores what became of a recorded plan, under its own version. @returns false when superseded */
  readonly settle: (state: DestinationState) => Promise<boolean>;
};

const stateKey = (destination: string): Item => ({ pk: { S: `RECORDS#${destination}` }, sk: { S: "STATE" } });

export const makeRecordsTable = (dynamoDb: DynamoDb, TableName: string): RecordsTable => {
  const putIfVersion = async (state: DestinationState, version: number): Promise<boolean> => {
    try {
      await dynamoDb.send(new PutItemCommand({ TableName, Item: itemOf(state), ...versionIs(version) }));
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === "ConditionalCheckFailedException") return false;
      throw error;
    }
  };
  return {
    read: async (destination) => {
      const items = await batchGetItems(dynamoDb, TableName, [stateKey(destination), pauseKey]);
      const stored = items.find((item) => item["sk"]?.S === "STATE");
      return {
        state: stored === undefined ? newDestinationState(destination) : stateOf(stored),
        pause: pauseOf(items),
      };
    },
    record: (next) => putIfVersion(next, next.version - 1),
    isCurrent: async (destination, version) => {
      const { Item } = await dynamoDb.send(
        new GetItemCommand({
          TableName,
          Key: stateKey(destination),
          ConsistentRead: true,
          ProjectionExpression: "#version",
          ExpressionAttributeNames: { "#version": "version" },
        }),
      );
      return Number(Item?.["version"]?.N ?? "0") === version;
    },
    settle: (state) => putIfVersion(state, state.version),
  };
};

/** Version 0 is that of a destination without an item. */
const versionIs = (version: number) =>
  version === 0
    ? { ConditionExpression: "attribute_not_exists(pk)" }
    : {
        ConditionExpression: "#version = :version",
        ExpressionAttributeNames: { "#version": "version" },
        ExpressionAttributeValues: { ":version": { N: String(version) } },
      };

const itemOf = ({ version, ...body }: DestinationState): Item => ({
  ...stateKey(body.destination),
  version: { N: String(version) },
  body: { B: compress(body) },
});

const stateOf = (item: Item): DestinationState => ({
  ...decompress<Omit<DestinationState, "version">>(item["body"]!.B!),
  version: Number(item["version"]?.N),
});
