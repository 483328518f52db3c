import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { AwsError } from "./aws-error.ts";

/** @see Amazon DynamoDB developer guide, quotas: items, transactions */
const mostItemBytes = 400 * 1024;
const mostTransactionItems = 100;
const mostTransactionBytes = 4 * 1024 * 1024;
/** @see Amazon DynamoDB API reference, BatchGetItem */
const mostBatchBytes = 16 * 1024 * 1024;

export const refuseLargeItem = (item: Record<string, AttributeValue> | undefined): void => {
  if (itemBytes(item ?? {}) <= mostItemBytes) return;
  throw new AwsError("ValidationException", "Item size has exceeded the maximum allowed size");
};

export const refuseLargeTransaction = (items: readonly (Record<string, AttributeValue> | undefined)[]): void => {
  if (items.length > mostTransactionItems) {
    throw new AwsError("ValidationException", "Member must have length less than or equal to 100");
  }
  for (const item of items) refuseLargeItem(item);
  const bytes = items.reduce((sum, item) => sum + itemBytes(item ?? {}), 0);
  if (bytes > mostTransactionBytes) {
    throw new AwsError("ValidationException", "Transaction request size exceeds the maximum of 4 MB");
  }
};

/** How many of a batch's items, from the first on, one answer holds. @param items `undefined`: there is none of the key */
export const fittingItems = (items: readonly (Readonly<Record<string, AttributeValue>> | undefined)[]): number => {
  let bytes = 0;
  for (const [index, item] of items.entries()) {
    bytes += itemBytes(item ?? {});
    if (bytes > mostBatchBytes) return index;
  }
  return items.length;
};

/** Names and values in UTF-8; a number takes about a byte per two digits. */
export const itemBytes = (item: Readonly<Record<string, AttributeValue>>): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);

const valueBytes = (value: AttributeValue): number => {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.B !== undefined) return value.B.byteLength;
  if (value.N !== undefined) return Math.ceil(value.N.length / 2) + 1;
  if (value.L !== undefined) return value.L.reduce((sum, entry) => sum + 1 + valueBytes(entry), 3);
  if (value.M !== undefined) return 3 + itemBytes(value.M) + Object.keys(value.M).length;
  return 1;
};
