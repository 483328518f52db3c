import type {
  CancelMessageMoveTaskRequest,
  ListMessageMoveTasksRequest,
  StartMessageMoveTaskRequest,
} from "@aws-sdk/client-sqs";
import { AwsError } from "./aws-error.ts";
import type { Queue } from "./sqs.ts";

type Move = {
  readonly handle: string;
  readonly sourceArn: string;
  readonly destinationArn: string | undefined;
  readonly source: Queue;
  /** `null`: SQS can't tell where the messages came from. */
  readonly destination: Queue | null;
  readonly startedAtMs: number;
  readonly toMove: number;
  readonly perSecond: number;
  moved: number;
  lastMovedAtMs: number;
  status: "RUNNING" | "COMPLETED" | "CANCELLED" | "FAILED";
};

export type QueueByArn = (arn: string | undefined) => Queue;

const mostListed = 10;
const mostPerSecond = 500;
/** SQS chooses the rate itself where none is given; slow enough here that a move can be watched. */
const ownPerSecond = 2;

/**
 * Message move tasks: out of a dead-letter queue, one at a time per queue.
 *
 * @see Amazon SQS API reference, StartMessageMoveTask, ListMessageMoveTasks, CancelMessageMoveTask
 */
export class MessageMoves {
  readonly #find: QueueByArn;
  readonly #sourceOf: (deadLetter: Queue) => Queue | undefined;
  readonly #moves: Move[] = [];

  /** @param sourceOf the queue that has this one as its dead-letter queue */
  constructor(find: QueueByArn, sourceOf: (deadLetter: Queue) => Queue | undefined) {
    this.#find = find;
    this.#sourceOf = sourceOf;
  }

  start(input: StartMessageMoveTaskRequest, nowMs: number): object {
    this.advance(nowMs);
    const source = this.#find(input.SourceArn);
    const own = this.#sourceOf(source);
    if (own === undefined)
      throw new AwsError("InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue.");
    if (this.#moves.some((move) => move.source === source && move.status === "RUNNING"))
      throw new AwsError(
        "AWS.SimpleQueueService.UnsupportedOperation",
        "There is already a task running. Only one active task is allowed for a source queue at a given time.",
      );
    const perSecond = input.MaxNumberOfMessagesPerSecond ?? ownPerSecond;
    if (!Number.isInteger(perSecond) || perSecond < 1 || perSecond > mostPerSecond)
      throw new AwsError("InvalidParameterValue", `Value ${perSecond} for MaxNumberOfMessagesPerSecond is invalid.`);
    const named = input.DestinationArn === undefined ? null : this.#find(input.DestinationArn);
    if (named !== null && named.spec.fifo !== source.spec.fifo)
      throw new AwsError("InvalidParameterValue", "Source and destination must be of the same type.");
    // Only what SQS itself has moved there has a queue to go back to.
    const knowsSource = source.messages.every(({ fromQueue }) => fromQueue !== null);
    const handle = `move-${this.#moves.length + 1}`;
    this.#moves.push({
      handle,
      sourceArn: input.SourceArn!,
      destinationArn: input.DestinationArn,
      source,
      destination: named ?? (knowsSource ? own : null),
      startedAtMs: nowMs,
      toMove: source.messages.length,
      perSecond,
      moved: 0,
      lastMovedAtMs: nowMs,
      status: "RUNNING",
    });
    return { TaskHandle: handle };
  }

  /** The newest first. */
  list(input: ListMessageMoveTasksRequest, nowMs: number): object {
    this.advance(nowMs);
    const source = this.#find(input.SourceArn);
    const most = input.MaxResults ?? 1;
    if (!Number.isInteger(most) || most < 1 || most > mostListed)
      throw new AwsError("InvalidParameterValue", `Value ${most} for parameter MaxResults is invalid.`);
    const found = this.#moves.filter((move) => move.source === source).reverse();
    return { Results: found.slice(0, most).map(describeMove) };
  }

  cancel(input: CancelMessageMoveTaskRequest, nowMs: number): object {
    this.advance(nowMs);
    const move = this.#moves.find(({ handle }) => handle === input.TaskHandle);
    if (move === undefined) throw new AwsError("ResourceNotFoundException", "Task does not exist.");
    if (move.status !== "RUNNING")
      throw new AwsError("AWS.SimpleQueueService.UnsupportedOperation", "Only active tasks can be cancelled.");
    move.status = "CANCELLED";
    return { ApproximateNumberOfMessagesMoved: move.moved };
  }

  /** Goes on with what is moving. */
  advance(nowMs: number): void {
    for (const move of this.#moves) {
      if (move.status !== "RUNNING") continue;
      if (move.destination === null) {
        move.status = "FAILED";
        continue;
      }
      const due = Math.floor(((nowMs - move.lastMovedAtMs) / 1000) * move.perSecond);
      if (due < 1) continue;
      move.lastMovedAtMs = nowMs;
      moveSome(move, move.destination, due, nowMs);
      if (move.moved >= move.toMove) move.status = "COMPLETED";
    }
  }
}

/** The oldest that are visible; each is a new message at its destination. */
const moveSome = (move: Move, destination: Queue, most: number, nowMs: number): void => {
  const movable = move.source.messages.filter(({ visibleAtMs }) => visibleAtMs <= nowMs);
  for (const message of movable.slice(0, Math.min(most, move.toMove - move.moved))) {
    move.source.delete(message.messageId);
    destination.send(
      {
        body: message.body,
        attributes: message.attributes,
        group: message.group ?? undefined,
        deduplicationId: message.messageId,
      },
      nowMs,
    );
    move.moved += 1;
  }
};

const describeMove = (move: Move): object => ({
  ...(move.status === "RUNNING" ? { TaskHandle: move.handle } : {}),
  Status: move.status,
  SourceArn: move.sourceArn,
  ...(move.destinationArn === undefined ? {} : { DestinationArn: move.destinationArn }),
  ApproximateNumberOfMessagesMoved: move.moved,
  ApproximateNumberOfMessagesToMove: move.toMove,
  ...(move.status === "FAILED" ? { FailureReason: "CouldNotDetermineMessageSource" } : {}),
  StartedTimestamp: move.startedAtMs,
});
