import type { RandomStream } from "../world/random.ts";
import { type EventSourceSpec, recordOf } from "./event-source.ts";
import type { Message } from "./sqs.ts";

/** How Lambda polls a queue, as serverless.yml has it, and how long the function takes. */
export type MappingSpec = EventSourceSpec & {
  readonly maximumConcurrency: number;
  /** Lambda waits this long for a batch to fill up; 0: it takes what is there. */
  readonly batchingWindowMs: number;
  /** Of the invocation that has just been made. */
  readonly durationMs: () => number;
  /** Share of the messages of a standard queue that are delivered once more after they were handled. */
  readonly duplicateRatio: number;
};

type Invocation = {
  readonly endsAtMs: number;
  readonly messages: readonly Message[];
  /** `null`: the function threw, and has handled nothing. */
  readonly failed: ReadonlySet<string> | null;
};

/**
 * Lambda's event source mapping in virtual time: batches fill up for a window, invocations take time, at most so many at
 * once, and a message stays in flight, its FIFO group with it, until the invocation that has it ends.
 *
 * What the function does, it does at the invocation's start.
 *
 * @see AWS Lambda developer guide, "Using Lambda with Amazon SQS": batching behaviour and maximum concurrency
 */
export class EventSourceMapping {
  readonly spec: MappingSpec;
  readonly #random: RandomStream;
  #running: Invocation[] = [];
  /** Since when messages wait for their batch to fill up; `null`: none waits. */
  #gatheringSinceMs: number | null = null;
  #invocations = 0;
  #delivered = 0;
  #mostAtOnce = 0;

  constructor(spec: MappingSpec, random: RandomStream) {
    this.spec = spec;
    this.#random = random;
  }

  /** Since the start. */
  get figures(): { readonly invocations: number; readonly delivered: number; readonly mostAtOnce: number } {
    return { invocations: this.#invocations, delivered: this.#delivered, mostAtOnce: this.#mostAtOnce };
  }

  /** Ends what is over and starts what is due. @param nowMs not before that of the last call */
  async poll(nowMs: number): Promise<void> {
    this.#finish(nowMs);
    while (this.#running.length < this.spec.maximumConcurrency && this.#isBatchReady(nowMs)) {
      const messages = this.spec.queue.receive(this.spec.batchSize, nowMs);
      // The next batch gathers anew.
      this.#gatheringSinceMs = null;
      if (messages.length === 0) return;
      await this.#invoke(messages, nowMs);
    }
  }

  #isBatchReady(nowMs: number): boolean {
    const { queue, batchSize, batchingWindowMs } = this.spec;
    if (queue.nextVisibleAtMs() > nowMs) {
      this.#gatheringSinceMs = null;
      return false;
    }
    this.#gatheringSinceMs ??= nowMs;
    if (nowMs - this.#gatheringSinceMs >= batchingWindowMs) return true;
    let visible = 0;
    for (const { visibleAtMs } of queue.messages) {
      if (visibleAtMs <= nowMs) visible += 1;
      if (visible >= batchSize) return true;
    }
    return false;
  }

  async #invoke(messages: readonly Message[], nowMs: number): Promise<void> {
    this.#invocations += 1;
    this.#delivered += messages.length;
    const Records = messages.map((message) => recordOf(message, this.spec, nowMs));
    const answer = await this.spec.handler({ Records }).catch(() => null);
    const failed = answer && new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    this.#running.push({ endsAtMs: nowMs + this.spec.durationMs(), messages, failed });
    this.#mostAtOnce = Math.max(this.#mostAtOnce, this.#running.length);
  }

  #finish(nowMs: number): void {
    const { queue, duplicateRatio } = this.spec;
    const over = this.#running.filter(({ endsAtMs }) => endsAtMs <= nowMs);
    if (over.length === 0) return;
    this.#running = this.#running.filter(({ endsAtMs }) => endsAtMs > nowMs);
    for (const { messages, failed } of over) {
      for (const message of messages) {
        if (failed === null || failed.has(message.messageId)) continue;
        const isAgain = message.group === null && message.receiveCount === 1 && this.#random.uniform() < duplicateRatio;
        if (isAgain) message.visibleAtMs = nowMs;
        else queue.delete(message.messageId);
      }
    }
  }
}
