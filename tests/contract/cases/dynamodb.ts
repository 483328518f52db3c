import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { type ContractBed, refusalOf } from "../contract-bed.ts";
import { casesOf } from "../contract-case.ts";

const api = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference";
const guide = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide";

type Item = Record<string, AttributeValue>;

const key = (sk: string): Item => ({ pk: { S: "p" }, sk: { S: sk } });

const put = (bed: ContractBed, TableName: string, sk: string, rest: Item = {}) =>
  bed.clients.dynamoDb.send(new PutItemCommand({ TableName, Item: { ...key(sk), ...rest } }));

const get = async (bed: ContractBed, TableName: string, sk: string) =>
  (await bed.clients.dynamoDb.send(new GetItemCommand({ TableName, Key: key(sk), ConsistentRead: true }))).Item;

const sksOf = (items: readonly Item[] | undefined) => (items ?? []).map((item) => item["sk"]?.S);

/** Pages of a query, each as the sort keys that are in it. */
const pagesOf = async (bed: ContractBed, input: QueryCommandInput) => {
  const pages: ReturnType<typeof sksOf>[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const answer = await bed.clients.dynamoDb.send(new QueryCommand({ ...input, ExclusiveStartKey }));
    pages.push(sksOf(answer.Items));
    ExclusiveStartKey = answer.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return pages;
};

const transact = (bed: ContractBed, TransactItems: TransactWriteItem[]) =>
  bed.clients.dynamoDb.send(new TransactWriteItemsCommand({ TransactItems }));

/** Of an item with the key `p`, `a` and one attribute `x`, all names included. */
const overheadBytes = "pkpskax".length;
const mostItemBytes = 400 * 1_024;

const isNew = { ConditionExpression: "attribute_not_exists(pk)" } as const;

export const dynamoDbCases = casesOf("dynamodb", [
  {
    name: "A write whose condition does not hold is refused by name and changes nothing",
    cites: `${api}/API_PutItem.html`,
    errors: ["ConditionalCheckFailedException"],
    run: async (bed) => {
      const TableName = await bed.newTable();
      const { dynamoDb } = bed.clients;
      await put(bed, TableName, "a", { version: { N: "1" } });
      const condition = {
        ConditionExpression: "#version = :before",
        ExpressionAttributeNames: { "#version": "version" },
      };
      const values = { ":before": { N: "7" } };
      return {
        put: await refusalOf(
          dynamoDb.send(
            new PutItemCommand({
              TableName,
              Item: { ...key("a"), version: { N: "8" } },
              ...condition,
              ExpressionAttributeValues: values,
            }),
          ),
        ),
        update: await refusalOf(
          dynamoDb.send(
            new UpdateItemCommand({
              TableName,
              Key: key("a"),
              UpdateExpression: "SET #version = :next",
              ...condition,
              ExpressionAttributeValues: { ...values, ":next": { N: "8" } },
            }),
          ),
        ),
        delete: await refusalOf(
          dynamoDb.send(
            new DeleteItemCommand({ TableName, Key: key("a"), ...condition, ExpressionAttributeValues: values }),
          ),
        ),
        left: (await get(bed, TableName, "a"))?.["version"],
      };
    },
    expected: {
      put: "ConditionalCheckFailedException",
      update: "ConditionalCheckFailedException",
      delete: "ConditionalCheckFailedException",
      left: { N: "1" },
    },
  },
  {
    name: "A condition that fails gives the item that is there where ReturnValuesOnConditionCheckFailure asks for it",
    cites: `${api}/API_PutItem.html`,
    run: async (bed) => {
      const TableName = await bed.newTable();
      await put(bed, TableName, "a", { holder: { S: "x" } });
      const itemOf = async (ReturnValuesOnConditionCheckFailure?: "ALL_OLD") => {
        const command = new PutItemCommand({
          TableName,
          Item: key("a"),
          ...isNew,
          ReturnValuesOnConditionCheckFailure,
        });
        const error = await bed.clients.dynamoDb.send(command).catch((thrown: unknown) => thrown);
        return error instanceof ConditionalCheckFailedException ? (error.Item ?? null) : "no such error";
      };
      return { asked: await itemOf("ALL_OLD"), notAsked: await itemOf() };
    },
    expected: { asked: { pk: { S: "p" }, sk: { S: "a" }, holder: { S: "x" } }, notAsked: null },
  },
  {
    name: "attribute_not_exists of the key lets the first writer through and no other",
    cites: `${guide}/Expressions.ConditionExpressions.html`,
    run: async (bed) => {
      const TableName = await bed.newTable();
      const create = () =>
        refusalOf(bed.clients.dynamoDb.send(new PutItemCommand({ TableName, Item: key("a"), ...isNew })));
      return (await Promise.all([create(), create(), create()])).sort();
    },
    expected: ["ConditionalCheckFailedException", "ConditionalCheckFailedException", "accepted"],
  },
  {
    name: "Numbers are compared as numbers, and a missing attribute makes a comparison fail",
    cites: `${guide}/Expressions.OperatorsAndFunctions.html`,
    run: async (bed) => {
      const TableName = await bed.newTable();
      await put(bed, TableName, "nine", { generation: { N: "9" } });
      await put(bed, TableName, "none");
      const raise = (sk: string) =>
        refusalOf(
          bed.clients.dynamoDb.send(
            new PutItemCommand({
              TableName,
              Item: { ...key(sk), generation: { N: "10" } },
              ConditionExpression: "generation < :new",
              ExpressionAttributeValues: { ":new": { N: "10" } },
            }),
          ),
        );
      return { nine: await raise("nine"), none: await raise("none") };
    },
    expected: { nine: "accepted", none: "ConditionalCheckFailedException" },
  },
  {
    name: "UpdateItem makes the item that is not there, and leaves what it does not name",
    cites: `${api}/API_UpdateItem.html`,
    run: async (bed) => {
      const TableName = await bed.newTable();
      await put(bed, TableName, "there", { kept: { S: "k" } });
      for (const sk of ["there", "new"]) {
        await bed.clients.dynamoDb.send(
          new UpdateItemCommand({
            TableName,
            Key: key(sk),
            UpdateExpression: "SET outcomes = :outcomes",
            ExpressionAttributeValues: { ":outcomes": { S: "done" } },
          }),
        );
      }
      return [await get(bed, TableName, "there"), await get(bed, TableName, "new")];
    },
    expected: [
      { ...key("there"), kept: { S: "k" }, outcomes: { S: "done" } },
      { ...key("new"), outcomes: { S: "done" } },
    ],
  },
  {
    name: "Deleting an item that is not there succeeds",
    cites: `${api}/API_DeleteItem.html`,
    run: async (bed) => {
      const TableName = await bed.newTable();
      return refusalOf(bed.clients.dynamoDb.send(new DeleteItemCommand({ TableName, Key: key("a") })));
    },
    expected: "accepted",
  },
  {
    name: "Of a transaction all writes happen",
    cites: `${api}/API_TransactWriteItems.html`,
    run: async (bed) => {
      const TableName = await bed.newTable();
      await put(bed, TableName, "old");
      await transact(bed, [
        { Put: { TableName, Item: key("new"), ...isNew } },
        { Delete: { TableName, Key: key("old") } },
      ]);
      return [await get(bed, TableName, "new"), (await get(bed, TableName, "old")) ?? "gone"];
    },
    expected: [key("new"), "gone"],
  },
  {
    name: "A transaction with one condition that fails writes nothing and says which one, in the order of its items",
    cites: `${api}/API_TransactWriteItems.html`,
    errors: ["TransactionCanceledException", "ConditionalCheckFailed"],
    run: async (bed) => {
      const TableName = await bed.newTable();
      await put(bed, TableName, "lock");
      const error = await transact(bed, [
        { Put: { TableName, Item: key("run"), ...isNew } },
        { Put: { TableName, Item: key("list") } },
        { Put: { TableName, Item: key("lock"), ...isNew } },
      ]).catch((thrown: unknown) => thrown);
      const reasons = error instanceof TransactionCanceledException ? error.CancellationReasons : [];
      return {
        refused: error instanceof Error ? error.name : error,
        codes: reasons?.map(({ Code }) => Code),
        isInMessage: error instanceof Error && /ConditionalCheckFailed/.test(error.message),
        written: [(await get(bed, TableName, "run")) ?? null, (await get(bed, TableName, "list")) ?? null],
      };
    },
    expected: {
      refused: "TransactionCanceledException",
      codes: ["None", "None", "ConditionalCheckFailed"],
      isInMessage: true,
      written: [null, null],
    },
  },
  {
    name: "A transaction takes 100 items and none twice",
    cites: `${api}/API_TransactWriteItems.html`,
    errors: ["ValidationException"],
    run: async (bed) => {
      const TableName = await bed.newTable();
      const puts = (names: readonly string[]) =>
        refusalOf(
          transact(
            bed,
            names.map((sk) => ({ Put: { TableName, Item: key(sk) } })),
          ),
        );
      const names = (count: number) => Array.from({ length: count }, (_, index) => `n-${index}`);
      return [await puts(names(100)), await puts(names(101)), await puts(["a", "a"])];
    },
    expected: ["accepted", "ValidationException", "ValidationException"],
  },
  {
    name: "BatchGetItem takes 100 keys and none twice",
    cites: `${api}/API_BatchGetItem.html`,
    errors: ["ValidationException"],
    run: async (bed) => {
      const TableName = await bed.newTable();
      const batch = (names: readonly string[]) =>
        refusalOf(
          bed.clients.dynamoDb.send(
            new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: names.map(key) } } }),
          ),
        );
      const names = (count: number) => Array.from({ length: count }, (_, index) => `n-${index}`);
      return [await batch(names(100)), await batch(names(101)), await batch(["a", "a"])];
    },
    expected: ["accepted", "ValidationException", "ValidationException"],
  },
  {
    name: "BatchGetItem leaves out what is not there, and has no unprocessed keys when it is done",
    cites: `${api}/API_BatchGetItem.html`,
    run: async (bed) => {
      const TableName = await bed.newTable();
      for (const sk of ["a", "b"]) await put(bed, TableName, sk);
      const { Responses, UnprocessedKeys } = await bed.clients.dynamoDb.send(
        new BatchGetItemCommand({
          RequestItems: { [TableName]: { Keys: ["a", "missing", "b"].map(key), ConsistentRead: true } },
        }),
      );
      return { found: sksOf(Responses?.[TableName]).sort(), UnprocessedKeys };
    },
    expected: { found: ["a", "b"], UnprocessedKeys: {} },
  },
  {
    name: "BatchGetItem answers 16 MB at most and gives the other keys back as a next request",
    cites: `${api}/API_BatchGetItem.html`,
    run: async (bed) => {
      const TableName = await bed.newTable();
      const names = Array.from({ length: 42 }, (_, index) => `n-${String(index).padStart(2, "0")}`);
      // Each nearly as large as an item may be: 42 of them are more than 16 MB.
      const body = { B: new Uint8Array(399 * 1_024) };
      await Promise.all(names.map((sk) => put(bed, TableName, sk, { body })));
      const found: (string | undefined)[] = [];
      let calls = 0;
      let keys: Item[] = names.map(key);
      while (keys.length > 0 && calls < 10) {
        calls += 1;
        const { Responses, UnprocessedKeys } = await bed.clients.dynamoDb.send(
          new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: keys, ConsistentRead: true } } }),
        );
        found.push(...sksOf(Responses?.[TableName]));
        keys = UnprocessedKeys?.[TableName]?.Keys ?? [];
      }
      return { isInOneCall: calls === 1, isWhole: JSON.stringify(found.sort()) === JSON.stringify(names) };
    },
    expected: { isInOneCall: false, isWhole: true },
  },
  {
    name: "A query goes on after LastEvaluatedKey, with as many items in a page as Limit says",
    cites: `${guide}/Query.Pagination.html`,
    run: async (bed) => {
      const TableName = await bed.newTable();
      for (const sk of ["a", "b", "c", "d", "e"]) await put(bed, TableName, sk);
      const pages = await pagesOf(bed, {
        TableName,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": { S: "p" } },
        Limit: 2,
      });
      // A page that ends with the last item may or may not know that it is the last.
      return pages.filter((page) => page.length > 0);
    },
    expected: [["a", "b"], ["c", "d"], ["e"]],
  },
  {
    name: "LastEvaluatedKey is the key of the last item of the page, and nothing else of it",
    cites: `${api}/API_Query.html`,
    run: async (bed) => {
      const TableName = await bed.newTable();
      for (const sk of ["a", "b", "c"]) await put(bed, TableName, sk, { body: { S: "b" } });
      const answer = await bed.clients.dynamoDb.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": { S: "p" } },
          ProjectionExpression: "sk",
          Limit: 2,
        }),
      );
      return { items: answer.Items, last: answer.LastEvaluatedKey };
    },
    expected: { items: [{ sk: { S: "a" } }, { sk: { S: "b" } }], last: key("b") },
  },
  {
    name: "A page of a query holds 1 MB at most",
    cites: `${guide}/Query.Pagination.html`,
    run: async (bed) => {
      const TableName = await bed.newTable();
      const names = ["a", "b", "c", "d", "e", "f"];
      await Promise.all(names.map((sk) => put(bed, TableName, sk, { body: { B: new Uint8Array(300 * 1_024) } })));
      const pages = await pagesOf(bed, {
        TableName,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": { S: "p" } },
      });
      return { isOnOnePage: pages.length === 1, found: pages.flat() };
    },
    expected: { isOnOnePage: false, found: ["a", "b", "c", "d", "e", "f"] },
  },
  {
    name: "Items of a partition come in the order of the bytes of their sort keys, or the other way round",
    cites: `${guide}/Query.html`,
    run: async (bed) => {
      const TableName = await bed.newTable();
      for (const sk of ["b", "B", "ä", "a#2", "a#10", "~"]) await put(bed, TableName, sk);
      const query = async (ScanIndexForward: boolean) =>
        (
          await pagesOf(bed, {
            TableName,
            KeyConditionExpression: "pk = :pk",
            ExpressionAttributeValues: { ":pk": { S: "p" } },
            ScanIndexForward,
          })
        ).flat();
      return { forward: await query(true), backward: await query(false) };
    },
    expected: {
      forward: ["B", "a#10", "a#2", "b", "~", "ä"],
      backward: ["ä", "~", "b", "a#2", "a#10", "B"],
    },
  },
  {
    name: "A key condition takes a range with both its ends, a beginning, or a bound",
    cites: `${guide}/Query.KeyConditionExpressions.html`,
    run: async (bed) => {
      const TableName = await bed.newTable();
      for (const sk of ["DECISION#1", "DECISION#2", "DECISION#3", "STATE"]) await put(bed, TableName, sk);
      const query = async (sort: string, values: Item) =>
        (
          await pagesOf(bed, {
            TableName,
            KeyConditionExpression: `pk = :pk AND ${sort}`,
            ExpressionAttributeValues: { ":pk": { S: "p" }, ...values },
          })
        ).flat();
      return {
        between: await query("sk BETWEEN :from AND :until", {
          ":from": { S: "DECISION#2" },
          ":until": { S: "DECISION#3" },
        }),
        begins: await query("begins_with(sk, :sk)", { ":sk": { S: "DECISION#" } }),
        since: await query("sk >= :since", { ":since": { S: "DECISION#3" } }),
      };
    },
    expected: {
      between: ["DECISION#2", "DECISION#3"],
      begins: ["DECISION#1", "DECISION#2", "DECISION#3"],
      since: ["DECISION#3", "STATE"],
    },
  },
  {
    name: "Limit counts items before a filter",
    cites: `${api}/API_Scan.html`,
    run: async (bed) => {
      const TableName = await bed.newTable();
      for (const sk of ["a", "b", "c"]) await put(bed, TableName, sk);
      const found: ReturnType<typeof sksOf> = [];
      const counts: (number | undefined)[] = [];
      let ExclusiveStartKey: Item | undefined;
      do {
        const answer = await bed.clients.dynamoDb.send(
          new ScanCommand({
            TableName,
            FilterExpression: "sk = :sk",
            ExpressionAttributeValues: { ":sk": { S: "c" } },
            Limit: 1,
            ExclusiveStartKey,
          }),
        );
        found.push(...sksOf(answer.Items));
        if (answer.ScannedCount !== 0) counts.push(answer.ScannedCount);
        ExclusiveStartKey = answer.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      return { found, counts };
    },
    expected: { found: ["c"], counts: [1, 1, 1] },
  },
  {
    name: "An item has 400 KB at most, the names of its attributes included",
    cites: `${guide}/Constraints.html`,
    errors: ["ValidationException"],
    run: async (bed) => {
      const TableName = await bed.newTable();
      const ofBytes = (bytes: number) =>
        refusalOf(put(bed, TableName, "a", { x: { S: "x".repeat(bytes - overheadBytes) } }));
      return [await ofBytes(mostItemBytes), await ofBytes(mostItemBytes + 1)];
    },
    expected: ["accepted", "ValidationException"],
  },
  {
    name: "A consistent read sees the write before it",
    cites: `${guide}/HowItWorks.ReadConsistency.html`,
    run: async (bed) => {
      const TableName = await bed.newTable();
      const seen: (string | undefined)[] = [];
      for (const version of ["1", "2", "3"]) {
        await put(bed, TableName, "a", { version: { N: version } });
        seen.push((await get(bed, TableName, "a"))?.["version"]?.N);
      }
      return seen;
    },
    expected: ["1", "2", "3"],
  },
  {
    name: "An item whose time to live is over is read until DynamoDB has deleted it",
    cites: `${guide}/ttl-expired-items.html`,
    run: async (bed) => {
      const TableName = await bed.newTable();
      const expiresAtSeconds = { N: String(Math.floor(bed.nowMs() / 1000) - 5) };
      await put(bed, TableName, "a", { expiresAtSeconds });
      return (await get(bed, TableName, "a")) === undefined ? "gone" : "there";
    },
    expected: "there",
  },
  {
    name: "Bytes come back as they were written",
    cites: `${guide}/HowItWorks.NamingRulesDataTypes.html`,
    run: async (bed) => {
      const TableName = await bed.newTable();
      await put(bed, TableName, "a", { body: { B: new Uint8Array([0, 1, 128, 255]) } });
      return [...((await get(bed, TableName, "a"))?.["body"]?.B ?? [])];
    },
    expected: [0, 1, 128, 255],
  },
  {
    name: "An item that is not there is no error, and a table that is not there is one",
    cites: `${api}/API_GetItem.html`,
    errors: ["ResourceNotFoundException"],
    run: async (bed) => {
      const TableName = await bed.newTable();
      return [
        (await get(bed, TableName, "a")) ?? null,
        await refusalOf(get(bed, `${TableName}-missing`, "a")),
        await refusalOf(put(bed, `${TableName}-missing`, "a")),
        await refusalOf(transact(bed, [{ Put: { TableName: `${TableName}-missing`, Item: key("a") } }])),
      ];
    },
    expected: [null, "ResourceNotFoundException", "ResourceNotFoundException", "ResourceNotFoundException"],
  },
]);
