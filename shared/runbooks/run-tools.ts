import type { AuditClients } from "../aws/audit/audit-clients.ts";
import type { RunClients } from "../aws/clients.ts";
import type { Config } from "../config/config.ts";

/** What a runbook's reads and writes are done with. */
export type RunTools = {
  readonly config: Config;
  readonly clients: RunClients;
  /** Of the whole account, for what looks at all of it; made when asked for, because they are many. */
  readonly audit: () => Promise<AuditClients>;
  readonly stack: RunStack;
  readonly nowMs: () => number;
  /** Of the run, or of the request that asks for a dry run. */
  readonly runId: string;
  readonly requestedBy: string;
};

/** Names of the stack's own resources. */
export type RunStack = {
  /** `headgate-<stage>`. */
  readonly prefix: string;
  readonly region: string;
  readonly tableName: string;
  readonly topicArn: string;
  readonly eventsQueueUrl: string;
  readonly runsQueueUrl: string;
  /** By name of the queue they belong to: events, scaling, records, runs. */
  readonly deadLetterQueueUrls: Readonly<Record<string, string>>;
  /** `null`: no fleet of nginx instances is written. */
  readonly rendersBucket: string | null;
};
