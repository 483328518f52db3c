import type { RunTools } from "../runbooks/run-tools.ts";
import { makeWakeLater } from "./wake-later.ts";

/** Lets `records` look at a destination now. @throws what SQS answers */
export const wakeDestination = async (destination: string, { clients, stack, runId }: RunTools): Promise<void> => {
  const wakeLater = makeWakeLater(clients.sqs, stack.eventsQueueUrl);
  const about = { destination, causes: ["intent"] as const, correlationId: runId, attempt: 0, loopToken: null };
  await wakeLater({ kind: "records-wake-up", version: 1, ...about }, 0);
};
