import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { Config } from "../../shared/config/config.ts";
import type { Handler } from "../../simulator/cloud/event-source.ts";
import type { Queues } from "../../simulator/cloud/queues.ts";
import { makeGroupsOf } from "./groups-of-event.ts";

type WakeUpBody = { readonly domain?: string; readonly destination?: string; readonly loopToken: string | null };

/** Between two writes to a busy fleet of nginx, the slowest destination, and what a delay is rounded up by. */
const mostDistanceMs = 21_000;

/** When the last look began at a domain or a destination, in ms; 0: never. */
export type ReadLook = (group: string) => Promise<number>;

/**
 * Follows each message from its delivery to what comes of it, beside the functions and without a word from them.
 *
 * A message of `events` is lost that was acknowledged while a domain or destination of its own got no wake-up. A wake-up is
 * lost that was acknowledged while no look began after it was sent and none is under way.
 */
export class BurstLedger {
  /** Which, and by whom. */
  readonly lost: string[] = [];
  /** Messages that were acknowledged, of each queue. */
  readonly settled: Record<string, number> = {};
  /** Messages that went back because their function said so, or because it died. */
  returned = 0;
  died = 0;
  /** Sends that SQS took for ones that it had. */
  deduplicated = 0;
  readonly #queues: Queues;
  readonly #groupsOf: (body: string) => readonly string[];
  readonly #readLook: ReadLook;
  #taken = new Set<string>();

  constructor(config: Config, queues: Queues, readLook: ReadLook) {
    this.#queues = queues;
    this.#groupsOf = makeGroupsOf(config);
    this.#readLook = readLook;
    for (const queue of [queues.scaling, queues.records]) {
      const send = queue.send.bind(queue);
      queue.send = (input, nowMs) => {
        const answer = send(input, nowMs);
        this.#taken.add(input.group ?? "");
        if (!("body" in answer)) this.deduplicated += 1;
        return answer;
      };
    }
  }

  /** @param queue name as in the stack */
  around(queue: string, handler: Handler): Handler {
    return async (event) => {
      this.#taken = new Set();
      const answer = await handler(event).catch((error: unknown) => {
        this.died += 1;
        throw error;
      });
      await this.#settle(queue, event, answer);
      return answer;
    };
  }

  async #settle(queue: string, { Records }: SQSEvent, { batchItemFailures }: SQSBatchResponse): Promise<void> {
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    this.returned += failed.size;
    for (const record of Records.filter(({ messageId }) => !failed.has(messageId))) {
      this.settled[queue] = (this.settled[queue] ?? 0) + 1;
      const missed = queue === "events" ? this.#unsent(record) : await this.#unlooked(record);
      if (missed !== null) this.lost.push(`${queue} ${record.messageId}: ${missed}`);
    }
  }

  #unsent({ body }: SQSRecord): string | null {
    const unsent = this.#groupsOf(body).filter((group) => !this.#taken.has(group));
    return unsent.length === 0 ? null : `no wake-up for ${unsent.join(", ")}`;
  }

  async #unlooked({ body, attributes }: SQSRecord): Promise<string | null> {
    const { domain, destination, loopToken } = JSON.parse(body) as WakeUpBody;
    // A loop's message says nothing new, and is dropped once another has taken its place.
    if (loopToken !== null) return null;
    const group = domain ?? destination ?? "";
    if ((await this.#readLook(group)) >= Number(attributes.SentTimestamp)) return null;
    const isComing = this.#queues.events.messages.some((message) => {
      const coming = JSON.parse(message.body) as Partial<WakeUpBody>;
      const isSoon = message.visibleAtMs - Number(attributes.SentTimestamp) <= mostDistanceMs;
      // A domain's own loop would look as well, but much later than an event may ask for.
      const counts = destination === undefined ? coming.loopToken === null : isSoon;
      return counts && (coming.domain ?? coming.destination) === group;
    });
    return isComing ? null : `${group} was not looked at, and will not be soon`;
  }
}
