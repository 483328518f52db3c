import { type AttributeValue, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Config } from "../config/config.ts";
import { compress, decompress } from "../state/compressed.ts";
import { configHash } from "../state/config-hash.ts";
import type { KeptConfig } from "../state/domain-state.ts";
import type { DynamoDb } from "./clients.ts";
import { domainKey } from "./decision-item.ts";
import { putBody, readBody } from "./stored-body.ts";

/** The directory of domains that have decisions: `HISTORY`/`DOMAIN#<id>`. */
export const directoryKey = "HISTORY";

const configKey = (domain: string, hash: string): Record<string, AttributeValue> => ({
  pk: { S: domainKey(domain) },
  sk: { S: `CONFIG#${hash}` },
});

/**
 * Stores a configuration under its hash, for the decisions of one domain, and enters the domain in the directory.
 *
 * Per domain, so that domains which are decided at the same moment never write one item. What is stored under a hash is
 * always the same, so writing it again only moves its end.
 *
 * @param untilSeconds it is there at least until then
 * @throws what DynamoDB answers
 */
export const putConfig = async (
  dynamoDb: DynamoDb,
  TableName: string,
  domain: string,
  config: Config,
  { hash, untilSeconds }: KeptConfig,
): Promise<void> => {
  const pk = domainKey(domain);
  const expiresAtSeconds = { N: String(untilSeconds) };
  const body = await putBody(dynamoDb, TableName, { pk, expiresAtSeconds: untilSeconds }, compress(config));
  const items = [
    { ...configKey(domain, hash), ...body, expiresAtSeconds },
    { pk: { S: directoryKey }, sk: { S: pk }, expiresAtSeconds },
  ];
  for (const Item of items) await dynamoDb.send(new PutItemCommand({ TableName, Item }));
};

/** @returns `null` where it is not there as it was stored: it has expired, or was removed; @throws what DynamoDB answers */
export const readConfig = async (
  dynamoDb: DynamoDb,
  TableName: string,
  domain: string,
  hash: string,
): Promise<Config | null> => {
  const { Item } = await dynamoDb.send(new GetItemCommand({ TableName, Key: configKey(domain, hash) }));
  if (Item === undefined) return null;
  const body = await readBody(dynamoDb, TableName, Item);
  if (body.kind !== "whole") return null;
  const config = decompress<Config>(body.bytes);
  return configHash(config) === hash ? config : null;
};
