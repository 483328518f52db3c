import { cancelMessageMove, readMessageMoves, startMessageMove } from "../../aws/message-moves.ts";
import { peekDeadLetters, readDeadLetterQueue } from "../../aws/read-dead-letters.ts";
import { choice, flag } from "../parameter.ts";
import { planRedrive } from "../redrive/plan-redrive.ts";
import {
  type RedriveAction,
  type RedriveParams,
  type RedriveReading,
  type RedriveState,
  redrivenQueues,
} from "../redrive/redrive-run.ts";
import { redriveRefusals } from "../redrive/refusals.ts";
import { watchAbortedMove, watchMove } from "../redrive/watch-move.ts";
import type { RunTools } from "../run-tools.ts";
import { defineRunbook } from "../runbook.ts";

export const redrive = defineRunbook<RedriveParams, RedriveReading, RedriveState, RedriveAction>({
  name: "redrive",
  purpose: "Moves messages from a dead-letter queue back to its queue, and shows first why each is there",
  about:
    "Looks at up to 100 messages of the dead-letter queue without taking them, and shows their age, what they are and why they are there. With confirm SQS moves all of them back, and the run watches until it has. SQS can't choose among messages: where one is there because it could not be read, it would only come back, so the move is refused unless `all` is given. Nothing is deleted. Looking hides a message for at most 20 s and counts as a delivery of the dead-letter queue, which has no limit of them. Messages of `scaling`, `records` and `runs` are wake-ups: the tick repairs what they would have, so moving them back is seldom needed.",
  effect: "headgate",
  parameters: {
    queue: choice(redrivenQueues, "The queue whose dead letters are meant: events, scaling, records or runs."),
    all: flag("Also messages that could not be read, or that this look has not seen."),
  },
  example: { queue: "events" },
  refusals: redriveRefusals,
  grants: [
    {
      actions: [
        "sqs:CancelMessageMoveTask",
        "sqs:ChangeMessageVisibility",
        // Sent by no call of ours: SQS moves messages with the rights of whoever starts the move.
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ListDeadLetterSourceQueues",
        "sqs:ListMessageMoveTasks",
        "sqs:ReceiveMessage",
        "sqs:StartMessageMoveTask",
      ],
      on: "dead-letter-queues",
    },
    // For the same reason.
    { actions: ["sqs:SendMessage"], on: "event-queues" },
  ],
  exclusive: ({ queue }) => `dead-letters/${queue}`,
  read: async ({ queue: name }, state, { clients, stack }) => {
    const url = stack.deadLetterQueueUrls[name]!;
    if (state !== null) {
      // The move first: what it says it has moved is not in the count any more.
      const moves = await readMessageMoves(clients.sqs, state.sourceArn);
      return { queue: await readDeadLetterQueue(clients.sqs, url), moves, letters: [] };
    }
    const queue = await readDeadLetterQueue(clients.sqs, url);
    const moves = await readMessageMoves(clients.sqs, queue.arn);
    return { queue, moves, letters: await peekDeadLetters(clients.sqs, url) };
  },
  plan: ({ params, state, reading, nowMs }) =>
    state === null ? planRedrive(params, reading, nowMs) : watchMove(state, reading, nowMs),
  apply: (action, tools) => apply(action, tools),
  abort: ({ state, reading, nowMs }) => watchAbortedMove(state, reading, nowMs),
});

const apply = async (action: RedriveAction, { clients }: RunTools): Promise<string> => {
  switch (action.kind) {
    case "move": {
      const { sourceArn, destinationArn, afterMs } = action;
      const started = await startMessageMove(clients.sqs, sourceArn, destinationArn, afterMs);
      return started ? `asked SQS to move all messages to ${nameOf(destinationArn)}` : "the move has begun already";
    }
    case "cancel":
      await cancelMessageMove(clients.sqs, action.sourceArn, action.handle);
      return "asked SQS to stop the move";
  }
};

const nameOf = (arn: string): string => arn.split(":").at(-1) ?? arn;
