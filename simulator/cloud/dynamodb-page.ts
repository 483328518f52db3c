import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Item } from "./condition.ts";
import { itemBytes } from "./dynamodb-limits.ts";

const mostPageBytes = 1024 * 1024;

/**
 * One page of a Query or Scan: `limit` items, or as many as 1 MB holds.
 *
 * The page ends with the item that fills it. Where that was the last one DynamoDB doesn't know it yet: there is a next
 * page, and it is empty.
 *
 * @param next where the next page begins after; `null`: it was all
 * @see Amazon DynamoDB developer guide, paginating table query results
 */
export const pageOf = (
  all: readonly Item[],
  keyOf: (item: Record<string, AttributeValue>) => string,
  after: Record<string, AttributeValue> | undefined,
  limit: number | undefined,
): { readonly page: readonly Item[]; readonly next: Item | null } => {
  const last = after === undefined ? null : keyOf(after);
  const from = last === null ? 0 : all.findIndex((item) => keyOf(item) === last) + 1;
  const page: Item[] = [];
  let bytes = 0;
  for (const item of all.slice(from)) {
    page.push(item);
    bytes += itemBytes(item);
    if (page.length === limit || bytes >= mostPageBytes) return { page, next: item };
  }
  return { page, next: null };
};
