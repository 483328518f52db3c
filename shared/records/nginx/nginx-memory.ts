import type { Published } from "../endpoint.ts";
import type { HeldMemory } from "../held-memory.ts";

/** What is known of a fleet between two plans. */
export type NginxMemory = {
  /** Of the last render that was sent; grows with every one. */
  readonly generation: number;
  /** SHA-256 of its content, in hex. */
  readonly hash: string;
  /** When it was sent last: Systems Manager lists a command a little later. */
  readonly sentAtMs: number;
  /** By upstream: what it lists. The instances themselves are never read. */
  readonly published: Readonly<Record<string, readonly Published[]>>;
  /** Instances that took part in the last finished install, at least 1: the gate's rate is divided by them. */
  readonly instances: number;
  /** By upstream. */
  readonly held?: HeldMemory;
};
