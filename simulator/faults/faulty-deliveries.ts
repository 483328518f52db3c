import { type EventSourceSpec, type Handler, pollOnce } from "../cloud/event-source.ts";
import { clockSkewMs, type DeliveryFault, lateSeconds, outOfOrderSeconds } from "./fault.ts";
import { invoke } from "./invocation.ts";

/** One batch that a function was handed. */
export type DeliveryPosition = {
  readonly nth: number;
  readonly function: string;
  readonly atMs: number;
  readonly possible: readonly DeliveryFault[];
};

/**
 * The event source mappings of a stack, each function's process apart, and one delivery that goes wrong.
 *
 * In a FIFO queue a message keeps its place whatever happens, and AWS promises no more than that it comes; an hour late it
 * would block its group, so that is left to the queue `events`, where all that is sent to the others begins.
 */
export class FaultyDeliveries {
  readonly positions: DeliveryPosition[] = [];
  readonly #sources: readonly (EventSourceSpec & { readonly name: string })[];
  readonly #fault: { readonly kind: DeliveryFault; readonly atDelivery: number } | null;
  readonly #nowMs: () => number;
  #struckAtMs: number | null = null;

  constructor(
    sources: readonly (EventSourceSpec & { readonly name: string })[],
    nowMs: () => number,
    fault: { readonly kind: DeliveryFault; readonly atDelivery: number } | null = null,
  ) {
    this.#sources = sources;
    this.#fault = fault;
    this.#nowMs = nowMs;
  }

  get struckAtMs(): number | null {
    return this.#struckAtMs;
  }

  /** Hands over what can be, until nothing is left that is visible now. */
  async deliver(): Promise<void> {
    for (let handed = 1; handed > 0; ) {
      handed = 0;
      for (const source of this.#sources) handed += await this.#poll(source);
    }
  }

  async #poll(source: EventSourceSpec & { readonly name: string }): Promise<number> {
    const { queue, name } = source;
    const nowMs = this.#nowMs();
    if (queue.nextVisibleAtMs() > nowMs) return 0;
    const nth = this.positions.length;
    const kind = this.#fault?.atDelivery === nth ? this.#fault.kind : null;
    const delaySeconds = kind === "hour-late" ? lateSeconds : kind === "out-of-order" ? outOfOrderSeconds : 0;
    const skew = kind === "clock-ahead" ? clockSkewMs : kind === "clock-behind" ? -clockSkewMs : 0;
    const handler: Handler = async (event) => {
      const answer = await invoke(name, () => source.handler(event), skew);
      // At least once: a copy may come after the first was deleted.
      return kind === "delivered-twice" ? invoke(name, () => source.handler(event)) : answer;
    };
    const possible: DeliveryFault[] = ["delivered-twice", "clock-ahead", "clock-behind"];
    if (!queue.spec.fifo) possible.push("out-of-order", "hour-late");
    if (delaySeconds > 0) {
      const held = postpone(source, delaySeconds, nowMs);
      if (held > 0) this.#note(name, possible, kind);
      return held;
    }
    const handed = await pollOnce({ ...source, handler }, nowMs);
    if (handed > 0) this.#note(name, possible, kind);
    return handed;
  }

  #note(name: string, possible: readonly DeliveryFault[], kind: DeliveryFault | null): void {
    this.positions.push({ nth: this.positions.length, function: name, atMs: this.#nowMs(), possible });
    if (kind !== null) this.#struckAtMs = this.#nowMs();
  }
}

/** What would be delivered now comes later. @returns how many messages */
const postpone = ({ queue, batchSize }: EventSourceSpec, delaySeconds: number, nowMs: number): number => {
  const due = queue.messages.filter(({ visibleAtMs }) => visibleAtMs <= nowMs).slice(0, batchSize);
  for (const message of due) message.visibleAtMs = nowMs + delaySeconds * 1000;
  return due.length;
};
