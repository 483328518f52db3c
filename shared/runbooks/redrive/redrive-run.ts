import type { MessageMove } from "../../aws/message-moves.ts";
import type { DeadLetterQueue } from "../../aws/read-dead-letters.ts";
import type { DeadLetter } from "./dead-letter.ts";

/** Those that have dead letters. */
export const redrivenQueues = ["events", "scaling", "records", "runs"] as const;

export type RedriveParams = { readonly queue: (typeof redrivenQueues)[number]; readonly all?: boolean | undefined };

export type RedriveReading = {
  readonly queue: DeadLetterQueue;
  readonly moves: readonly MessageMove[];
  /** Looked at before the move only: afterwards they are on their way. */
  readonly letters: readonly DeadLetter[];
};

export type RedriveState = {
  readonly sourceArn: string;
  readonly destinationArn: string;
  /** Start of the newest move before ours; 0: there was none. */
  readonly afterMs: number;
  readonly letters: number;
  readonly givesUpAtMs: number;
};

export type RedriveAction =
  | { readonly kind: "move"; readonly sourceArn: string; readonly destinationArn: string; readonly afterMs: number }
  | { readonly kind: "cancel"; readonly sourceArn: string; readonly handle: string };
