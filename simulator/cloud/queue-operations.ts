import type { Queues } from "./queues.ts";

/** What somebody does by hand with the stack's queues: looks into them and moves dead letters back. */
export const queueOperations = (queues: Queues, nowMs: () => number) =>
  ({
    "sqs ReceiveMessage": (input) => queues.receiveMessage(input, nowMs()),
    "sqs ChangeMessageVisibility": (input) => queues.changeMessageVisibility(input, nowMs()),
    "sqs ListDeadLetterSourceQueues": (input) => queues.listDeadLetterSourceQueues(input),
    "sqs StartMessageMoveTask": (input) => queues.moves.start(input, nowMs()),
    "sqs ListMessageMoveTasks": (input) => queues.moves.list(input, nowMs()),
    "sqs CancelMessageMoveTask": (input) => queues.moves.cancel(input, nowMs()),
  }) satisfies Readonly<Record<string, (input: never) => object>>;
