import { type AttributeValue, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { DynamoDb } from "../shared/aws/clients.ts";
import { type HeldTarget, heldTargetOf } from "../shared/plan/policy/release-step.ts";
import { decompress } from "../shared/state/compressed.ts";
import type { DomainState } from "../shared/state/domain-state.ts";

/**
 * Reads what a stack has changed of scalable targets, out of every domain that its table has ever held: a service that has
 * moved to another domain since is remembered in the old one.
 *
 * @returns sorted by service
 * @throws what DynamoDB answers
 */
export const readHeldTargets = async (dynamoDb: DynamoDb, tableName: string): Promise<readonly HeldTarget[]> => {
  const held: HeldTarget[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const answer = await dynamoDb.send(
      new ScanCommand({
        TableName: tableName,
        ConsistentRead: true,
        FilterExpression: "sk = :state",
        ExpressionAttributeValues: { ":state": { S: "STATE" } },
        ProjectionExpression: "pk, sk, body",
        ExclusiveStartKey: from,
      }),
    );
    for (const item of answer.Items ?? []) if (item["body"]?.B !== undefined) held.push(...heldIn(item["body"].B));
    from = answer.LastEvaluatedKey;
  } while (from !== undefined);
  return held.sort((a, b) => (a.service < b.service ? -1 : a.service > b.service ? 1 : 0));
};

const heldIn = (body: Uint8Array): readonly HeldTarget[] =>
  Object.entries(decompress<Pick<DomainState, "memory">>(body).memory.services).flatMap(([service, memory]) =>
    heldTargetOf(service, memory),
  );
