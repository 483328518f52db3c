import type { Notice, NoticeMemory } from "../notices/notice.ts";

/** Everything that Headgate keeps of a destination between two invocations. One writer: `records`, under the version. */
export type DestinationState = {
  readonly destination: string;
  /** Counts the recorded plans; 0: none yet. Every write is conditional on it. */
  readonly version: number;
  /** Start of the last finished read: an older wake-up brings no news. */
  readonly readStartedAtMs: number;
  /** When something was last written to the destination; `null`: never. Writes keep a distance. */
  readonly wroteAtMs: number | null;
  /** Since when each write came soon after the one before. Absent in what an earlier release stored; `null`: never written. */
  readonly busySinceMs?: number | null;
  /** The delayed wake-up that is under way, and when it comes; any other token is dropped. */
  readonly loop: { readonly token: string; readonly dueAtMs: number } | null;
  /** By service: since when there are tasks on their way, for the end of the 10 s wake-ups. */
  readonly waitingSinceMs: Readonly<Record<string, number>>;
  readonly notices: NoticeMemory;
  /** Recorded but not yet known to be published. */
  readonly outbox: readonly Notice[];
  /** Of the destination's kind: ZoneMemory, CloudMapMemory or NginxMemory; `null`: nothing yet. */
  readonly memory: unknown;
};

export const newDestinationState = (destination: string): DestinationState => ({
  destination,
  version: 0,
  readStartedAtMs: 0,
  wroteAtMs: null,
  busySinceMs: null,
  loop: null,
  waitingSinceMs: {},
  notices: {},
  outbox: [],
  memory: null,
});
