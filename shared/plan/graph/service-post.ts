import type { FindingCode } from "../explain/codes.ts";

/** What a domain tells others of one of its services that calls over its border, or is called over it. */
export type ServicePost = {
  readonly version: 1;
  readonly service: string;
  readonly domain: string;
  readonly atMs: number;
  /** From then on it says nothing any more. */
  readonly expiresAtMs: number;
  /** Start of the period in which its requests were counted; `null`: they weren't. */
  readonly measuredAtMs: number | null;
  /** Requests per second that arrive; `null`: not counted or not readable. */
  readonly arrivingPerSecond: number | null;
  /** What one task carries at its target; `null`: no signal tells. */
  readonly perTaskPerSecond: number | null;
  /** RUNNING and healthy. */
  readonly healthyTasks: number;
  readonly startSeconds: number;
  /** By the callers' domain: what it may send. Empty where nothing tells what a task carries. */
  readonly grants: Readonly<Record<string, CallerGrant>>;
  /** By callee in another domain: requests per second that the service sends it now. */
  readonly sends: Readonly<Record<string, number>>;
  /** By callee in another domain: requests per second beyond those of now that the service would send it, if it could. */
  readonly demands: Readonly<Record<string, number>>;
};

/**
 * What the services of another domain may send to a callee, in requests per second.
 *
 * The two domains read their metrics at different times, so a grant names what it was added to: what the callers' domain
 * has said that it sends.
 */
export type CallerGrant = {
  readonly basePerSecond: number;
  /** Beyond that, what the callee's healthy tasks carry. */
  readonly nowPerSecond: number;
  /** Beyond that, what it will carry; `null`: no end is known. */
  readonly mostPerSecond: number | null;
  /** Why there is an end. */
  readonly bound: { readonly code: FindingCode; readonly database: string | null } | null;
};
