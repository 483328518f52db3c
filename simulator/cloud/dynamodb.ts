import type {
  AttributeValue,
  BatchGetItemInput,
  DeleteItemInput,
  GetItemInput,
  PutItemInput,
  QueryInput,
  ScanInput,
  TransactWriteItemsInput,
  UpdateItemInput,
} from "@aws-sdk/client-dynamodb";
import { AwsError } from "./aws-error.ts";
import { attributeName, conditionHolds, type Item } from "./condition.ts";
import { fittingItems, refuseLargeItem, refuseLargeTransaction } from "./dynamodb-limits.ts";
import { pageOf } from "./dynamodb-page.ts";
import { keyCondition } from "./key-condition.ts";

type Conditional = {
  readonly ConditionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue> | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: "ALL_OLD" | "NONE" | undefined;
};

/** One table with the key pk, sk. Writes are atomic because nothing here waits. */
export class DynamoDbTable {
  readonly name: string;
  readonly #items = new Map<string, Item>();

  constructor(name: string) {
    this.name = name;
  }

  /** Every item, for a look from outside; not a DynamoDB operation. */
  items(): readonly Item[] {
    return [...this.#items.values()];
  }

  /** Takes an item away as its time to live does; not a DynamoDB operation. */
  remove(key: Item): void {
    this.#items.delete(keyOf(key));
  }

  getItem(input: GetItemInput): object {
    this.#check(input.TableName);
    const item = this.#items.get(keyOf(input.Key));
    return item === undefined ? {} : { Item: project(item, input) };
  }

  /** As many items as 16 MB hold; the keys of the others come back as the next request. */
  batchGetItem(input: BatchGetItemInput): object {
    const Responses: Record<string, Item[]> = {};
    const UnprocessedKeys: Record<string, object> = {};
    for (const [table, request] of Object.entries(input.RequestItems ?? {})) {
      this.#check(table);
      const keys = request.Keys ?? [];
      if (keys.length > 100)
        throw new AwsError("ValidationException", "Too many items requested for the BatchGetItem call");
      if (new Set(keys.map(keyOf)).size < keys.length) {
        throw new AwsError("ValidationException", "Provided list of item keys contains duplicates");
      }
      const items = keys.map((key) => this.#items.get(keyOf(key)));
      const fitting = fittingItems(items);
      const found = items.slice(0, fitting).filter((item) => item !== undefined);
      Responses[table] = found.map((item) => project(item, request));
      if (fitting < keys.length) UnprocessedKeys[table] = { ...request, Keys: keys.slice(fitting) };
    }
    return { Responses, UnprocessedKeys };
  }

  putItem(input: PutItemInput): object {
    this.#check(input.TableName);
    const key = keyOf(input.Item);
    refuseLargeItem(input.Item);
    this.#require(input, key);
    this.#items.set(key, { ...input.Item });
    return {};
  }

  updateItem(input: UpdateItemInput): object {
    this.#check(input.TableName);
    const key = keyOf(input.Key);
    this.#require(input, key);
    const context = { names: input.ExpressionAttributeNames ?? {}, values: input.ExpressionAttributeValues ?? {} };
    const assignments = /^SET\s+(.+)$/s.exec(input.UpdateExpression ?? "")?.[1]?.split(",");
    if (assignments === undefined)
      throw new AwsError("ValidationException", "Only SET is understood in an UpdateExpression");
    const next: Record<string, AttributeValue> = { ...(this.#items.get(key) ?? input.Key) };
    for (const assignment of assignments) {
      const [name, value] = assignment.split("=").map((part) => part.trim());
      const assigned = context.values[value ?? ""];
      if (name === undefined || assigned === undefined)
        throw new AwsError("ValidationException", `Invalid assignment ${assignment}`);
      next[attributeName(name, context)] = assigned;
    }
    refuseLargeItem(next);
    this.#items.set(key, next);
    return {};
  }

  deleteItem(input: DeleteItemInput): object {
    this.#check(input.TableName);
    const key = keyOf(input.Key);
    this.#require(input, key);
    this.#items.delete(key);
    return {};
  }

  /** Of one partition in the order of its sort keys, in pages of `Limit` items or 1 MB before the filter. */
  query(input: QueryInput): object {
    this.#check(input.TableName);
    const context = { names: input.ExpressionAttributeNames ?? {}, values: input.ExpressionAttributeValues ?? {} };
    const condition = keyCondition(input.KeyConditionExpression ?? "", context);
    const matching = [...this.#items.values()]
      .filter((item) => item["pk"]?.S === condition.pk && condition.holds(item["sk"]?.S ?? ""))
      .sort((a, b) => compareUtf8(a["sk"]?.S ?? "", b["sk"]?.S ?? ""));
    if (input.ScanIndexForward === false) matching.reverse();
    return this.#page(matching, input);
  }

  /** In pages of `Limit` items or 1 MB before the filter, as DynamoDB counts them. */
  scan(input: ScanInput): object {
    this.#check(input.TableName);
    return this.#page([...this.#items.values()], input);
  }

  transactWriteItems(input: TransactWriteItemsInput): object {
    const items = input.TransactItems ?? [];
    refuseLargeTransaction(items.map((item) => item.Put?.Item));
    const writes = items.map(({ Put, Delete }) => {
      if (Put !== undefined) return { conditional: Put, key: keyOf(Put.Item), item: { ...Put.Item } };
      if (Delete !== undefined) return { conditional: Delete, key: keyOf(Delete.Key), item: null };
      return unsupported("TransactWriteItems takes Put and Delete only");
    });
    const reasons = writes.map(({ conditional, key }) =>
      this.#holds(conditional, key) ? { Code: "None" } : { Code: "ConditionalCheckFailed" },
    );
    if (reasons.some((reason) => reason.Code !== "None")) {
      const codes = reasons.map((reason) => reason.Code).join(", ");
      const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
      throw Object.assign(new AwsError("TransactionCanceledException", message), { CancellationReasons: reasons });
    }
    if (new Set(writes.map(({ key }) => key)).size < writes.length) {
      throw new AwsError("ValidationException", "Transaction request cannot include multiple operations on one item");
    }
    for (const { conditional, key, item } of writes) {
      this.#check(conditional.TableName);
      if (item === null) this.#items.delete(key);
      else this.#items.set(key, item);
    }
    return {};
  }

  #page(all: readonly Item[], input: QueryInput | ScanInput): object {
    const context = { names: input.ExpressionAttributeNames ?? {}, values: input.ExpressionAttributeValues ?? {} };
    const { page, next } = pageOf(all, keyOf, input.ExclusiveStartKey, input.Limit);
    const found = page.filter(
      (item) => input.FilterExpression === undefined || conditionHolds(input.FilterExpression, item, context),
    );
    return {
      Items: found.map((item) => project(item, input)),
      Count: found.length,
      ScannedCount: page.length,
      ...(next === null ? {} : { LastEvaluatedKey: { pk: next["pk"], sk: next["sk"] } }),
    };
  }

  #check(table: string | undefined): void {
    if (table === this.name) return;
    throw new AwsError("ResourceNotFoundException", `Requested resource not found: Table: ${table} not found`);
  }

  #holds(input: Conditional, key: string): boolean {
    if (input.ConditionExpression === undefined) return true;
    const context = { names: input.ExpressionAttributeNames ?? {}, values: input.ExpressionAttributeValues ?? {} };
    return conditionHolds(input.ConditionExpression, this.#items.get(key), context);
  }

  #require(input: Conditional, key: string): void {
    if (this.#holds(input, key)) return;
    const error = new AwsError("ConditionalCheckFailedException", "The conditional request failed");
    const item = this.#items.get(key);
    throw input.ReturnValuesOnConditionCheckFailure === "ALL_OLD" && item !== undefined
      ? Object.assign(error, { Item: item })
      : error;
  }
}

/** Sort keys are ordered by their UTF-8 bytes. */
const compareUtf8 = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const keyOf = (item: Record<string, AttributeValue> | undefined): string => {
  const { pk, sk } = item ?? {};
  if (pk?.S === undefined || sk?.S === undefined)
    throw new AwsError("ValidationException", "The item has no key pk, sk");
  return `${pk.S}\u0000${sk.S}`;
};

const project = (
  item: Item,
  {
    ProjectionExpression,
    ExpressionAttributeNames,
  }: Pick<GetItemInput, "ProjectionExpression" | "ExpressionAttributeNames">,
): Item => {
  if (ProjectionExpression === undefined) return item;
  const context = { names: ExpressionAttributeNames ?? {}, values: {} };
  const names = ProjectionExpression.split(",").map((name) => attributeName(name.trim(), context));
  return Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])));
};

const unsupported = (message: string): never => {
  throw new AwsError("ValidationException", message);
};
