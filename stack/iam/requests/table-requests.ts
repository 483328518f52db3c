import { arnAt, type CommandInput, type IamRequest, type Place, type RequestRules, request } from "../iam-request.ts";

type Item = Readonly<Record<string, { readonly S?: string }>>;

/**
 * A partition key up to what it is the key of: `DECISION#orders` and `DECISION#search` are one to any policy that a stack
 * could have.
 */
const leadingKey = (item: Item): string => (item["pk"]?.S ?? "").replace(/#.*$/, "#x");

const onTable = (action: string, name: string, items: readonly Item[], place: Place): IamRequest =>
  request(`dynamodb:${action}`, arnAt(place, "dynamodb", `table/${name}`), {
    "dynamodb:LeadingKeys": [...new Set(items.map(leadingKey))].sort(),
  });

/** A transaction has no action of its own: each of its entries is authorized as the single write that it is. */
const entryOf = (entry: CommandInput, place: Place): readonly IamRequest[] => [
  ...(entry.Put ? [onTable("PutItem", entry.Put.TableName, [entry.Put.Item], place)] : []),
  ...(entry.Update ? [onTable("UpdateItem", entry.Update.TableName, [entry.Update.Key], place)] : []),
  ...(entry.Delete ? [onTable("DeleteItem", entry.Delete.TableName, [entry.Delete.Key], place)] : []),
  ...(entry.ConditionCheck
    ? [onTable("ConditionCheckItem", entry.ConditionCheck.TableName, [entry.ConditionCheck.Key], place)]
    : []),
];

/** `pk = :pk AND ...`: the value that stands for the partition. */
const queriedPartition = ({ KeyConditionExpression, ExpressionAttributeValues }: CommandInput): Item => {
  const [, name = ""] = /\bpk = (:\w+)/.exec(KeyConditionExpression) ?? [];
  return { pk: ExpressionAttributeValues[name] };
};

/** @see Service Authorization Reference, Amazon DynamoDB; DynamoDB developer guide, IAM with transactions */
export const tableRequests: RequestRules = {
  BatchGetItem: ({ RequestItems }, place) =>
    Object.entries(RequestItems as Readonly<Record<string, { readonly Keys: readonly Item[] }>>).map(
      ([name, { Keys }]) => onTable("BatchGetItem", name, Keys, place),
    ),
  DeleteItem: ({ TableName, Key }, place) => [onTable("DeleteItem", TableName, [Key], place)],
  GetItem: ({ TableName, Key }, place) => [onTable("GetItem", TableName, [Key], place)],
  PutItem: ({ TableName, Item }, place) => [onTable("PutItem", TableName, [Item], place)],
  Query: (input, place) => [onTable("Query", input.TableName, [queriedPartition(input)], place)],
  Scan: ({ TableName }, place) => [onTable("Scan", TableName, [], place)],
  TransactWriteItems: ({ TransactItems }, place) =>
    (TransactItems as readonly CommandInput[]).flatMap((entry) => entryOf(entry, place)),
  UpdateItem: ({ TableName, Key }, place) => [onTable("UpdateItem", TableName, [Key], place)],
};
