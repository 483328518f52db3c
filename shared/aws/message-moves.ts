import {
  CancelMessageMoveTaskCommand,
  ListMessageMoveTasksCommand,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import type { Sqs } from "./clients.ts";

/** One move of messages out of a dead-letter queue. */
export type MessageMove = {
  readonly startedAtMs: number;
  /** RUNNING, COMPLETED, CANCELLING, CANCELLED or FAILED. */
  readonly status: string;
  /** Only of one that is running. */
  readonly handle: string | null;
  readonly movedMessages: number;
  /** `null`: SQS has not counted yet. */
  readonly toMoveMessages: number | null;
  readonly failureReason: string | null;
};

/** @returns the last ten, newest first @throws what SQS answers */
export const readMessageMoves = async (sqs: Sqs, SourceArn: string): Promise<readonly MessageMove[]> => {
  const { Results = [] } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 10 }));
  return Results.map((entry) => ({
    startedAtMs: entry.StartedTimestamp ?? 0,
    status: entry.Status ?? "UNKNOWN",
    handle: entry.TaskHandle ?? null,
    movedMessages: entry.ApproximateNumberOfMessagesMoved ?? 0,
    toMoveMessages: entry.ApproximateNumberOfMessagesToMove ?? null,
    failureReason: entry.FailureReason ?? null,
  })).sort((a, b) => b.startedAtMs - a.startedAtMs);
};

/**
 * Moves all messages to a queue, unless a move has begun since.
 *
 * The destination is always named: SQS knows the source only of messages that it has moved to the dead-letter queue
 * itself, and fails on those that were sent there.
 *
 * @param afterMs start of the newest move that was known before, in SQS's own time; 0: none was
 * @returns whether it was started by this call
 * @throws what SQS answers
 */
export const startMessageMove = async (
  sqs: Sqs,
  SourceArn: string,
  DestinationArn: string,
  afterMs: number,
): Promise<boolean> => {
  const begun = (await readMessageMoves(sqs, SourceArn)).some(({ startedAtMs }) => startedAtMs > afterMs);
  if (begun) return false;
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn }));
  return true;
};

/** Ends a move; what has moved stays where it is. One that is over already stays over. @throws what SQS answers */
export const cancelMessageMove = async (sqs: Sqs, SourceArn: string, TaskHandle: string): Promise<void> => {
  const [newest] = await readMessageMoves(sqs, SourceArn);
  if (newest?.handle !== TaskHandle) return;
  await sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
};
