import { describe, expect, it } from "@jest/globals";
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
