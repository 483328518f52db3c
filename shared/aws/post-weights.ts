import type { RecordsWakeUp } from "../events/records-wake-up.ts";
import type { WeightPost } from "../records/post.ts";
import type { RunTools } from "../runbooks/run-tools.ts";
import { makePostTable } from "./post-table.ts";
import { makeWakeLater } from "./wake-later.ts";

/** Posts weights and wakes the zone, whose only writer is `records`; posted twice they are there once. @throws what AWS answers */
export const postWeights = async (
  posts: readonly WeightPost[],
  destination: string,
  { clients, stack, runId }: RunTools,
): Promise<void> => {
  const table = makePostTable(clients.dynamoDb, stack.tableName);
  for (const post of posts) await table.putWeight(post);
  const about = { destination, causes: ["intent"] as const, correlationId: runId, attempt: 0, loopToken: null };
  const wakeUp: RecordsWakeUp = { kind: "records-wake-up", version: 1, ...about };
  await makeWakeLater(clients.sqs, stack.eventsQueueUrl)(wakeUp, 0);
};
