import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Reading } from "../reading.ts";
import type { Absence, GatePost, WeightPost, Withdrawal } from "../records/post.ts";
import { batchGetItems, type Item } from "./batch-get-items.ts";
import type { DynamoDb } from "./clients.ts";
import { unknownBecause } from "./failure.ts";

/**
 * What `scale`, `records` and runbooks tell each other. `pk`/`sk` in the single table: PUBLICATION#<service>/WITHDRAWAL,
 * GATE, WEIGHT, DESTINATION#<id>.
 *
 * A post is stored unless a newer one is there. Reads are consistent and never throw: "no-data" is where nothing was
 * posted.
 */
export type PostTable = {
  /** @throws what DynamoDB answers */
  readonly putWithdrawal: (withdrawal: Withdrawal) => Promise<void>;
  /** By service; every service is in it. */
  readonly readWithdrawals: (services: readonly string[]) => Promise<ReadonlyMap<string, Reading<Withdrawal>>>;
  /** @throws what DynamoDB answers */
  readonly putGate: (gate: GatePost) => Promise<void>;
  /** By service; every service is in it. */
  readonly readGates: (services: readonly string[]) => Promise<ReadonlyMap<string, Reading<GatePost>>>;
  /** @throws what DynamoDB answers */
  readonly putWeight: (post: WeightPost) => Promise<void>;
  /** By service; every service is in it. */
  readonly readWeights: (services: readonly string[]) => Promise<ReadonlyMap<string, Reading<WeightPost>>>;
  /**
   * Stores which tasks are absent now: what was first seen earlier of them stays, and who is not among them is dropped.
   *
   * @throws what DynamoDB answers
   */
  readonly putAbsence: (absence: Absence) => Promise<void>;
  /** In the order of the pairs. */
  readonly readAbsences: (pairs: readonly PublicationPair[]) => Promise<readonly Reading<Absence>[]>;
};

/** A service and a destination that it is published at. */
export type PublicationPair = { readonly service: string; readonly destination: string };

/** What nobody has renewed for a day is of no use to anybody. */
const keptSeconds = 24 * 3600;

const partition = (service: string): string => `PUBLICATION#${service}`;
const withdrawalKey = (service: string): Item => ({ pk: { S: partition(service) }, sk: { S: "WITHDRAWAL" } });
const weightKey = (service: string): Item => ({ pk: { S: partition(service) }, sk: { S: "WEIGHT" } });
const gateKey = (service: string): Item => ({ pk: { S: partition(service) }, sk: { S: "GATE" } });
const absenceKey = ({ service, destination }: PublicationPair): Item => ({
  pk: { S: partition(service) },
  sk: { S: `DESTINATION#${destination}` },
});

export const makePostTable = (dynamoDb: DynamoDb, TableName: string): PostTable => {
  const put = async (key: Item, post: Post): Promise<void> => {
    try {
      await dynamoDb.send(
        new PutItemCommand({
          TableName,
          Item: itemOf(key, post),
          ConditionExpression: "attribute_not_exists(pk) OR atMs <= :atMs",
          ExpressionAttributeValues: { ":atMs": { N: String(post.atMs) } },
        }),
      );
    } catch (error) {
      // A newer one of the same writer was faster, and it is the one that holds.
      if (!(error instanceof Error) || error.name !== "ConditionalCheckFailedException") throw error;
    }
  };
  const read = async <Post>(keys: readonly Item[]): Promise<readonly Reading<Post>[]> => {
    try {
      const unique = [...new Map(keys.map((key) => [textOf(key), key])).values()];
      const found = new Map(
        (await batchGetItems(dynamoDb, TableName, unique)).map((item) => [textOf(item), postOf<Post>(item)]),
      );
      return keys.map((key) => found.get(textOf(key)) ?? nothingPosted);
    } catch (error) {
      const unknown = unknownBecause("dynamodb:BatchGetItem of posts", error);
      return keys.map(() => unknown);
    }
  };
  const readByService = async <Post>(
    services: readonly string[],
    keyOf: (service: string) => Item,
  ): Promise<ReadonlyMap<string, Reading<Post>>> => {
    const readings = await read<Post>(services.map(keyOf));
    return new Map(services.map((service, index) => [service, readings[index]!]));
  };

  return {
    putWithdrawal: (withdrawal) => put(withdrawalKey(withdrawal.service), withdrawal),
    readWithdrawals: (services) => readByService(services, withdrawalKey),
    putGate: (gate) => put(gateKey(gate.service), gate),
    readGates: (services) => readByService(services, gateKey),
    putWeight: (post) => put(weightKey(post.service), post),
    readWeights: (services) => readByService(services, weightKey),
    putAbsence: async (absence) => {
      const key = absenceKey(absence);
      // Only `records` writes it, one invocation of a destination at a time: nothing comes in between.
      const [item] = await batchGetItems(dynamoDb, TableName, [key]);
      const before = item === undefined ? nothingPosted : postOf<Absence>(item);
      await put(key, before.kind === "known" ? merged(before.value, absence) : absence);
    },
    readAbsences: (pairs) => read(pairs.map(absenceKey)),
  };
};

const merged = (before: Absence, now: Absence): Absence => ({
  ...now,
  absentSinceMs: Object.fromEntries(
    Object.entries(now.absentSinceMs).map(([taskId, sinceMs]) => [
      taskId,
      Math.min(sinceMs, before.absentSinceMs[taskId] ?? sinceMs),
    ]),
  ),
});

const nothingPosted: Reading<never> = { kind: "unknown", because: "no-data", detail: "nothing was posted yet" };

const textOf = (key: Item): string => `${key["pk"]?.S}\u0000${key["sk"]?.S}`;

/** One post that can't be understood takes no other along; the next one replaces it. */
const postOf = <Post>(item: Item): Reading<Post> => {
  try {
    return { kind: "known", value: JSON.parse(item["post"]?.S ?? "") as Post };
  } catch (error) {
    return unknownBecause("a stored post", error);
  }
};

type Post = { readonly atMs: number; readonly untilMs?: number };

const itemOf = (key: Item, post: Post): Item => ({
  ...key,
  atMs: { N: String(post.atMs) },
  post: { S: JSON.stringify(post) },
  expiresAtSeconds: { N: String(Math.ceil((post.untilMs ?? post.atMs) / 1000) + keptSeconds) },
});
