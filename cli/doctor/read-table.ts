import { BatchGetItemCommand, type DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { chunksOf, inParallel } from "../../shared/aws/in-parallel.ts";
import { decompress } from "../../shared/state/compressed.ts";
import type { DomainState } from "../../shared/state/domain-state.ts";
import { type Got, got } from "./got.ts";
import type { DomainFacts, TableFacts } from "./stack-readings.ts";

/** BatchGetItem takes a hundred, and one of them is the pause. */
const domainsPerCall = 99;

/** The switch of the whole stack, and what each domain has stored. */
export const readTable = async (
  dynamoDb: DynamoDBClient,
  TableName: string,
  domains: readonly string[],
): Promise<Got<TableFacts>> => {
  const states = await got("dynamodb:BatchGetItem", () => readStates(dynamoDb, TableName, domains));
  if (states.kind !== "got") return states;
  const decisions = await got("dynamodb:Query", async () => {
    const found = await inParallel(
      domains,
      async (domain) => [domain, await lastDecision(dynamoDb, TableName, domain)] as const,
    );
    return new Map(found);
  });
  if (decisions.kind !== "got") return decisions;
  return {
    kind: "got",
    value: {
      paused: states.value.paused,
      domains: domains.map((domain): DomainFacts => {
        const state = states.value.byDomain.get(domain);
        const readAtMs = state?.readStartedAtMs ?? 0;
        return {
          domain,
          readAtMs: readAtMs === 0 ? null : readAtMs,
          decidedAtMs: decisions.value.get(domain) ?? null,
          failedWrites: state?.breaker.failedWrites ?? 0,
          breakerOpenUntilMs: state?.breaker.openUntilMs ?? null,
        };
      }),
    },
  };
};

type States = {
  readonly paused: boolean;
  readonly byDomain: ReadonlyMap<string, Pick<DomainState, "breaker" | "readStartedAtMs">>;
};

const readStates = async (dynamoDb: DynamoDBClient, table: string, domains: readonly string[]): Promise<States> => {
  const byDomain = new Map<string, DomainState>();
  let paused = false;
  const chunks = domains.length === 0 ? [[]] : chunksOf(domains, domainsPerCall);
  for (const chunk of chunks) {
    let pending = [
      { pk: { S: "CONTROL" }, sk: { S: "PAUSE" } },
      ...chunk.map((domain) => ({ pk: { S: `DOMAIN#${domain}` }, sk: { S: "STATE" } })),
    ];
    while (pending.length > 0) {
      const answer = await dynamoDb.send(
        new BatchGetItemCommand({ RequestItems: { [table]: { Keys: pending, ConsistentRead: true } } }),
      );
      for (const item of answer.Responses?.[table] ?? []) {
        if (item["sk"]?.S === "PAUSE") paused = true;
        else if (item["body"]?.B !== undefined)
          byDomain.set(item["pk"]?.S?.replace("DOMAIN#", "") ?? "", decompress<DomainState>(item["body"].B));
      }
      const left = (answer.UnprocessedKeys?.[table]?.Keys ?? []) as typeof pending;
      if (left.length === pending.length) throw new Error(`DynamoDB left ${left.length} keys unprocessed`);
      pending = left;
    }
  }
  return { paused, byDomain };
};

/** Decisions are sorted by their time. */
const lastDecision = async (dynamoDb: DynamoDBClient, TableName: string, domain: string): Promise<number | null> => {
  const { Items } = await dynamoDb.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :decisions)",
      ExpressionAttributeValues: { ":pk": { S: `DOMAIN#${domain}` }, ":decisions": { S: "DECISION#" } },
      ProjectionExpression: "atMs",
      ScanIndexForward: false,
      Limit: 1,
    }),
  );
  const atMs = Items?.[0]?.["atMs"]?.N;
  return atMs === undefined ? null : Number(atMs);
};
