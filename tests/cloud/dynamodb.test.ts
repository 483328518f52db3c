import type { AttributeValue, QueryOutput } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "@jest/globals";
import type { Item } from "../../simulator/cloud/condition.ts";
import { DynamoDbTable } from "../../simulator/cloud/dynamodb.ts";

const key = (sk: string) => ({ pk: { S: "a" }, sk: { S: sk } });

const tableWith = (...sks: readonly string[]): DynamoDbTable => {
  const table = new DynamoDbTable("t");
  for (const sk of sks) table.putItem({ TableName: "t", Item: { ...key(sk), version: { N: "1" } } });
  return table;
};

const named = (name: string, message = "") =>
  expect.objectContaining({ name, message: expect.stringContaining(message) as unknown as string });

describe("the embedded table", () => {
  it("writes a transaction wholly or not at all, and says which condition failed", () => {
    const table = tableWith("x");
    const put = (sk: string, condition?: string) => ({
      Put: { TableName: "t", Item: { ...key(sk), by: { S: "us" } }, ConditionExpression: condition },
    });
    const TransactItems = [put("y"), put("x", "attribute_not_exists(pk)")];
    expect(() => table.transactWriteItems({ TransactItems })).toThrow(
      expect.objectContaining({
        name: "TransactionCanceledException",
        CancellationReasons: [{ Code: "None" }, { Code: "ConditionalCheckFailed" }],
      }),
    );
    expect(table.items()).toHaveLength(1);
    table.transactWriteItems({ TransactItems: [put("y"), put("z")] });
    expect(table.items()).toHaveLength(3);
  });

  it.each([
    { when: "a whole partition", condition: "", values: {}, found: ["a#1", "a#2", "b#1", "b#2"] },
    {
      when: "a prefix",
      condition: " AND begins_with(sk, :from)",
      values: { ":from": { S: "b" } },
      found: ["b#1", "b#2"],
    },
    {
      when: "a range, both ends in it",
      condition: " AND sk BETWEEN :from AND :to",
      values: { ":from": { S: "a#2" }, ":to": { S: "b#1" } },
      found: ["a#2", "b#1"],
    },
    { when: "what is before", condition: " AND sk < :from", values: { ":from": { S: "b#1" } }, found: ["a#1", "a#2"] },
  ])("queries $when in the order of the sort keys, and backwards", ({ condition, values, found }) => {
    const table = tableWith("b#2", "a#1", "b#1", "a#2");
    const input = {
      TableName: "t",
      KeyConditionExpression: `pk = :pk${condition}`,
      ExpressionAttributeValues: { ":pk": { S: "a" }, ...values },
    };
    const sksOf = (answer: object) => (answer as { Items: Item[] }).Items.map(({ sk }) => sk?.S);
    expect(sksOf(table.query(input))).toEqual(found);
    expect(sksOf(table.query({ ...input, ScanIndexForward: false }))).toEqual([...found].reverse());
  });

  it("pages a query by its limit, and by 1 MB; the page that ends with the last item is followed by an empty one", () => {
    const table = new DynamoDbTable("t");
    for (const sk of ["1", "2", "3", "4"]) {
      table.putItem({ TableName: "t", Item: { ...key(sk), body: { B: new Uint8Array(380_000) } } });
    }
    const pages = (Limit?: number): readonly number[] => {
      const counts: number[] = [];
      let from: Record<string, AttributeValue> | undefined;
      do {
        const answer = table.query({
          TableName: "t",
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": { S: "a" } },
          Limit,
          ExclusiveStartKey: from,
        }) as QueryOutput;
        counts.push(answer.Items!.length);
        from = answer.LastEvaluatedKey;
      } while (from !== undefined);
      return counts;
    };
    expect(pages()).toEqual([3, 1]);
    expect(pages(2)).toEqual([2, 2, 0]);
  });

  it("gives a projection, or nothing for an item that isn't there", () => {
    const table = tableWith("x");
    const input = { TableName: "t", ProjectionExpression: "#v", ExpressionAttributeNames: { "#v": "version" } };
    expect(table.getItem({ ...input, Key: key("x") })).toEqual({ Item: { version: { N: "1" } } });
    expect(table.getItem({ ...input, Key: key("y") })).toEqual({});
  });

  it("updates what is named and leaves the rest; an item that isn't there is made", () => {
    const table = tableWith("x");
    const update = { UpdateExpression: "SET a = :a, #v = :v", ExpressionAttributeNames: { "#v": "version" } };
    const values = { ExpressionAttributeValues: { ":a": { S: "1" }, ":v": { N: "2" } } };
    for (const sk of ["x", "y"]) table.updateItem({ TableName: "t", Key: key(sk), ...update, ...values });
    expect(table.items()).toEqual(["x", "y"].map((sk) => ({ ...key(sk), version: { N: "2" }, a: { S: "1" } })));
  });

  it.each([
    {
      when: "another table",
      run: () => tableWith().getItem({ TableName: "u", Key: key("x") }),
      expected: named("ResourceNotFoundException"),
    },
    {
      when: "an item above 400 KB",
      run: () => tableWith().putItem({ TableName: "t", Item: { ...key("x"), body: { B: new Uint8Array(409_600) } } }),
      expected: named("ValidationException", "Item size"),
    },
    {
      when: "a transaction above 4 MB",
      run: () => {
        const put = (n: number) => ({
          Put: { TableName: "t", Item: { ...key(`${n}`), b: { B: new Uint8Array(400_000) } } },
        });
        return tableWith().transactWriteItems({ TransactItems: Array.from({ length: 11 }, (_, n) => put(n)) });
      },
      expected: named("ValidationException", "4 MB"),
    },
    {
      when: "a transaction with one item twice",
      run: () => {
        const put = { Put: { TableName: "t", Item: key("x") } };
        return tableWith().transactWriteItems({ TransactItems: [put, put] });
      },
      expected: named("ValidationException", "one item"),
    },
    {
      when: "a query without its partition",
      run: () => tableWith().query({ TableName: "t", KeyConditionExpression: "sk = :sk" }),
      expected: named("ValidationException", "KeyConditionExpression"),
    },
    {
      when: "an item without its key",
      run: () => tableWith().putItem({ TableName: "t", Item: { pk: { S: "a" } } }),
      expected: named("ValidationException"),
    },
    {
      when: "a condition that doesn't hold",
      run: () =>
        tableWith("x").putItem({ TableName: "t", Item: key("x"), ConditionExpression: "attribute_not_exists(pk)" }),
      expected: named("ConditionalCheckFailedException", "The conditional request failed"),
    },
    {
      when: "101 keys at once",
      run: () =>
        tableWith().batchGetItem({ RequestItems: { t: { Keys: Array.from({ length: 101 }, (_, n) => key(`${n}`)) } } }),
      expected: named("ValidationException", "Too many items"),
    },
    {
      when: "the same key twice",
      run: () => tableWith().batchGetItem({ RequestItems: { t: { Keys: [key("x"), key("x")] } } }),
      expected: named("ValidationException", "duplicates"),
    },
    {
      when: "an update that is no SET",
      run: () => tableWith("x").updateItem({ TableName: "t", Key: key("x"), UpdateExpression: "REMOVE a" }),
      expected: named("ValidationException"),
    },
  ])("refuses $when", ({ run, expected }) => {
    expect(run).toThrow(expected);
  });
});
