import type { Notice, NoticeMemory } from "../notices/notice.ts";
import { emptyMemory, type Memory } from "../plan/memory.ts";

/** Everything that Headgate keeps of a domain between two invocations. One writer: `scale`, under the version. */
export type DomainState = {
  readonly domain: string;
  /** Counts the recorded plans; 0: none yet. Every write is conditional on it. */
  readonly version: number;
  readonly memory: Memory;
  readonly notices: NoticeMemory;
  /** Recorded but not yet known to be published; a crash in between publishes them at the next wake-up. */
  readonly outbox: readonly Notice[];
  /** Start of the last finished read: an older wake-up brings no news. */
  readonly readStartedAtMs: number;
  /** When the tick wakes the domain at the latest. */
  readonly nextReadAtMs: number;
  /** Of the message that the hot loop waits for; any other is dropped. `null`: the domain is not hot. */
  readonly loopToken: string | null;
  /** The delayed wake-up that was sent last, waited for or not. Absent in what an earlier release stored. */
  readonly loopMessage?: LoopMessage | null;
  readonly breaker: Breaker;
  readonly reads: DailyReads;
  /** What the last stored decision said, so that an unchanged one isn't stored again. */
  readonly decisionKey: string;
  /** The configuration that is stored for the decisions. Absent in what an earlier release stored, and before the first. */
  readonly keptConfig?: KeptConfig;
  /** Of the last stored decision, for notices to point to; `null`: none yet. */
  readonly decisionId: string | null;
};

/** A delayed wake-up, and when it comes. */
export type LoopMessage = { readonly token: string; readonly dueAtMs: number };

/** A configuration beside the decisions that were planned with it, and until when it will be there. */
export type KeptConfig = { readonly hash: string; readonly untilSeconds: number };

/** Stops a domain's writes after failed ones in a row. */
export type Breaker = { readonly failedWrites: number; readonly openUntilMs: number | null };

/** Reads of one UTC day. */
export type DailyReads = { readonly day: string; readonly count: number };

export const newDomainState = (domain: string): DomainState => ({
  domain,
  version: 0,
  memory: emptyMemory,
  notices: {},
  outbox: [],
  readStartedAtMs: 0,
  nextReadAtMs: 0,
  loopToken: null,
  breaker: { failedWrites: 0, openUntilMs: null },
  reads: { day: "", count: 0 },
  decisionKey: "",
  decisionId: null,
});
