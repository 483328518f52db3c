import type { Reading, Unknown } from "../reading.ts";
import type { LimitAnswer } from "./effective-limit.ts";

/**
 * What the function `limits` has found out about one database of headgate.yml: stored in the table, so that `scale` never
 * waits for RDS. Plain data.
 */
export type DatabaseFacts = {
  /** The name in headgate.yml. */
  readonly database: string;
  /** When the reading began; a plan that is much later says so. */
  readonly readAtMs: number;
  /**
   * The instances behind the name, sorted by id: one for an instance or a cluster's writer, any number for a cluster's
   * readers. Never empty: no instance is "not-found".
   */
  readonly instances: readonly InstanceFacts[];
  /** RDS proxies that headgate.yml names in front of it, sorted by name. */
  readonly proxies: readonly ProxyFacts[];
  /** The newest reading, where it failed: why these facts are older than they should be. */
  readonly laterFailure?: { readonly atMs: number; readonly because: Unknown };
};

export type InstanceFacts = {
  /** DBInstanceIdentifier. */
  readonly instance: string;
  /** DbiResourceId: what Performance Insights calls it. */
  readonly resourceId: string;
  readonly role: "instance" | "writer" | "reader";
  /** DBInstanceStatus, as RDS says it. */
  readonly status: string;
  /** As RDS says it: "postgres", "aurora-mysql". */
  readonly engine: string;
  readonly engineVersion: string;
  readonly instanceClass: string;
  /** `null`: not known (a class that EC2 doesn't list). */
  readonly vcpu: number | null;
  readonly multiAz: boolean;
  readonly answer: LimitAnswer;
};

export type ProxyFacts = {
  /** The name in headgate.yml. */
  readonly proxy: string;
  readonly facts: Reading<{
    /** DBProxy status, as RDS says it. */
    readonly status: string;
    /** Share of the target's max_connections that the proxy may open, 1..100. */
    readonly maxConnectionsPercent: number;
    readonly borrowTimeoutSeconds: number;
    /** The instances behind it, sorted; empty: a proxy without a target, through which nothing connects. */
    readonly targets: readonly { readonly instance: string; readonly role: string; readonly health: string }[];
  }>;
};
