import type { Got } from "./got.ts";
import type { PolicyStatement } from "./policy.ts";

/** All that doctor looks at, as plain data. */
export type StackReadings = {
  readonly stackName: string;
  readonly cli: { readonly version: string; readonly node: string };
  readonly caller: { readonly arn: string; readonly accountId: string; readonly region: string };
  readonly config: LocalConfig;
  readonly stack: Got<StackFacts>;
  readonly functions: readonly { readonly name: string; readonly facts: Got<FunctionFacts> }[];
  readonly roles: readonly RoleReading[];
  readonly queues: readonly QueueReading[];
  readonly table: { readonly name: string; readonly facts: Got<TableFacts> };
  readonly topic: { readonly arn: string; readonly subscriptions: Got<readonly SubscriptionFacts[]> };
  /** Of the stack, in ALARM now. */
  readonly alarms: Got<readonly AlarmFacts[]>;
};

export type LocalConfig =
  | { readonly kind: "read"; readonly file: string; readonly hash: string; readonly domains: readonly string[] }
  | { readonly kind: "unusable"; readonly file: string; readonly detail: string };

export type StackFacts = {
  readonly status: string;
  readonly reason: string | null;
  readonly changedAtMs: number;
  /** Built-in configuration and release; `null`: deployed before the stack said so. */
  readonly configHash: string | null;
  readonly version: string | null;
};

export type FunctionFacts = {
  readonly runtime: string;
  readonly codeSha256: string;
  readonly lastModified: string;
  readonly state: string;
  readonly lastUpdate: string;
};

export type RoleReading = {
  readonly functionName: string;
  readonly roleName: string;
  /** By headgate.yml; `null`: there is none to compare with. */
  readonly expected: readonly PolicyStatement[] | null;
  readonly actual: Got<readonly PolicyStatement[]>;
};

export type QueueReading = {
  readonly name: string;
  readonly isDeadLetter: boolean;
  readonly depth: Got<{ readonly visible: number; readonly inFlight: number; readonly delayed: number }>;
  /** `null`: CloudWatch has no datapoint, which is usual for an idle queue. */
  readonly oldestAgeSeconds: Got<number | null>;
  /** Of a dead-letter queue that is not empty; `null`: it holds none, or none could be seen. */
  readonly firstMessage: Got<{ readonly reason: string | null } | null>;
};

export type TableFacts = { readonly paused: boolean; readonly domains: readonly DomainFacts[] };

export type DomainFacts = {
  readonly domain: string;
  /** Start of the last finished read; `null`: none yet. */
  readonly readAtMs: number | null;
  readonly decidedAtMs: number | null;
  readonly failedWrites: number;
  readonly breakerOpenUntilMs: number | null;
};

export type SubscriptionFacts = { readonly protocol: string; readonly endpoint: string; readonly pending: boolean };

export type AlarmFacts = { readonly name: string; readonly reason: string };
