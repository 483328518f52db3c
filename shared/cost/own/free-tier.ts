import type { OwnUse } from "./own-use.ts";

/**
 * What AWS takes nothing for in every account, each month, without an end. It is the account's: whoever uses the service
 * first has it.
 *
 * @see https://aws.amazon.com/free/, "Always free"
 */
const free: Partial<Record<keyof OwnUse, number>> = {
  invocations: 1_000_000,
  gbSeconds: 400_000,
  tableGb: 25,
  customMetrics: 10,
  alarmMetrics: 10,
  cloudWatchRequests: 1_000_000,
  logGb: 5,
  traces: 100_000,
  notices: 1_000_000,
  scheduledCalls: 14_000_000,
  databaseInsightsRequests: 1_000_000,
};

const freeQueueRequests = 1_000_000;

/** What is left to pay in an account that uses nothing else of these services. */
export const beyondFreeTier = (use: OwnUse): OwnUse => {
  const left = Object.fromEntries(
    Object.entries(use).map(([key, count]) => [key, Math.max(0, count - (free[key as keyof OwnUse] ?? 0))]),
  ) as OwnUse;
  // One million for standard and FIFO queues together; taken off the cheaper ones first, to be on the dear side.
  const standard = Math.min(use.standardQueueRequests, freeQueueRequests);
  return {
    ...left,
    decisions: use.decisions,
    standardQueueRequests: use.standardQueueRequests - standard,
    fifoQueueRequests: Math.max(0, use.fifoQueueRequests - (freeQueueRequests - standard)),
  };
};
