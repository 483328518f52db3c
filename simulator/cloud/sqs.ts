import type { MessageAttributeValue } from "@aws-sdk/client-sqs";
import { AwsError } from "./aws-error.ts";

export type QueueSpec = {
  readonly name: string;
  readonly fifo: boolean;
  readonly visibilitySeconds: number;
  /** After this many deliveries a message moves to the dead-letter queue. */
  readonly maxReceiveCount: number;
  readonly deadLetter: Queue | null;
};

export type Message = {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
  readonly group: string | null;
  readonly sentAtMs: number;
  /** The queue that SQS has moved it from; `null`: it was sent here. */
  readonly fromQueue: string | null;
  /** Not delivered before: a delay, or the visibility timeout of a delivery that was not deleted. */
  visibleAtMs: number;
  receiveCount: number;
};

export type SendInput = {
  readonly body: string;
  readonly delaySeconds?: number | undefined;
  readonly group?: string | undefined;
  readonly deduplicationId?: string | undefined;
  readonly attributes?: Readonly<Record<string, MessageAttributeValue>> | undefined;
  readonly fromQueue?: string | undefined;
};

const deduplicationMs = 5 * 60_000;
/** SQS's own bound, on the body and its attributes together. */
const mostMessageBytes = 1_048_576;
const mostDelaySeconds = 900;

/**
 * An SQS queue: delays, visibility timeouts, redrive; for FIFO queues deduplication for five minutes over the whole
 * queue, and one message of a group in flight at a time.
 */
export class Queue {
  readonly spec: QueueSpec;
  readonly #messages: Message[] = [];
  readonly #seen = new Map<string, { readonly untilMs: number; readonly messageId: string }>();
  #sent = 0;

  constructor(spec: QueueSpec) {
    this.spec = spec;
  }

  get messages(): readonly Message[] {
    return this.#messages;
  }

  /** Whether a message of this queue has ever had the id. */
  hasSent(messageId: string): boolean {
    const [, number] = /-([1-9]\d*)$/.exec(messageId) ?? [];
    return messageId === `${this.spec.name}-${number}` && Number(number) <= this.#sent;
  }

  send(input: SendInput, nowMs: number): Message | { readonly messageId: string } {
    const { name, fifo } = this.spec;
    if (Buffer.byteLength(input.body) > mostMessageBytes) {
      throw new AwsError(
        "InvalidParameterValue",
        "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.",
      );
    }
    if (fifo && (input.group === undefined || input.deduplicationId === undefined)) {
      throw new AwsError("InvalidParameterValue", `The queue ${name} needs MessageGroupId and MessageDeduplicationId`);
    }
    if (fifo && input.delaySeconds !== undefined) {
      throw new AwsError("InvalidParameterValue", "Value DelaySeconds is not valid for FIFO queues");
    }
    const delaySeconds = input.delaySeconds ?? 0;
    if (!Number.isInteger(delaySeconds) || delaySeconds < 0 || delaySeconds > mostDelaySeconds) {
      throw new AwsError("InvalidParameterValue", `Value ${delaySeconds} for parameter DelaySeconds is invalid.`);
    }
    const seen = this.#seen.get(input.deduplicationId ?? "");
    if (fifo && seen !== undefined && nowMs < seen.untilMs) return { messageId: seen.messageId };
    const message: Message = {
      messageId: `${name}-${++this.#sent}`,
      body: input.body,
      attributes: input.attributes ?? {},
      group: input.group ?? null,
      sentAtMs: nowMs,
      fromQueue: input.fromQueue ?? null,
      visibleAtMs: nowMs + delaySeconds * 1000,
      receiveCount: 0,
    };
    if (fifo)
      this.#seen.set(input.deduplicationId!, { untilMs: nowMs + deduplicationMs, messageId: message.messageId });
    this.#messages.push(message);
    return message;
  }

  /** When the next message can be delivered; infinite for an empty queue. */
  nextVisibleAtMs(): number {
    return this.#messages.reduce((next, message) => Math.min(next, message.visibleAtMs), Number.POSITIVE_INFINITY);
  }

  /** @param visibilitySeconds of this receive alone; the queue's own unless given */
  receive(most: number, nowMs: number, visibilitySeconds = this.spec.visibilitySeconds): readonly Message[] {
    this.#moveExhausted(nowMs);
    const received: Message[] = [];
    const blocked = new Set<string>();
    for (const message of this.#messages) {
      if (received.length === most) break;
      if (message.group !== null && blocked.has(message.group)) continue;
      if (message.visibleAtMs > nowMs) {
        // A message in flight keeps the later ones of its group back.
        if (message.group !== null) blocked.add(message.group);
        continue;
      }
      message.visibleAtMs = nowMs + visibilitySeconds * 1000;
      message.receiveCount += 1;
      received.push(message);
    }
    return received;
  }

  delete(messageId: string): void {
    const index = this.#messages.findIndex((message) => message.messageId === messageId);
    if (index >= 0) this.#messages.splice(index, 1);
  }

  #moveExhausted(nowMs: number): void {
    const { deadLetter, maxReceiveCount } = this.spec;
    if (deadLetter === null) return;
    for (const message of [...this.#messages]) {
      if (message.visibleAtMs > nowMs || message.receiveCount < maxReceiveCount) continue;
      this.delete(message.messageId);
      deadLetter.send(
        {
          body: message.body,
          attributes: message.attributes,
          group: message.group ?? undefined,
          deduplicationId: message.messageId,
          fromQueue: this.spec.name,
        },
        nowMs,
      );
    }
  }
}
