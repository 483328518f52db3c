import { createHash } from "node:crypto";
import { type AttributeValue, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { batchGetItems } from "./batch-get-items.ts";
import type { DynamoDb } from "./clients.ts";
import { inParallel } from "./in-parallel.ts";

type Item = Record<string, AttributeValue>;

/** An item holds 400 KB (409,600 bytes), its other attributes included. */
const mostBodyBytes = 350_000;

/** Where a body belongs: its partition, and when it may go. */
export type BodyPlace = { readonly pk: string; readonly expiresAtSeconds: number };

/**
 * Makes a body of any size storable: a small one goes into the item itself, a large one is written in parts first.
 *
 * The parts are named after the body's hash, so writing them twice writes the same, and a reader never finds those of
 * another. They are whole before anything refers to them: whoever then writes the item, conditionally or not, writes all
 * of it or nothing. Parts that nothing came to refer to expire.
 *
 * @returns attributes for the item that has the body
 * @throws what DynamoDB answers
 * @see docs/adr/0022-a-decision-is-kept-whole.md
 */
export const putBody = async (
  dynamoDb: DynamoDb,
  TableName: string,
  { pk, expiresAtSeconds }: BodyPlace,
  body: Uint8Array,
): Promise<Item> => {
  if (body.byteLength <= mostBodyBytes) return { body: { B: body } };
  const hash = hashOf(body);
  const parts = Array.from({ length: Math.ceil(body.byteLength / mostBodyBytes) }, (_, part) => part);
  await inParallel(parts, (part) =>
    dynamoDb.send(
      new PutItemCommand({
        TableName,
        Item: {
          ...partKey(pk, hash, part),
          body: { B: body.subarray(part * mostBodyBytes, (part + 1) * mostBodyBytes) },
          expiresAtSeconds: { N: String(expiresAtSeconds) },
        },
      }),
    ),
  );
  return { bodyHash: { S: hash }, bodyParts: { N: String(parts.length) } };
};

export type ReadBody =
  | { readonly kind: "whole"; readonly bytes: Uint8Array }
  /** A part has expired or was removed, or what is there is not what was written. */
  | { readonly kind: "incomplete"; readonly detail: string };

/** @throws what DynamoDB answers */
export const readBody = async (dynamoDb: DynamoDb, tableName: string, item: Item): Promise<ReadBody> => {
  const inline = item["body"]?.B;
  if (inline !== undefined) return { kind: "whole", bytes: inline };
  const pk = item["pk"]?.S ?? "";
  const hash = item["bodyHash"]?.S;
  const count = Number(item["bodyParts"]?.N ?? "0");
  if (hash === undefined || count < 1) return { kind: "incomplete", detail: "the item has no body" };
  const keys = Array.from({ length: count }, (_, part) => partKey(pk, hash, part));
  const found = await batchGetItems(dynamoDb, tableName, keys);
  const bytesBySk = new Map(found.map((part) => [part["sk"]?.S, part["body"]?.B]));
  const parts = keys.flatMap(({ sk }) => bytesBySk.get(sk.S) ?? []);
  if (parts.length < count) return { kind: "incomplete", detail: `${count - parts.length} of ${count} parts are gone` };
  const bytes = Buffer.concat(parts);
  return hashOf(bytes) === hash
    ? { kind: "whole", bytes }
    : { kind: "incomplete", detail: "its parts are not those that were written" };
};

const partKey = (pk: string, hash: string, part: number) => ({
  pk: { S: pk },
  sk: { S: `PART#${hash}#${String(part).padStart(3, "0")}` },
});

const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex").slice(0, 32);
