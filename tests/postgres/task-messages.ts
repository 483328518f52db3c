import type { Credentials } from "./postgres-server.ts";

/** How a task behaves. It is not told what anybody predicts, nor what the others do. */
export type TaskOrders = {
  readonly credentials: Credentials;
  /** Of its fixed pool. */
  readonly connections: number;
  readonly withoutConnections: "crash" | "degrade";
  /** Virtual seconds between two attempts to open its pool. */
  readonly reconnectSeconds: number;
  /** Virtual seconds; a task has one second of CPU in each. */
  readonly cpuSecondsPerRequest: number;
  /** Real milliseconds. */
  readonly holdMsPerRequest: number;
  /** Requests that it holds at most. */
  readonly queueLimit: number;
};

/** To a task. It answers each message once no attempt of its own to connect is in flight. */
export type ToTask =
  /** It has booted: it opens its pool. */
  | { readonly kind: "open"; readonly orders: TaskOrders }
  /** A virtual second passes, with these requests in it. */
  | { readonly kind: "second"; readonly requests: number }
  | { readonly kind: "end" };

/** From a task: what it has done since its start. */
export type FromTask = {
  /** Messages that it has answered. */
  readonly answered: number;
  /** Takes traffic, with its pool or without. */
  readonly ready: boolean;
  readonly attempts: number;
  readonly refused: number;
  readonly cpuSeconds: number;
  /** Anything that went wrong and is no refusal. */
  readonly fault: string | null;
};
