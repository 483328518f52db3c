import type { FunctionName } from "./functions.ts";

/** What of a queue is watched, beside its dead-letter queue, in which one message is too many. */
export type WatchedQueue = {
  /** Begins its logical id. */
  readonly queue: "Events" | "Scaling" | "Records" | "Runs";
  readonly messages: string;
  /** `null`: nothing is late when a message waits there. */
  readonly tooOld: { readonly aboveSeconds: number; readonly description: string } | null;
};

export const watchedQueues: readonly WatchedQueue[] = [
  {
    queue: "Events",
    messages: "Messages of events",
    // A delayed wake-up of ours is up to 300 s old by design.
    tooOld: { aboveSeconds: 600, description: "Events wait too long for router" },
  },
  {
    queue: "Scaling",
    messages: "Messages of scaling",
    // More than two crashed attempts at 120 s.
    tooOld: { aboveSeconds: 300, description: "Wake-ups wait too long for scale" },
  },
  {
    queue: "Records",
    messages: "Messages of records",
    // More than two crashed attempts at 120 s.
    tooOld: { aboveSeconds: 300, description: "Wake-ups wait too long for records" },
  },
  // A run's next step is sent up to 900 s ahead.
  { queue: "Runs", messages: "Steps of runbooks", tooOld: null },
];

/** What of a function is watched, beside throttles, of which one is too many. */
export type WatchedFunction = {
  /** serverless.yml's own: a call in a hundred that takes longer than 80 % of it is one too many. */
  readonly timeoutSeconds: number;
  /** Of its invocations; `null`: not watched. */
  readonly errorsAbovePercent: number | null;
};

export const watchedFunctions: Readonly<Record<FunctionName, WatchedFunction>> = {
  router: { timeoutSeconds: 10, errorsAbovePercent: 1 },
  scale: { timeoutSeconds: 20, errorsAbovePercent: 1 },
  records: { timeoutSeconds: 30, errorsAbovePercent: 1 },
  limits: { timeoutSeconds: 120, errorsAbovePercent: 1 },
  hook: { timeoutSeconds: 20, errorsAbovePercent: 1 },
  // A refusal is an error too, and the person who asked has it before them.
  runbook: { timeoutSeconds: 60, errorsAbovePercent: null },
};
